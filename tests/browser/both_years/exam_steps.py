"""Steps from the places of an exam to its published results, of an office that seats people."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.both_years.conftest import Desks, fetched
from tests.browser.manual import answer, expect_alert, row_of
from tests.browser.result_steps import import_rows, publish_all

HOURS = ('09:00-10:00', '10:10-11:10', '11:20-12:20', '14:00-15:00')
SUBJECT = 'input[maxlength="13"]'  # the hours of a subject


def set_places(desks: Desks, office: str, site: str, year: int) -> None:
    """新增考点 with one room."""
    page = desks.of(office, f'/exam/sites?year={year}')
    page.get_by_role('button', name='新增考点').click()
    dialog = page.get_by_role('dialog')
    dialog.get_by_label('考点名称').fill(site)
    dialog.get_by_label('地址').fill('中州路 1 号')
    answer(page, '保存')
    expect(page.get_by_role('heading', name=f'01 {site} 的考场')).to_be_visible()
    page.get_by_role('button', name='批量添加考场').click()
    dialog = page.get_by_role('dialog', name='批量添加考场')
    dialog.get_by_label('结束编号').fill('1')
    answer(page, '添加')
    expect_alert(page, '已添加 1 个考场')


def set_session(desks: Desks, office: str, grades: str, name: str, day: str) -> None:
    """新增场次 with hours for every subject."""
    page = desks.of(office, '/exam/sites?tab=sessions')
    page.get_by_role('button', name=f'新增场次（{grades}）').click()
    dialog = page.get_by_role('dialog')
    dialog.get_by_label('场次名称').fill(name)
    dialog.get_by_label('考试日期').fill(day)
    subjects = dialog.locator(SUBJECT)
    desks.subjects[office] = subjects.evaluate_all('fields => fields.map(field => field.ariaLabel)')
    for at in range(subjects.count()):
        subjects.nth(at).fill(HOURS[at])
    answer(page, '保存')
    expect(row_of(page, name)).to_have_count(1)


def seat(desks: Desks, office: str, persons: int) -> None:
    """编排 of all who have paid, and 发布准考证."""
    page = desks.of(office, '/exam/seating')
    page.get_by_role('button', name='编排', exact=True).click()
    expect_alert(page, f'已编排 {persons} 人')
    page.get_by_role('button', name='发布准考证').click()
    answer(page, '发布')
    expect_alert(page, f'已发布 {persons} 人的准考证')


def score(desks: Desks, office: str, year: int, poor: Mapping[str, str], folder: Path) -> set[str]:
    """The name list filled in, imported and published; ``poor``: 缺考, or one score for every subject, by name.

    Returns the names on the list.
    """
    page = desks.of(office, f'/exam/results?year={year}')
    names = fetched(page, page.get_by_role('button', name='下载名单模板'))
    desks.kept[f'成绩名单模板 {office}'] = names
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(names.content)).get_sheet_by_index(0).to_python()
    head = [str(cell) for cell in sheet[0]]
    path = folder / f'{office}.xlsx'
    with xlsxwriter.Workbook(path) as book:
        table = book.add_worksheet()
        table.write_row(0, 0, head)
        for at, row in enumerate(sheet[1:], start=1):
            given = poor.get(str(row[head.index('姓名')]), '88')
            cells = {'缺考/违纪': given} if given == '缺考' else dict.fromkeys(desks.subjects[office], given)
            table.write_row(at, 0, [cells.get(label, cell) for label, cell in zip(head, row, strict=True)])
    import_rows(page, path)
    expect(page.get_by_role('dialog')).to_contain_text('已导入')
    answer(page, '完成')
    publish_all(page)
    return {str(row[head.index('姓名')]) for row in sheet[1:]}
