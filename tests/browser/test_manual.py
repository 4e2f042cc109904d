"""The administrators' manual, its first half: signing in, the menus, and the chapters of a unit's administrator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from components.frame.menu import ENTRIES
from tests import samples
from tests.browser.conftest import Window
from tests.browser.manual import LOGINS, answer, enter, expect_alert, expected, first, look_for, row_of, rows, shown

UNIT, DEPARTMENT, COUNTY = LOGINS['unit'], LOGINS['department'], LOGINS['county']
ROAD_CENTRE = '410327003001'  # its applicants of grade 1 have no deferral and no materials uploaded by the office yet


@pytest.mark.parametrize('role', LOGINS)
def test_each_role_has_its_menu_and_all_other_pages_are_refused(window: Window, demo: str, role: str) -> None:
    page = window(LOGINS[role])
    titles = shown(page)
    assert set(titles) == expected(role)
    assert titles == [entry.title for entry in ENTRIES if entry.title in expected(role)]
    for entry in ENTRIES:
        if entry.title not in titles and entry.drawer:
            refusal = page.request.get(demo + entry.path)
            assert refusal.status == 403, entry.title
            assert '无权访问' in refusal.text()


def test_login(window: Window) -> None:
    page = window(None)
    for login in (UNIT, '999999'):
        page.get_by_label('账号').fill(login)
        page.get_by_label('密码', exact=True).fill('Wrong@2026')
        page.get_by_role('button', name='登录', exact=True).click()
        expect(page.get_by_text('账号或密码错误')).to_be_visible()
    page = window('410327003002', password='123')
    expect(page.get_by_role('heading', name='修改密码')).to_be_visible()
    expect(page.get_by_role('navigation', name='主菜单')).to_have_count(0)


def test_login_own_profile(window: Window) -> None:
    page = window(UNIT)
    page.get_by_label('账号菜单').click()
    page.get_by_text('个人信息', exact=True).click()
    expect(page.get_by_role('tab', name='修改密码')).to_be_visible()
    page.get_by_label('手机号').fill('13903790001')
    page.get_by_role('button', name='保存').click()
    expect_alert(page, '个人信息已保存')
    assert shown(window('13903790001')) == shown(page)  # the mobile can also be used to sign in


def test_1_1_1_manual_review(window: Window) -> None:
    page, above = window(UNIT), window(DEPARTMENT)
    enter(page, '人工审核', '查询', '重置', '连续审核', '批量通过', '批量退回', '导出Excel', '详情', '审核')
    review, name = first(page, '审核')
    review.click()
    bar = page.get_by_role('toolbar', name='审核操作')
    for button in ('退回本人', '不通过'):
        expect(bar.get_by_role('button', name=button)).to_be_visible()
    bar.get_by_role('button', name='通过').first.click()
    expect_alert(page, f'{name}：通过')
    enter(above, '人工审核')
    look_for(above, name)
    expect(row_of(above, name)).to_have_count(1)


def test_1_1_2_senior_review(window: Window) -> None:
    page = window(ROAD_CENTRE)
    enter(page, '高级技师审核', '连续审核', '导出Excel', '详情', '审核')
    expect(page.get_by_role('button', name='批量通过')).to_have_count(0)  # they are decided one by one
    review, name = first(page, '审核')
    review.click()
    page.get_by_role('button', name='添加身份证号').click()
    answer(page, '核对')
    expect(page.get_by_role('dialog')).to_contain_text('第二份申报')  # the result, below which the buttons move
    answer(page, '取消')
    expect(page.get_by_role('dialog')).to_have_count(0)
    page.get_by_role('button', name='往年报考合格库').click()
    expect(page.get_by_role('dialog')).to_contain_text(re.compile('证书编号|未查询到往年报考合格记录'))
    answer(page, '关闭')
    bar = page.get_by_role('toolbar', name='审核操作')
    bar.get_by_role('button', name='通过').first.click()
    expect(bar.get_by_text('请先上传工资表')).to_be_visible()
    page.get_by_role('radio', name='是', exact=True).click()
    note = page.get_by_role('dialog', name='容缺后补备注')
    note.get_by_role('checkbox', name='工资表').set_checked(True)
    note.get_by_label('补齐日期').fill(str(note.get_by_label('补齐日期').get_attribute('min')))
    note.get_by_role('textbox', name='容缺后补备注').fill('工资表待盖章')
    answer(page, '确定')
    expect(page.get_by_text('工资表待盖章').first).to_be_visible()
    bar.get_by_role('button', name='通过').first.click()
    expect_alert(page, f'{name}：通过')


def test_1_1_3_review_records(window: Window) -> None:
    page = window(UNIT)
    enter(page, '审核通过', '详情')
    enter(page, '审核退回', '详情')
    enter(page, '审核不通过', '详情', '退回重新申报')
    reopen, name = first(page, '退回重新申报')
    reopen.click()
    page.get_by_role('dialog').get_by_label('原因').fill('材料已补齐，可重新申报')
    answer(page, '确认退回重新申报')
    expect_alert(page, f'{name}：已退回重新申报')
    expect(row_of(page, name)).to_have_count(0)


def test_1_1_4_deferred_materials(window: Window, tmp_path: Path) -> None:
    salary = tmp_path / '工资表.pdf'
    salary.write_bytes(samples.pdf())
    page, county = window(UNIT), window(COUNTY)
    enter(page, '容缺后补', '详情', '容缺后补备注', '上传')
    supply, name = first(page, '上传')
    expect(page.get_by_role('button', name=f'确认材料已补 {name}')).to_be_disabled()
    page.get_by_role('button', name=f'容缺后补备注 {name}').click()
    expect(page.get_by_role('dialog')).to_contain_text('盖章后补交')
    answer(page, '关闭')
    supply.click()
    with page.expect_file_chooser() as chooser:
        page.get_by_label('上传工资表', exact=True).click()
    chooser.value.set_files(str(salary))
    answer(page, '确认材料已补')
    expect(row_of(page, name)).to_contain_text('已补待复核')
    enter(county, '容缺后补')
    look_for(county, name)
    expect(county.get_by_role('button', name=f'复核不通过 {name}')).to_be_visible()
    county.get_by_role('button', name=f'复核通过 {name}').click()
    expect(row_of(county, name)).to_contain_text('已复核')
    expect(row_of(page, name)).to_contain_text('已复核')


def test_1_1_5_search(window: Window) -> None:
    page = window(UNIT)
    enter(page, '报名信息查询', '查询', '重置', '导出Excel', '显示列')
    _, name = first(page, '详情')
    look_for(page, name)
    expect(row_of(page, name)).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role('button', name='导出Excel').click()
    assert download.value.suggested_filename.endswith('.xlsx')
    page.get_by_role('button', name=f'详情 {name}').click()
    expect(page.get_by_role('heading', level=1, name=name)).to_be_visible()


def test_1_1_5_rosters(window: Window) -> None:
    page = window(UNIT)
    for title in ('终审通过名册', '现场审核名册'):
        enter(page, title, '导出PDF', '导出Excel', '选择全部查询结果')
        expect(rows(page).first).to_be_visible()
    page.get_by_role('button', name='导出PDF').click()  # once: the alert of a first time would still be there
    expect_alert(page, '请先选择报考人员')
    rows(page).first.get_by_role('checkbox').click()
    page.get_by_role('button', name='导出PDF').click()
    with page.expect_download() as download:
        answer(page, '导出 1 人')
    assert download.value.path().read_bytes().startswith(b'%PDF')


def test_1_1_6_opinions_and_marks(window: Window) -> None:
    page = window(UNIT)
    enter(page, '省级标记结果', '查询')
    enter(page, '市级复核意见', '详情', '反馈')
    reply, name = first(page, '反馈')
    reply.click()
    page.get_by_role('dialog').get_by_role('textbox', name='反馈内容').fill('已核实，岗位与工种一致')
    answer(page, '提交反馈')
    expect_alert(page, f'{name}：已反馈')
    expect(row_of(page, name)).to_contain_text('已反馈')


def test_1_1_statistics(window: Window) -> None:
    page = window(UNIT)
    enter(page, '信息统计', '导出Excel')
    total = page.locator('tbody tr.sum a').last
    number = total.inner_text()
    total.click()
    expect(page.get_by_role('heading', level=1, name='报名信息查询')).to_be_visible()
    expect(page.get_by_text(f'共 {number} 条')).to_be_visible()
