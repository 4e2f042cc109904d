"""An empty installation lives through a year to its published results, while the next year registers.

The steps of many (entering people with their papers, passing them on at the lower offices) are done by ``bulk``; every
act of a year that the two years could mix up is done in Chromium. The first year is this one, whichever it is.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import expect

from domain import clock
from tests.browser.both_years.conftest import Desks, fetched
from tests.browser.both_years.exam_steps import score, seat, set_places, set_session
from tests.browser.both_years.money_steps import NAMELESS, pay_by_statement
from tests.browser.both_years.office_steps import (
    CITY,
    COUNTY,
    DEPARTMENT,
    HOSPITAL,
    LIBRARY,
    OTHER_COUNTY,
    OTHER_DEPARTMENT,
    PROVINCE,
    SCHOOL,
    add_office,
    add_window,
    first_sign_in,
    import_offices,
    move_clock,
    set_administrator,
    set_fees,
)
from tests.browser.both_years.printed import KEPT, LINES, people_in, sums_in, text_of, years_in
from tests.browser.manual import answer, expect_alert, row_of, rows

THEN = datetime.now(clock.SHANGHAI).year
NOW = THEN + 1
FEES = {'五级': '160', '四级': '190', '三级': '235', '二级': '300', '一级': '450'}
FIRST = {  # who: the unit and the grade
    '甲': (SCHOOL, 5), '乙': (SCHOOL, 4), '丙': (SCHOOL, 3), '丁': (LIBRARY, 2), '戊': (LIBRARY, 3),
    '己': (HOSPITAL, 4), '庚': (HOSPITAL, 5),
}  # fmt: skip


def test_the_province_begins_with_nothing_and_sets_up_the_year(desks: Desks) -> None:
    page = first_sign_in(desks, PROVINCE)
    set_fees(desks.of(PROVINCE, '/year/fees'), FEES)
    desks.of(PROVINCE, '/year/windows')
    add_window(page, '网上报名', '网上报名（五至二级）', f'{THEN}-10-08T09:00', f'{THEN}-10-20T18:00', '五至二级')
    add_window(page, '网上报名', '网上报名（一级）', f'{THEN}-10-15T09:00', f'{THEN}-11-05T18:00', '一级')
    add_window(page, '资格审核', '资格审核', f'{THEN}-10-08T09:00', f'{THEN}-11-15T18:00')
    add_window(page, '网上缴费', '网上缴费', f'{THEN}-11-16T09:00', f'{THEN}-11-25T18:00')
    add_window(page, '准考证打印', '准考证打印', f'{NOW}-01-04T09:00', f'{NOW}-01-08T18:00')
    add_window(page, '考试', '考试', f'{NOW}-01-09T00:00', f'{NOW}-01-10T23:00')


def test_each_office_sets_up_those_below_and_they_sign_in(desks: Desks) -> None:
    set_administrator(desks.of(PROVINCE, '/admin/units?keyword=洛阳市'), '洛阳市', '郭晓燕', '13900000001')
    first_sign_in(desks, CITY)
    page = desks.of(CITY, '/admin/units')
    set_administrator(page, '宜阳县', '李建国', '13900000002')
    set_administrator(page, '洛宁县', '马堃', '13900000003')
    first_sign_in(desks, COUNTY)
    page = desks.of(COUNTY, '/admin/units')
    assert add_office(page, '教育体育局') == DEPARTMENT
    set_administrator(page, '教育体育局', '赵敏', '13900000004')
    import_offices(desks.of(DEPARTMENT, '/admin/units'), {'实验中学': '', '图书馆': ''}, '1390000001')
    import_offices(desks.of(OTHER_COUNTY, '/admin/units'), {'卫健委': '', '人民医院': '卫健委'}, '1390000002')
    page = first_sign_in(desks, SCHOOL)
    expect(page.get_by_text('实验中学').first).to_be_visible()


def test_while_the_lower_grades_register_grade_one_cannot(desks: Desks) -> None:
    for who, (unit, grade) in FIRST.items():
        office = OTHER_COUNTY if unit == HOSPITAL else COUNTY
        desks.people[who] = desks.bulk('enter', office=office, unit=unit, who=who, grade=grade)
    desks.people['辛'] = desks.bulk('enter', office=COUNTY, unit=LIBRARY, who='辛', grade=4, draft=1)
    with pytest.raises(HTTPError, match='409'):
        desks.bulk('enter', office=COUNTY, unit=SCHOOL, who='壬', grade=1, draft=1)


def test_after_they_closed_grade_one_goes_on_registering(desks: Desks) -> None:
    for office in (SCHOOL, LIBRARY, DEPARTMENT, HOSPITAL, OTHER_DEPARTMENT, OTHER_COUNTY):
        desks.bulk('approve', login=office)
    move_clock(desks, f'{THEN}-10-21T09:00')
    desks.people['壬'] = desks.bulk('enter', office=COUNTY, unit=SCHOOL, who='壬', grade=1, draft=1)
    desks.people['子'] = desks.bulk('enter', office=OTHER_COUNTY, unit=HOSPITAL, who='子', grade=1)
    late = desks.phone('辛', '/my?step=submit')
    expect(late.get_by_text('不能提交（五至二级网上报名已结束；一级网上报名正在进行')).to_be_visible()
    page = desks.phone('壬', '/my?step=applied')
    page.get_by_role('combobox', name='申报等级').click()
    expect(page.get_by_role('option')).to_have_count(1)
    expect(page.get_by_role('option')).to_contain_text('一级')
    desks.bulk('submit', login=desks.people['壬']['login'])
    expect(page.get_by_text('待单位审核').first).to_be_visible()


def test_a_citys_narrower_review_time_is_followed_by_its_open_queues(desks: Desks) -> None:
    page = desks.of(COUNTY, '/review/manual')
    expect(page.get_by_text('审核截止 11月15日 18:00')).to_be_visible()
    city = desks.of(CITY, '/year/own-windows')
    add_window(city, '资格审核', '本市审核', f'{THEN}-10-08T09:00', f'{THEN}-10-31T18:00')
    expect(page.get_by_text('审核截止 10月31日 18:00')).to_be_visible()


def test_county_city_and_province_approve_those_that_came_up_to_them(desks: Desks) -> None:
    for login, persons in ((COUNTY, 5), (CITY, 7)):
        page = desks.of(login, '/review/manual')
        expect(rows(page)).to_have_count(persons)
        page.get_by_label('选择本页全部').click()
        page.get_by_role('button', name='批量通过').click()
        page.get_by_role('dialog', name='试算结果').get_by_role('button', name=f'确认通过 {persons} 人').click()
        expect(page.get_by_role('dialog', name='处理结果')).to_contain_text('未成功 0 人')
        answer(page, '知道了')
    for office in (SCHOOL, DEPARTMENT, COUNTY, CITY, HOSPITAL, OTHER_DEPARTMENT):
        desks.bulk('approve', login=office, senior=1)
    page = desks.of(PROVINCE, '/review/senior')
    page.get_by_role('button', name=f'审核 {desks.name("壬")}').click()
    expect(page.get_by_text('通过后即为终审通过')).to_be_visible()
    page.get_by_role('toolbar', name='审核操作').get_by_role('button', name='通过').first.click()
    expect_alert(page, f'{desks.name("壬")}：通过')


def test_all_pay_but_one_whose_order_is_closed(desks: Desks) -> None:
    move_clock(desks, f'{THEN}-11-17T09:00')
    phone = desks.phone('甲', '/my/payment')
    phone.get_by_role('button', name='去缴费').click()
    phone.get_by_role('button', name='确认支付').click()
    expect(phone.get_by_text('缴费成功')).to_be_visible()
    page = desks.of(COUNTY, '/payments/code')
    row_of(page, desks.name('乙')).get_by_role('button', name='缴费二维码').click()
    desks.kept['缴款单'] = fetched(page, page.get_by_role('dialog').get_by_role('button', name='打印缴款单'))
    desks.people['无'] = {'name': NAMELESS}
    pay_by_statement(desks.of(CITY, '/payments/orders'), [desks.name(who) for who in '乙丁戊己庚壬'], f'{THEN}1117')
    move_clock(desks, f'{THEN}-11-26T09:00')
    page = desks.of(COUNTY, '/payments/orders')
    page.get_by_role('button', name='刷新状态').click()
    expect(row_of(page, desks.name('丙'))).to_contain_text('已关闭')


def test_the_exam_is_in_january_and_everyone_who_paid_has_a_seat(desks: Desks) -> None:
    for office, grades, persons, day in ((CITY, '2–5 级', 6, '09'), (PROVINCE, '1 级', 1, '10')):
        set_places(desks, office, f'{office}考点', THEN)
        set_session(desks, office, grades, f'第一场（{grades}）', f'{NOW}-01-{day}')
        seat(desks, office, persons)


def test_the_next_year_becomes_current_and_shows_what_this_one_left_open(desks: Desks) -> None:
    move_clock(desks, f'{NOW}-01-05T09:30')
    page = desks.of(PROVINCE, '/year/years')
    page.get_by_role('button', name='新增考核年度').click()
    expect(page.get_by_role('dialog').get_by_label('年度')).to_have_value(str(NOW))
    answer(page, '保存')
    expect(rows(page)).to_have_count(2)
    set_fees(desks.of(PROVINCE, f'/year/fees?year={NOW}'), {'三级': '260'})
    desks.of(PROVINCE, f'/year/windows?year={NOW}')
    add_window(page, '网上报名', f'{NOW} 年网上报名', f'{NOW}-01-04T09:00', f'{NOW}-02-28T18:00')
    add_window(page, '资格审核', f'{NOW} 年资格审核', f'{NOW}-01-04T09:00', f'{NOW}-03-31T18:00')
    desks.of(PROVINCE, '/year/years')
    row_of(page, f'{NOW}').get_by_role('button', name='设为当前年度').click()
    dialog = page.get_by_role('dialog', name='设为当前年度')
    expect(dialog).to_contain_text(f'{THEN} 年度尚未办结的申报，仍按该年度的时间和规则继续办理')
    expect(dialog).to_contain_text('洛阳市：填报中 1 人、审核中 1 人、待发布成绩 7 人')
    dialog.get_by_label(f'请输入“{NOW}”以确认').fill(str(NOW))
    answer(page, '设为当前年度')
    expect_alert(page, f'{NOW} 年度已设为当前年度')


def test_on_one_day_a_county_works_on_both_years(desks: Desks) -> None:
    for who, grade in (('甲', 5), ('癸', 3)):
        desks.people[who] = desks.bulk('enter', office=COUNTY, unit=SCHOOL, who=who, grade=grade)
    for office in (SCHOOL, DEPARTMENT):
        desks.bulk('approve', login=office)
    page = desks.of(COUNTY, '/review/manual')
    expect(rows(page)).to_have_count(2)
    page.get_by_role('button', name=f'审核 {desks.name("癸")}').click()
    page.get_by_role('toolbar', name='审核操作').get_by_role('button', name='通过').first.click()
    expect_alert(page, f'{desks.name("癸")}：通过')
    desks.bulk('approve', login=CITY)

    page = desks.of(COUNTY, f'/payments/orders?year={THEN}')
    expect(page.get_by_text(f'正在查看往年：{THEN} 年度')).to_be_visible()
    row_of(page, desks.name('戊')).get_by_role('button', name='退费').click()
    page.get_by_role('dialog', name='退费').get_by_label('原因').fill('本人因病不能参加考试')
    answer(page, '确认退费')
    expect(row_of(page, desks.name('戊'))).to_contain_text('已退费')
    phone = desks.phone('甲', f'/my/ticket?year={THEN}')
    desks.kept['准考证 本人'] = fetched(phone, phone.get_by_role('button', name='下载准考证'))
    page = desks.of(COUNTY, f'/tickets?year={THEN}')
    page.get_by_role('button', name='选择全部查询结果').click()
    page.get_by_role('button', name='批量打印').click()
    desks.kept['准考证'] = fetched(page, page.get_by_role('dialog').get_by_role('button', name='打印 4 张'))


def test_the_results_of_the_exam_are_published_while_the_next_year_registers(desks: Desks, tmp_path: Path) -> None:
    move_clock(desks, f'{NOW}-01-12T09:00')
    poor = {desks.name('甲'): '41.5', desks.name('庚'): '缺考'}
    assert score(desks, CITY, THEN, poor, tmp_path) == {desks.name(who) for who in '甲乙丁己庚'}
    assert score(desks, PROVINCE, THEN, poor, tmp_path) == {desks.name('壬')}
    late = desks.of(OTHER_COUNTY, '/review/senior')
    expect(row_of(late, desks.name('子'))).to_contain_text(str(THEN))


def test_a_person_of_both_years_sees_both(desks: Desks) -> None:
    page = desks.phone('甲', '/my/result')  # opens with the result that is there
    expect(page.get_by_role('heading', level=1)).to_have_text(f'{THEN} 年度考核结果')
    expect(page.get_by_role('status').filter(has_text='考核结论')).to_contain_text('不合格')
    page.get_by_role('button', name=f'{NOW} 年度').click()
    expect(page.get_by_role('heading', level=1)).to_have_text(f'{NOW} 年度考核结果')
    page = desks.phone('甲', '/my')
    expect(page.get_by_role('heading', level=1)).to_have_text(f'{NOW} 年度报名')
    expect(page.get_by_text('待县区审核').first).to_be_visible()
    page.get_by_role('button', name=f'{THEN} 年度').click()
    expect(page.get_by_role('heading', level=1)).to_have_text(f'{THEN} 年度报名')
    expect(page.get_by_text('终审通过').first).to_be_visible()


@pytest.mark.parametrize('year', [THEN, NOW])
def test_every_list_and_paper_has_the_people_and_the_title_of_its_own_year(desks: Desks, year: int) -> None:
    for line in LINES:
        people = ''.join(sorted(line.then if year == THEN else line.now))
        page = desks.of(line.login, f'{line.path}?year={year}')
        expect(page.locator('.tag.year')).to_have_text(re.compile(f'^{year} 年度'))
        if line.count:
            expect(page.get_by_text(line.count.format(len(people)), exact=True).first).to_be_visible()
        if not people:
            expect(rows(page)).to_have_count(0)
            continue
        file, about = line.press(page), (line.title, year)
        assert file.name.startswith(f'{year}年{line.title}_'), about
        assert years_in(file.name + text_of(file)) == {year}, about
        if line.sums:
            wanted = line.sums[year - THEN].items()
            assert all(sums.items() >= wanted for sums in sums_in(file)), about
        else:
            assert people_in(desks, file) == people, about


def test_what_was_printed_in_its_time_has_the_title_of_its_year(desks: Desks) -> None:
    assert desks.kept.keys() == KEPT.keys()
    for title, people in KEPT.items():
        file = desks.kept[title]
        assert file.name.startswith(f'{THEN}年{title.split()[0]}_'), title
        assert years_in(file.name + text_of(file)) == {THEN}, title
        assert people_in(desks, file) == ''.join(sorted(people)), title


def test_a_queue_waits_over_both_years_and_says_the_year_of_each(desks: Desks) -> None:
    for login, path, who, year in ((COUNTY, '/review/manual', '甲', NOW), (OTHER_COUNTY, '/review/senior', '子', THEN)):
        file = fetched(desks.of(login, path), desks.of(login).get_by_role('button', name='导出Excel'))
        assert years_in(file.name) == set()
        assert people_in(desks, file) == who
        assert str(year) in text_of(file).split('\n')
