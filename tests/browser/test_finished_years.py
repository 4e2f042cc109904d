"""A finished year in Chromium: an office leafs back to its results, an applicant to the own one."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from domain.demo.calendar import FINISHED
from tests.browser.conftest import Window, settle
from tests.browser.manual import enter, rows

CITY, LAST = '410300', FINISHED[-1]


def test_a_city_leafs_back_to_the_published_results_of_last_year(window: Window) -> None:
    page = window(CITY)
    enter(page, '考核结果查询', '导出Excel')
    expect(page.get_by_text('也可放宽查询条件，或在页面顶部切换年度')).to_be_visible()
    page.get_by_role('button', name='切换年度').click()
    page.get_by_text(f'{LAST} 年度').click()
    page.wait_for_url(f'**/results?year={LAST}')
    settle(page)
    expect(page.get_by_text(f'正在查看往年：{LAST} 年度')).to_be_visible()
    expect(rows(page).first).to_contain_text(re.compile('合格|缺考|违纪'))


def test_an_applicant_sees_the_result_of_last_year_beside_this_years_application(window: Window) -> None:
    page = window(None)
    page.get_by_role('button', name=re.compile('报考人员.*往年合格')).click()
    page.wait_for_url('**/my*')
    settle(page)
    page.goto(page.url.split('/my')[0] + '/my/result')
    settle(page)
    expect(page.get_by_text('您已通过本年度考核')).to_be_visible()  # it opens with the year that has a result
    page.get_by_role('button', name=f'{LAST + 1} 年度').click()
    expect(page.get_by_text('尚未终审通过').first).to_be_visible()
