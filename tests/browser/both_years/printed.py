"""Everything that is printed and exported: where it is made, who is on it in each year, and what it says."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pypdfium2
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.both_years.conftest import Desks, Printed, fetched
from tests.browser.both_years.office_steps import CITY, COUNTY, OTHER_COUNTY, PROVINCE

YEAR_IN_TITLE = re.compile(r'(?<!\d)(\d{4})\s*年(?!\s*\d+\s*月)')  # 2026年 and 2026 年度, but no day
EXCEL, COMPARED = '导出Excel', '与去年同期比较'
Press = Callable[[Page], Printed]


def button(name: str) -> Press:
    """A button that makes the file at once."""
    return lambda page: fetched(page, page.get_by_role('button', name=name))


def everybody(name: str, answer: str = '') -> Press:
    """A button for everyone on the list; ``answer`` is the button of the question that follows, if one does."""

    def press(page: Page) -> Printed:
        page.get_by_role('button', name='选择全部查询结果').click()
        expect(page.get_by_text('已选全部查询结果')).to_be_visible()
        return _answered(page, page.get_by_role('button', name=name), answer)

    return press


def every_room(name: str, answer: str = '') -> Press:
    """A button for every room of the seating list."""

    def press(page: Page) -> Printed:
        page.get_by_label('选择本页全部').click()
        return _answered(page, page.get_by_role('button', name=name), answer)

    return press


def _answered(page: Page, made: Locator, answer: str) -> Printed:
    if not answer:
        return fetched(page, made)
    made.click()
    return fetched(page, page.get_by_role('dialog').get_by_role('button', name=re.compile(f'^{answer}')))


@dataclass(frozen=True)
class Line:
    """One file: ``then`` and ``now`` are the people on it in the first and the second year, none: it cannot be made.

    ``count`` is how the page says their number; ``sums``: of the last line of every sheet, instead of the people.
    """

    title: str
    login: str
    path: str
    press: Press
    then: str
    now: str
    count: str = '共 {} 条'
    sums: tuple[Mapping[str, int], Mapping[str, int]] | None = None


ALL, PASSED, SEATED = '甲乙丙丁戊辛壬', '甲乙丙丁戊壬', '甲乙丁壬'
PERSONS = (
    {'五级': 1, '四级': 2, '三级': 2, '二级': 1, '一级': 1, '合计': 7},
    {'五级': 1, '三级': 1, '合计': 2},
)
MONEY = (
    {'应缴人数': 4, '应缴金额（元）': 1100, '已缴人数': 4, '已关闭笔数': 1, '已退费笔数': 1, '已退费金额（元）': 235},
    {'应缴人数': 1, '应缴金额（元）': 260, '未缴人数': 1},  # by the fee of its own year
)
# fmt: off
LINES = (
    Line('报名信息查询', COUNTY, '/search', button(EXCEL), ALL, '甲癸'),
    Line('报名信息查询', OTHER_COUNTY, '/search', button(EXCEL), '己庚子', ''),
    Line('信息统计', COUNTY, '/statistics', button(EXCEL), ALL, '甲癸', '{} 人', sums=PERSONS),
    Line('终审通过名册', COUNTY, '/rosters/approved', everybody('导出PDF', '导出'), PASSED, '癸'),
    Line('终审通过名册', CITY, '/rosters/approved', everybody(EXCEL, '导出'), PASSED + '己庚', '癸'),
    Line('现场审核名册', COUNTY, '/rosters/onsite', everybody('导出PDF', '导出'), PASSED, '癸'),
    Line('现场审核名册', COUNTY, '/rosters/onsite', everybody(EXCEL, '导出'), PASSED, '癸'),
    Line('应缴报考人员列表', COUNTY, '/payments/dues', button(EXCEL), PASSED, '癸'),
    Line('网上缴费状态查询', COUNTY, '/payments/orders', button(EXCEL), PASSED, '癸'),
    Line('异常回执', CITY, '/payments/receipts', button(EXCEL), '无', '无'),  # a payment without a code is of no year
    Line('缴费统计', COUNTY, '/payments/statistics', button(EXCEL), SEATED, '癸', '应缴 {} 人', sums=MONEY),
    Line('准考证查询', COUNTY, '/tickets', everybody(EXCEL), SEATED + '戊', ''),  # one of them void
    Line('考核结果查询', COUNTY, '/results', button(EXCEL), SEATED, ''),
    Line('考场签到表', CITY, '/exam/seating', every_room('打印签到表'), '甲乙丁戊己庚', '', ''),
    Line('考场编排表', CITY, '/exam/seating', every_room(EXCEL, '导出'), '甲乙丁戊己庚', '', ''),
    Line('考核结果查询', PROVINCE, '/results', button(EXCEL), SEATED + '己庚', ''),
)
# fmt: on
KEPT = {  # what the journey printed at its time, all of the first year
    '缴款单': '乙',
    '准考证 本人': '甲',
    '准考证': SEATED,
    f'成绩名单模板 {CITY}': '甲乙丁己庚',
    f'成绩名单模板 {PROVINCE}': '壬',
}  # fmt: skip


def people_in(desks: Desks, file: Printed) -> str:
    """Whom the file names, by their short names."""
    text = text_of(file)
    return ''.join(sorted(who for who in desks.people if desks.name(who) in text))


def years_in(text: str) -> set[int]:
    """The years that a text names as its own."""
    return {int(year) for year in YEAR_IN_TITLE.findall(text)}


def text_of(file: Printed) -> str:
    """Everything a reader sees: all pages of a PDF, all sheets with their names of a workbook."""
    if file.content.startswith(b'%PDF'):
        with pypdfium2.PdfDocument(file.content) as document:
            return '\n'.join(page.get_textpage().get_text_bounded() for page in document)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    tables = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    cells = (cell for table in tables for row in table for cell in row)
    return '\n'.join([*book.sheet_names, *(f'{cell:g}' if isinstance(cell, float) else str(cell) for cell in cells)])


def sums_in(file: Printed) -> list[dict[str, object]]:
    """The last line of every sheet with a sum, by the headings; without zeros. The comparison of two years has none."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    tables = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names if not name.endswith(COMPARED)]
    return [{str(label): n for label, n in zip(head, sums, strict=True) if n} for head, *_, sums in tables]
