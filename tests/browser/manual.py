"""The menus of 3-screens §1 per role, and the steps of users who follow the manual."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from components.frame.menu import ENTRIES

REGISTRATION = (
    '人工审核', '高级技师审核', '审核通过', '审核不通过', '审核退回', '容缺后补', '报名信息查询',
    '终审通过名册', '现场审核名册',
)  # fmt: skip
NOTES = ('市级复核意见', '省级标记结果')
LATE = ('补报', '破格（一线）申报')
FEES = ('应缴报考人员列表', '网上缴费状态查询', '扫码缴费', '缴费统计')
OFFICES = ('单位管理', '用户管理')
EXAMINATION = ('考点考场', '考场编排', '成绩导入')
YEAR = (
    '考核年度',
    '时间节点',
    '收费标准',
    '考试科目',
    '工种目录',
    '申报条件参数',
    '常用意见',
    '往年报考合格库',
    '操作日志',
)

UNIT = ('首页', *REGISTRATION, '信息统计', *NOTES, '准考证查询')
DEPARTMENT = (*UNIT, *OFFICES)
COUNTY = (*UNIT, *LATE, *FEES, '考核结果查询', *OFFICES, '本级审核员管理')
CITY = (*COUNTY, *EXAMINATION, '本市时间安排')
MENUS = {
    'unit': UNIT,
    'department': DEPARTMENT,
    'county': COUNTY,
    'city': CITY,
    'province': (*COUNTY, *EXAMINATION, *YEAR),
    'reviewer': ('首页', *REGISTRATION, *NOTES),
}
LOGINS = {
    'unit': '410327001001',
    'department': '410327001000',
    'county': '410327',
    'city': '410300',
    'province': '410000',
    'reviewer': '410327-sh01',
}
HEADINGS = {'省级标记结果': '省级标记记录'}  # the manual uses different names for the entry and the page
MENU = '主菜单'


def expected(role: str) -> set[str]:
    """The entries of this role that exist."""
    return set(MENUS[role]) & {entry.title for entry in ENTRIES if entry.drawer}


def shown(page: Page) -> list[str]:
    """The entries of the menu from top to bottom, without their badges."""
    expect(page.get_by_role('navigation', name=MENU)).to_be_visible()
    links = page.get_by_role('navigation', name=MENU).get_by_role('link')
    return [str(text).strip() for text in links.evaluate_all('links => links.map(a => a.firstChild.textContent)')]


def link(page: Page, title: str) -> Locator:
    """The entry of the menu, with or without a badge."""
    name = re.compile(rf'^{re.escape(title)}( \d+\+?)?$')
    return page.get_by_role('navigation', name=MENU).get_by_role('link', name=name)


def enter(page: Page, title: str, *buttons: str) -> None:
    """Click the entry; the page shows its breadcrumb and has these buttons."""
    link(page, title).click()
    expect(page.get_by_role('heading', level=1, name=HEADINGS.get(title, title), exact=True)).to_be_visible()
    expect(page.get_by_role('navigation', name='当前位置')).to_contain_text(title)
    for button in buttons:
        expect(page.get_by_role('button', name=button).first).to_be_visible()


def rows(page: Page) -> Locator:
    return page.locator('tbody tr')


def row_of(page: Page, text: str) -> Locator:
    return rows(page).filter(has_text=text)


def first(page: Page, label: str) -> tuple[Locator, str]:
    """The button in the first row that has it, and the name of that row's person."""
    button = page.locator('tbody').get_by_role('button', name=re.compile(f'^{label} ')).first
    return button, str(button.get_attribute('aria-label')).removeprefix(f'{label} ')


def look_for(page: Page, keyword: str) -> None:
    """查询 by keyword."""
    page.get_by_label('关键字').fill(keyword)
    page.get_by_role('button', name='查询', exact=True).click()


def answer(page: Page, button: str) -> None:
    """Press a button of the open dialog."""
    page.get_by_role('dialog').get_by_role('button', name=button, exact=True).click()


def expect_alert(page: Page, sentence: str) -> None:
    """A notification shows this sentence."""
    expect(page.get_by_role('alert').filter(has_text=sentence).first).to_be_visible()
