"""The steps from the exam to the published result, for the walk through the manual and the pictures of the guide."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.manual import answer, expect_alert

PROVINCE, CITY = '410000', '410300'
WINDOWS, IMPORT, LIST = '/year/windows', '/exam/results', '/results'
EXAM_IS_OVER = '考试（第一批）结束'


def move_clock(page: Page) -> None:
    """演示时钟: the province moves the clock on the page 时间节点 until the first exam is over."""
    page.get_by_role('button', name='演示时钟').click()
    page.get_by_role('dialog').get_by_label('调整到').click()
    page.get_by_role('option').filter(has_text=EXAM_IS_OVER).click()
    answer(page, '调整')
    expect_alert(page, '演示时间已调整到')


def fill_names(page: Page) -> Path:
    """演示成绩: the name list of 成绩导入 with invented scores, in a file."""
    with page.expect_download() as coming:
        page.get_by_role('button', name='演示成绩').click()
    path = Path(tempfile.mkdtemp(prefix='scores-')) / 'scores.xlsx'
    coming.value.save_as(path)
    return path


def import_rows(page: Page, path: Path) -> None:
    """导入成绩 of this file; the dialog stays open with the result of each row."""
    page.get_by_role('button', name='导入成绩').click()
    page.get_by_role('dialog').locator('input[type=file]').set_input_files(path)
    expect(page.get_by_role('dialog').get_by_role('button', name='完成')).to_be_visible()


def publish_all(page: Page) -> None:
    """发布 of everyone in the list."""
    page.get_by_role('button', name='选择全部查询结果').click()
    expect(page.get_by_text('已选全部查询结果')).to_be_visible()
    page.get_by_role('button', name='发布', exact=True).click()
    dialog = page.get_by_role('dialog', name='发布考核结果')
    expect(dialog).to_contain_text('确认发布')
    dialog.get_by_role('button', name='发布').click()
    expect_alert(page, '人的考核结果')
