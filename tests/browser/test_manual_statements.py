"""The administrators' manual, chapter 3.2, for offices that use bank statements: 导入对账单 and 异常回执."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.manual import LOGINS, answer, expect_alert, first, look_for, row_of
from tests.browser.statement import hand_in, owed_on, statement

COUNTY = LOGINS['county']


def test_3_2_a_statement_is_booked_once_and_its_exceptions_are_handled(window: Window) -> None:
    page, city = window(COUNTY, '/payments/orders'), window(LOGINS['city'], '/payments/orders')
    owed = owed_on(page, 3)
    content = statement(owed)
    look_for(city, owed[0][0])
    expect(row_of(city, owed[0][1]).first).to_contain_text('待缴费')

    hand_in(page, content)
    dialog = page.get_by_role('dialog', name='导入对账单')
    expect(dialog).to_contain_text(f'确认后入账 {len(owed) - 1} 笔')
    for verdict in ('匹配', '金额不符', '未匹配'):
        expect(dialog.locator('tbody').get_by_text(verdict, exact=True).first).to_be_visible()
    answer(page, f'入账 {len(owed) - 1} 笔')
    expect(dialog).to_contain_text(f'本次入账 {len(owed) - 1}')
    with page.expect_download() as download:
        dialog.get_by_role('button', name='下载逐行结果').click()
    assert re.fullmatch(r'对账单_入账结果_\d{8}_\d{4}\.csv', download.value.suggested_filename)
    answer(page, '完成')
    expect(row_of(page, owed[0][1]).first).to_contain_text('已缴费')
    expect(row_of(city, owed[0][1]).first).to_contain_text('已缴费')  # the city's window was updated without a reload

    hand_in(page, content)
    expect(dialog).to_contain_text('导入过')
    expect(dialog).to_contain_text('没有可以入账的收款')
    answer(page, '完成')

    page.get_by_role('button', name='异常回执').click()
    expect(page.get_by_role('heading', level=1, name='异常回执')).to_be_visible()
    expect(row_of(page, '未找到缴款码').first).to_be_visible()
    look_for(page, owed[-1][0])
    expect(row_of(page, '未找到缴款码')).to_have_count(0)
    handle, name = first(page, '处理')
    assert name == owed[-1][1]
    handle.click()
    page.get_by_role('dialog').get_by_role('button', name='已补缴差额').click()
    answer(page, '确认处理')
    expect_alert(page, '已登记处理情况')
    expect(page.get_by_text('没有异常回执')).to_be_visible()
    page.get_by_role('button', name='已处理').click()
    expect(row_of(page, owed[-1][1]).first).to_contain_text('已处理')
    page.get_by_role('button', name='对账记录').click()
    expect(row_of(page, '对账单.csv').first).to_contain_text('已完成')
