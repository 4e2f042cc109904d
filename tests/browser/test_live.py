"""Two Chromium windows: what one decides the other sees by itself, and nothing under their hands moves."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Window, settle

COUNTY, REVIEWER, DEPARTMENT = '410327', '410327-sh01', '410327001000'
NEARLY_DONE = '罗军志'  # an applicant whom the sign-in page offers


def names(page: Page) -> list[str]:
    return [text.strip() for text in page.locator('tbody tr td:nth-child(3)').all_inner_texts()]


def first_review(page: Page) -> str:
    """Open the first of the queue; returns the applicant's name."""
    page.get_by_role('button', name='连续审核').click()
    page.wait_for_url('**/review/manual/*')
    expect(page.get_by_text('通过后提交至')).to_be_visible()
    return page.locator('h1').inner_text()


def test_a_decision_is_seen_elsewhere_and_leaves_the_hands_alone(window: Window) -> None:
    watching, deciding = window(REVIEWER, '/review/manual'), window(COUNTY, '/review/manual')
    rows = watching.locator('tbody tr')
    expect(rows.nth(3)).to_be_visible()
    rows.nth(2).get_by_role('checkbox').press(' ')
    expect(watching.get_by_text('已选')).to_be_visible()
    expect(rows.nth(2).get_by_role('checkbox')).to_be_focused()
    watching.get_by_label('关键字').fill('还没有查询的字')
    before = names(watching)
    name = first_review(deciding)
    expect(rows.first).to_contain_text('正在审核')
    deciding.keyboard.press('a')
    expect(rows.first).to_contain_text('已通过')
    assert before[0] == name
    assert names(watching) == before
    assert watching.get_by_label('关键字').input_value() == '还没有查询的字'
    expect(rows.nth(2).get_by_role('checkbox')).to_be_checked()


def test_new_rows_are_announced_and_shown_on_request(window: Window) -> None:
    county, below = window(COUNTY, '/review/manual'), window(DEPARTMENT, '/review/manual')
    before = names(county)
    name = first_review(below)
    below.keyboard.press('a')
    pill = county.get_by_role('button', name='新到 1 条')
    expect(pill).to_be_visible()
    assert names(county) == before
    pill.click()
    expect(pill).to_be_hidden()
    county.get_by_label('关键字').fill(name)
    county.get_by_role('button', name='查询').click()
    expect(county.locator('tbody tr')).to_have_count(1)


def test_the_second_to_decide_sees_who_was_first_and_keeps_the_typed_reason(window: Window) -> None:
    slow = window(REVIEWER, '/review/manual')
    name = first_review(slow)
    slow.keyboard.press('r')
    slow.get_by_role('dialog').get_by_label('原因').fill('证书照片不清晰，请重新上传')
    quick = window(COUNTY)
    quick.goto(slow.url)
    settle(quick)
    expect(quick.get_by_role('heading', name=name)).to_be_visible()
    quick.keyboard.press('a')
    expect(quick.get_by_text(f'{name}：通过')).to_be_visible()
    expect(slow.get_by_text('刚刚对该申报作出“通过”')).to_be_visible()
    slow.get_by_role('dialog').get_by_role('button', name='确认退回本人').click()
    conflict = slow.get_by_role('dialog').filter(has_text='该申报已被处理')
    expect(conflict).to_contain_text('宜阳县')
    expect(conflict).to_contain_text('证书照片不清晰，请重新上传')
    conflict.get_by_role('button', name='查看最新状态').click()
    expect(slow.get_by_text('待市级审核').first).to_be_visible()


def test_several_applications_are_passed_after_a_dry_run(window: Window) -> None:
    page = window(COUNTY, '/review/manual')
    page.get_by_label('选择本页全部').click()
    page.get_by_role('button', name='批量通过').click()
    forecast = page.get_by_role('dialog', name='试算结果')
    expect(forecast).to_contain_text('不能处理 0 人')
    forecast.get_by_role('button', name='确认通过').click()
    result = page.get_by_role('dialog', name='处理结果')
    expect(result).to_contain_text('未成功 0 人')
    result.get_by_role('button', name='知道了').click()
    expect(page.get_by_text('待审核 0 人')).to_be_visible()


def test_a_reload_and_the_back_button_show_the_same_view(window: Window) -> None:
    page = window('410300', '/review/manual')
    page.get_by_role('combobox', name='申报等级').click()
    page.get_by_role('option', name='三级').click()
    page.keyboard.press('Escape')
    page.get_by_role('button', name='查询').click()
    expect(page).to_have_url(re.compile('grades=3'))  # the address comes before the rows
    expect(page.locator('tbody tr').filter(has_not_text='三级')).to_have_count(0)
    shown = names(page)
    page.reload()
    settle(page)
    expect(page.locator('tbody tr').first).to_be_visible()
    assert names(page) == shown
    page.locator('tbody tr').first.get_by_role('button', name='审核').click()
    page.wait_for_url('**/review/manual/*')
    page.go_back()
    expect(page.locator('tbody tr').first).to_be_visible()
    assert names(page) == shown


def test_signing_out_in_one_tab_ends_the_other(window: Window) -> None:
    page = window(DEPARTMENT)
    other = page.context.new_page()
    other.goto(page.url)
    settle(other)
    page.get_by_label('账号菜单').click()
    page.get_by_text('退出登录').click()
    page.wait_for_url('**/sign-in*')
    other.wait_for_url('**/sign-in*')


def test_the_initial_password_opens_only_the_page_that_changes_it(window: Window) -> None:
    page = window('410327003002', password='123')
    expect(page.get_by_text('您使用的是初始密码')).to_be_visible()
    page.goto(page.url.split('/password')[0] + '/review/manual')
    expect(page.get_by_text('您使用的是初始密码')).to_be_visible()
    page.get_by_label('新密码', exact=True).fill(f'{PASSWORD}x')
    page.get_by_label('再次输入新密码').fill(f'{PASSWORD}x')
    page.get_by_role('button', name='保存新密码').click()
    expect(page.get_by_role('heading', name='人工审核')).to_be_visible()


def test_a_double_click_acts_once_whatever_comes_under_the_pointer(window: Window) -> None:
    page = window(None)
    page.get_by_role('button', name=NEARLY_DONE).click()
    page.wait_for_url('**/my*')
    settle(page)
    page.clock.install()
    page.clock.pause_at(page.evaluate('Date.now() + 60_000'))
    onward = page.get_by_role('button', name='下一步')
    here = page.locator('.step.on')
    page.get_by_role('button', name='1 基本信息').click()
    expect(here).to_have_text('1 基本信息')
    for later in (0, 150, 450):
        page.clock.run_for(600)
        expect(here).to_contain_text('1 ')
        onward.click()
        expect(here).to_contain_text('2 ')
        page.clock.run_for(later)
        onward.click()
        page.clock.run_for(600)
        page.get_by_role('button', name='上一步').click()
        expect(here).to_contain_text('1 ')
