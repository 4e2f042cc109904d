"""The administrators' manual, chapter 3.3: 考核结果查询, from the imported file to the candidate's phone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import Window
from tests.browser.manual import LOGINS, answer, enter, expect_alert, link, look_for, row_of, rows
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

PASS_MARK, SCHOOL = 60, '宜阳县第一高级中学'
PHONE = {'width': 390, 'height': 844}


def test_before_the_exam_scores_are_refused(window: Window) -> None:
    page = window(CITY)
    enter(page, '成绩导入', '查询', '重置', '导入成绩', '发布', '撤回', '下载名单模板')
    import_rows(page, fill_names(page))
    dialog = page.get_by_role('dialog')
    expect(dialog).to_contain_text(re.compile(r'未导入\s*\d+'))
    expect(dialog).to_contain_text('考试尚未开始')
    answer(page, '完成')
    page.get_by_role('button', name='发布', exact=True).click()
    expect_alert(page, '请先选择报考人员')


def test_3_3_1_from_the_file_to_the_phone(window: Window) -> None:
    move_clock(window(PROVINCE, WINDOWS))
    city, county = window(CITY, IMPORT), window(LOGINS['county'])
    enter(county, '考核结果查询', '查询', '重置', '导出Excel')
    expect(county.get_by_text('没有已发布的考核结果')).to_be_visible()
    path = fill_names(city)
    import_rows(city, path)
    expect(city.get_by_role('dialog')).to_contain_text(re.compile(r'已导入\s*\d+'))
    answer(city, '完成')
    expect(row_of(city, '未发布').first).to_be_visible()
    person = _somebody(city, path)
    phone = window(person['身份证号'], '/my/result', **PHONE)
    expect(phone.get_by_text('成绩尚未发布').first).to_be_visible()
    publish_all(city)
    expect(phone.get_by_text('成绩已发布')).to_be_visible()
    expect(phone.get_by_role('listitem').filter(has_text='岗位技能')).to_contain_text(person['岗位技能'])
    county.get_by_text('新到').click()
    look_for(county, person['准考证号'])
    expect(rows(county)).to_have_count(1)
    expect(rows(county)).to_contain_text(person['职业能力'])
    county.get_by_role('button', name='重置').click()
    expect(rows(county)).not_to_have_count(1)
    _totals_lead_to_their_rows(county)
    _corrected(city, phone, person)


def _totals_lead_to_their_rows(page: Page) -> None:
    strip = page.get_by_role('navigation', name='考核结果合计')
    passed = strip.get_by_role('link').filter(has_text=re.compile('^合格'))
    number = int(re.sub(r'\D', '', passed.inner_text()))
    passed.click()
    expect(page.get_by_text(f'共 {number} 条')).to_be_visible()
    expect(rows(page).first).to_contain_text('合格')
    with page.expect_download() as coming:
        page.get_by_role('button', name='导出Excel').click()
    sheet = CalamineWorkbook.from_path(str(coming.value.path())).get_sheet_by_index(0).to_python()
    assert len(sheet) == number + 1
    at = sheet[0].index('结论')
    assert {str(row[at]) for row in sheet[1:]} == {'合格'}


def _corrected(city: Page, phone: Page, person: dict[str, str]) -> None:
    """撤回 with a reason, 修改成绩, 发布 again: the phone shows each step."""
    row = row_of(city, person['准考证号'])
    row.get_by_role('checkbox').click()
    city.get_by_role('button', name='撤回').click()
    city.get_by_role('dialog').get_by_label('撤回原因').fill('岗位技能成绩登记有误')
    answer(city, '撤回')
    expect_alert(city, '已撤回 1 人')
    expect(phone.get_by_text('成绩尚未发布').first).to_be_visible()
    row.get_by_role('button', name='修改成绩').click()
    city.get_by_role('dialog').get_by_label('岗位技能').fill('12.5')
    answer(city, '保存')
    expect_alert(city, '成绩已修改')
    expect(row).to_contain_text('不合格')
    row.get_by_role('checkbox').click()
    city.get_by_role('button', name='发布', exact=True).click()
    city.get_by_role('dialog').get_by_role('button', name='发布 1 人').click()
    expect_alert(city, '已发布 1 人')
    expect(phone.get_by_role('listitem').filter(has_text='岗位技能')).to_contain_text('12.5')
    expect(phone.get_by_text('不合格', exact=True)).to_be_visible()


def test_units_have_no_menu_entry_for_results_and_cannot_open_them(window: Window) -> None:
    page = window(LOGINS['unit'])
    expect(link(page, '考核结果查询')).to_have_count(0)
    for path in (LIST, IMPORT):
        page.goto(re.sub(r'(://[^/]+).*', rf'\1{path}', page.url))
        expect(page.get_by_text('此页面只对')).to_be_visible()


def _somebody(city: Page, path: Path) -> dict[str, str]:
    """A person of the school with a pass in every subject, with the values of the file."""
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    head = [str(cell) for cell in sheet[0]]
    people = [dict(zip(head, map(str, row), strict=True)) for row in sheet[1:]]
    shown = row_of(city, SCHOOL).get_by_role('cell').all_inner_texts()
    scores = ('岗位技能', '职业道德', '职业能力')
    passed = [one for one in people if all(one[score] and float(one[score]) >= PASS_MARK for score in scores)]
    return next(one for one in passed if one['准考证号'] in shown)
