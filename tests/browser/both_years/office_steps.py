"""Steps of the offices in Chromium: first sign-in, offices below, windows, fees, the clock."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import xlsxwriter
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.both_years.conftest import Desks
from tests.browser.conftest import settle
from tests.browser.manual import answer, expect_alert, row_of

PROVINCE, CITY, COUNTY, OTHER_COUNTY = '410000', '410300', '410327', '410328'
DEPARTMENT, SCHOOL, LIBRARY = '410327001000', '410327001001', '410327001002'
OTHER_DEPARTMENT, HOSPITAL = '410328001000', '410328001001'
INITIAL, PASSWORD = '123', 'Gongkao#2580'


def first_sign_in(desks: Desks, login: str) -> Page:
    """With 123; only a new password opens the rest."""
    page = desks.blank(login)
    page.goto(f'{desks.address}/sign-in')
    settle(page)
    page.get_by_label('账号').fill(login)
    page.get_by_label('密码', exact=True).fill(INITIAL)
    page.get_by_role('button', name='登录', exact=True).click()
    expect(page.get_by_role('heading', name='修改密码')).to_be_visible()
    settle(page)
    for label in ('新密码', '再次输入新密码'):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role('button', name='保存新密码').click()
    expect(page.get_by_role('navigation', name='主菜单')).to_be_visible()
    return page


def choose(page: Page, dialog: Locator, label: str, option: str) -> None:
    """An option of a select in the dialog."""
    dialog.get_by_role('combobox', name=label).click()
    page.get_by_role('option', name=option, exact=True).click()


def add_office(page: Page, name: str) -> str:
    """新增下级单位 below the own office; returns its code."""
    page.get_by_role('button', name='新增下级单位').click()
    dialog = page.get_by_role('dialog')
    dialog.get_by_label('单位名称').fill(name)
    answer(page, '保存')
    expect(dialog).to_have_count(0)
    expect(row_of(page, name)).to_have_count(1)
    found = re.search(r'\b\d{12}\b', row_of(page, name).inner_text())
    assert found
    return found.group()


def import_offices(page: Page, offices: Mapping[str, str], mobile: str) -> None:
    """导入单位 of these offices with their superiors (none: the own one) and administrators."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as book:
        table = book.add_worksheet()
        table.write_row(0, 0, ('上级单位', '单位名称', '管理员姓名', '管理员手机号'))
        for at, (name, above) in enumerate(offices.items(), start=1):
            table.write_row(at, 0, (above, name, '张卫东', f'{mobile}{at}'))
    page.get_by_role('button', name='导入单位').click()
    file: FilePayload = {'name': '单位.xlsx', 'mimeType': 'application/xlsx', 'buffer': content.getvalue()}
    page.get_by_role('dialog').locator('input[type=file]').set_input_files(file)
    expect(page.get_by_role('dialog')).to_contain_text(re.compile(f'已新增\\s*{len(offices)}'))
    answer(page, '完成')


def set_administrator(page: Page, office: str, name: str, mobile: str) -> None:
    """设置所属单位管理员 of an office in the list."""
    row_of(page, office).get_by_role('button', name='设置所属单位管理员').click()
    dialog = page.get_by_role('dialog')
    dialog.get_by_label('管理员姓名').fill(name)
    dialog.get_by_label('手机号').fill(mobile)
    answer(page, '保存')
    expect(dialog).to_have_count(0)


def set_fees(page: Page, fees: Mapping[str, str]) -> None:
    """收费标准 of the year on the page, yuan by the grade's name."""
    for grade, yuan in fees.items():
        page.get_by_label(re.compile(f'^{grade}.*（元）$')).fill(yuan)
    page.get_by_role('button', name='保存', exact=True).click()
    expect_alert(page, '收费标准已保存')


def add_window(page: Page, kind: str, name: str, opens: str, closes: str, grades: str = '') -> None:
    """新增时间节点 on the province's page, or 新增本市时间 on a city's."""
    page.get_by_role('button', name=re.compile('^新增(时间节点|本市时间)$')).click()
    dialog = page.get_by_role('dialog')
    choose(page, dialog, '类别', kind)
    dialog.get_by_label('名称').fill(name)
    if grades:
        choose(page, dialog, '适用等级', grades)
    dialog.get_by_label('开始时间').fill(opens)
    dialog.get_by_label('结束时间').fill(closes)
    answer(page, '保存')
    expect(dialog).to_have_count(0)
    expect(row_of(page, name)).to_have_count(1)


def move_clock(desks: Desks, moment: str) -> None:
    """演示时钟 of the province."""
    page = desks.of(PROVINCE, '/year/windows')
    page.get_by_role('button', name='演示时钟').click()
    dialog = page.get_by_role('dialog')
    dialog.get_by_label('或指定时间').fill(moment)
    answer(page, '调整')
    expect_alert(page, f'演示时间已调整到 {moment.replace("T", " ")}')
