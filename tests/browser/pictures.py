"""Makes the screenshots of the documentation from a running demonstration: `make pictures`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from python_calamine import CalamineWorkbook

from tests.browser.conftest import CHROMIUM, PASSWORD, settle
from tests.browser.guide_pictures import COUNTY, SHOTS, Shot
from tests.browser.result_steps import (
    CITY,
    IMPORT,
    LIST,
    PROVINCE,
    WINDOWS,
    fill_names,
    import_rows,
    move_clock,
    publish_all,
)
from tests.browser.server import demonstration

IMAGES = Path(__file__).parents[2] / 'docs' / 'images'
COLOURS = 256  # a palette: a third of the size, plain areas exact, other differences invisible


def opened(browser: Browser, address: str, login: str, path: str) -> Page:
    """A window of this account at this address of the demonstration."""
    page = browser.new_page(viewport={'width': 1366, 'height': 768}, locale='zh-CN')
    page.goto(f'{address}/sign-in')
    settle(page)
    if not login:
        return page
    page.get_by_label('账号').fill(login)
    page.get_by_label('密码', exact=True).fill(PASSWORD)
    page.get_by_role('button', name='登录', exact=True).click()
    page.wait_for_url(lambda url: '/sign-in' not in url)
    page.goto(address + path)
    settle(page)
    return page


def queue(browser: Browser, address: str) -> Page:
    """人工审核 of a county, with a selection and a colleague who is reviewing."""
    colleague = opened(browser, address, '410327-sh01', '/review/manual')
    colleague.locator('tbody tr').nth(3).get_by_role('button', name='审核').click()
    expect(colleague.get_by_text('通过后提交至')).to_be_visible()
    page = opened(browser, address, '410327', '/review/manual')
    for row in (0, 1):
        page.locator('tbody tr').nth(row).get_by_role('checkbox').click()
    expect(page.get_by_text('正在审核')).to_be_visible()
    page.mouse.move(0, 0)
    return page


def review(browser: Browser, address: str) -> Page:
    """One application of grade 1 at a hospital, with deferred materials."""
    page = opened(browser, address, '410327', '/review/senior')
    page.locator('tbody tr').first.get_by_role('button', name='审核').click()
    expect(page.get_by_text('通过后提交至')).to_be_visible()
    page.wait_for_load_state('networkidle')
    return page


def shot(browser: Browser, address: str, wanted: Shot) -> Page:
    """A page of the guide, prepared as in its line of the table."""
    page = opened(browser, address, wanted.login, wanted.path)
    wanted.prepare(page)
    page.wait_for_load_state('networkidle')
    for active in page.locator('nav a.on').all():
        active.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    return page


def score_import(browser: Browser, address: str) -> Page:
    """成绩导入 after the exam: the file is imported, nothing is published yet."""
    move_clock(opened(browser, address, PROVINCE, WINDOWS))
    page = opened(browser, address, CITY, IMPORT)
    import_rows(page, fill_names(page))
    page.get_by_role('dialog').get_by_role('button', name='完成').click()
    expect(page.locator('tbody tr').filter(has_text='未发布').first).to_be_visible()
    return page


def results(browser: Browser, address: str) -> Page:
    """考核结果查询 of a county, everything published."""
    publish_all(opened(browser, address, CITY, IMPORT))
    page = opened(browser, address, COUNTY, LIST)
    expect(page.locator('tbody tr').first).to_be_visible()
    page.locator('nav a.on').first.scroll_into_view_if_needed()
    return page


def my_result(browser: Browser, address: str) -> Page:
    """考核结果 of a person with a published result."""
    page = opened(browser, address, CITY, f'{IMPORT}?conclusions=passed')
    path = fill_names(page)
    row = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1]
    return opened(browser, address, str(row[2]), '/my/result')


PICTURES = {'queue': queue, 'review': review}
LAST = {'score-import': score_import, 'results': results, 'my-result': my_result}  # each needs the one before it


def save(page: Page, path: Path) -> None:
    """Save the window as a PNG with a palette."""
    picture = Image.open(io.BytesIO(page.screenshot(animations='disabled'))).convert('RGB')
    palette = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)
    print(f'{path.relative_to(IMAGES.parent.parent)} {path.stat().st_size // 1000} kB')


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or [*PICTURES, *SHOTS, *LAST]
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder)) as address, sync_playwright() as chromium:
        browser = chromium.chromium.launch(
            executable_path=str(CHROMIUM), args=['--no-sandbox', '--disable-dev-shm-usage']
        )
        for name in names:
            make = (PICTURES | LAST).get(name)
            page = make(browser, address) if make else shot(browser, address, SHOTS[name])
            save(page, IMAGES / f'{name}.png')
        browser.close()


if __name__ == '__main__':
    main()
