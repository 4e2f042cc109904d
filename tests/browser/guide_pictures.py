"""The screenshots of the user guide as a table: the login, the address, and what to open on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.statement import hand_in, owed_on, statement

UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE = '410327001001', '410327001000', '410327', '410300', '410000'


def rows(page: Page) -> None:
    expect(page.locator('tbody tr').first).to_be_visible()


def choose_two(page: Page) -> None:
    rows(page)
    for row in (0, 1):
        page.locator('tbody tr').nth(row).get_by_role('checkbox').click()


def dialog(label: str) -> Callable[[Page], None]:
    """Open the dialog of a toolbar button."""

    def prepare(page: Page) -> None:
        page.get_by_role('button', name=label).first.click()
        expect(page.get_by_role('dialog')).to_be_visible()

    return prepare


def first(label: str) -> Callable[[Page], None]:
    """Open the dialog of this button in the first row that has it."""

    def prepare(page: Page) -> None:
        page.locator('tbody').get_by_role('button', name=label).first.click()
        expect(page.get_by_role('dialog')).to_be_visible()

    return prepare


def sign_in_as_applicant(page: Page) -> None:
    page.get_by_role('button', name='罗军志').click()
    page.wait_for_url('**/my*')
    expect(page.get_by_role('heading', name='基本信息')).to_be_visible()


def five_by_code(page: Page) -> None:
    rows(page)
    for row in range(5):
        page.locator('tbody tr').nth(row).get_by_role('checkbox').click()
    dialog('缴费二维码')(page)


def statement_looked_through(page: Page) -> None:
    hand_in(page, statement(owed_on(page, 3)))


def sign_in_to_pay(page: Page) -> None:
    page.get_by_role('button', name='待缴费').click()
    page.wait_for_url('**/my*')
    page.get_by_role('link', name='缴费', exact=True).click()
    expect(page.get_by_role('button', name='去缴费')).to_be_visible()


def nothing(_: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot. Without a login it starts at the sign-in page."""

    login: str
    path: str = '/'
    prepare: Callable[[Page], None] = rows


SHOTS = {
    'sign-in': Shot('', prepare=nothing),
    'home': Shot(UNIT, prepare=nothing),
    'records': Shot(UNIT, '/records/rejected'),
    'deferrals': Shot(UNIT, '/deferrals', first('容缺后补备注')),
    'search': Shot(UNIT, '/search'),
    'rosters': Shot(UNIT, '/rosters/approved', choose_two),
    'statistics': Shot(DEPARTMENT, '/statistics'),
    'opinions': Shot(UNIT, '/opinions', first('反馈')),
    'marks': Shot(COUNTY, '/marks', first('详情')),
    'tickets': Shot(UNIT, '/tickets', first('查看')),
    'department': Shot(DEPARTMENT, prepare=nothing),
    'late': Shot(COUNTY, '/registrations/late', dialog('添加补报人员')),
    'exceptional': Shot(COUNTY, '/registrations/exceptional', dialog('添加破格人员')),
    'dues': Shot(COUNTY, '/payments/dues'),
    'orders': Shot(COUNTY, '/payments/orders'),
    'statement': Shot(COUNTY, '/payments/orders', statement_looked_through),
    'pay-by-code': Shot(COUNTY, '/payments/code', five_by_code),
    'fee-statistics': Shot(COUNTY, '/payments/statistics'),
    'my-payment': Shot('', prepare=sign_in_to_pay),
    'units': Shot(DEPARTMENT, '/admin/units'),
    'accounts': Shot(DEPARTMENT, '/admin/accounts', first('重置密码')),
    'reviewers': Shot(COUNTY, '/admin/reviewers'),
    'exam-sites': Shot(CITY, '/exam/sites'),
    'exam-sessions': Shot(CITY, '/exam/sites?tab=sessions', dialog('新增场次（2–5 级）')),
    'seating': Shot(CITY, '/exam/seating'),
    'windows': Shot(PROVINCE, '/year/windows'),
    'parameters': Shot(PROVINCE, '/year/parameters', nothing),
    'my-application': Shot('', prepare=sign_in_as_applicant),
}
