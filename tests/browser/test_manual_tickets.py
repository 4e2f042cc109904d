"""The administrators' manual, 准考证管理: tickets found, viewed, printed, and checked with a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Window, settle
from tests.browser.manual import LOGINS, answer, enter, first, row_of, rows

UNIT, COUNTY = LOGINS['unit'], LOGINS['county']


def fetched(page: Page, button: str, folder: Path, *, within: bool = False) -> Path:
    """The file downloaded by a button of the page, or of its dialog."""
    place = page.get_by_role('dialog') if within else page
    with page.expect_download() as download:
        place.get_by_role('button', name=re.compile(button)).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def codes(path: Path) -> list[str]:
    """The content of the QR codes of a PDF, page by page."""
    with pypdfium2.PdfDocument(path) as document:
        return [zxingcpp.read_barcodes(page.render(scale=2).to_pil())[0].text for page in document]


def test_1_2_1_tickets(window: Window, tmp_path: Path) -> None:
    page = window(UNIT)
    enter(page, '准考证查询', '批量打印', '导出Excel', '查看', '打印')
    look, name = first(page, '查看')
    look.click()
    dialog = page.get_by_role('dialog')
    expect(dialog).to_contain_text('洛阳市')
    expect(dialog).to_contain_text('********')
    answer(page, '关闭')
    (address,) = codes(fetched(page, f'^打印 {name}', tmp_path))
    expect(row_of(page, name)).to_contain_text('已打印')
    phone = window(None, width=390, height=844)
    phone.goto(address)
    settle(phone)
    expect(phone.get_by_role('status')).to_contain_text('有效')
    expect(phone.get_by_text(f'{name[0]}*')).to_be_visible()
    assert phone.get_by_text(name, exact=True).count() == 0
    phone.goto(address[:-1] + ('0' if address[-1] != '0' else '1'))
    settle(phone)
    expect(phone.get_by_role('status')).to_contain_text('未找到')


def test_1_2_1_many_tickets_in_one_file(window: Window, tmp_path: Path) -> None:
    page, unit = window(COUNTY), window(UNIT)
    enter(page, '准考证查询')
    enter(unit, '准考证查询')
    expect(rows(unit).last).to_contain_text('未打印')
    page.get_by_role('button', name='选择全部查询结果').click()
    expect(page.get_by_text('已选全部查询结果')).to_be_visible()
    page.get_by_role('button', name='批量打印').click()
    question = page.get_by_role('dialog', name='批量打印')
    found = re.search(r'共 (\d+) 张', question.inner_text())
    assert found
    path = fetched(page, '^打印 ', tmp_path, within=True)
    assert len(set(codes(path))) == int(found[1]) > 3
    expect(rows(unit).last).to_contain_text('已打印')  # at once, in the other window


def test_an_applicant_prints_their_own_ticket_with_a_phone(window: Window, tmp_path: Path) -> None:
    page = window(UNIT)
    enter(page, '准考证查询')
    expect(rows(page).first).to_be_visible()
    page.get_by_role('button', name='选择全部查询结果').click()
    expect(page.get_by_text('已选全部查询结果')).to_be_visible()
    id_number = _first_id_number(fetched(page, '^导出Excel', tmp_path))
    phone = window(id_number, width=390, height=844)
    phone.goto(phone.url.split('/my')[0] + '/my/ticket')
    settle(phone)
    expect(phone.get_by_text('考场号')).to_be_visible()
    assert len(codes(fetched(phone, '^下载准考证', tmp_path))) == 1
    assert phone.evaluate('document.documentElement.scrollWidth') <= 390


def _first_id_number(path: Path) -> str:
    head, values, *_ = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return str(values[head.index('身份证号')])
