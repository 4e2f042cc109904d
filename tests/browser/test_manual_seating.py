"""考务管理 of a city: rooms and sessions, additional persons seated, publication, sign-in sheets, withdrawal."""

from __future__ import annotations

import re

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from domain.demo.applications.forms import YEAR
from tests.browser.conftest import Window
from tests.browser.manual import LOGINS, answer, enter, expect_alert, row_of, rows

CITY, SEED = LOGINS['city'], '20260411'


def card(page: Page, title: str) -> Locator:
    """The number on a card."""
    return page.locator('a.stat', has=page.locator('.name', has_text=title)).locator('.n')


def test_sites_and_rooms(window: Window) -> None:
    page = window(CITY)
    enter(page, '考点考场', '新增考点', '批量添加考场', '新增考场')
    page.get_by_role('button', name='新增考点').click()
    dialog = page.get_by_role('dialog', name='新增考点')
    expect(dialog.get_by_label('考点编号')).to_have_value('03')
    dialog.get_by_label('考点编号').fill('01')
    dialog.get_by_label('考点名称').fill('宜阳县职业教育中心')
    dialog.get_by_label('地址').fill('宜阳县红旗东路 6 号')
    answer(page, '保存')
    expect(dialog).to_contain_text('考点编号 01 已被使用')
    dialog.get_by_label('考点编号').fill('03')
    answer(page, '保存')
    expect(page.get_by_role('heading', name='03 宜阳县职业教育中心 的考场')).to_be_visible()
    page.get_by_role('button', name='批量添加考场').click()
    dialog = page.get_by_role('dialog', name='批量添加考场')
    dialog.get_by_label('结束编号').fill('4')
    dialog.get_by_label('每个考场座位数').fill('25')
    answer(page, '添加')
    expect_alert(page, '已添加 4 个考场')
    expect(row_of(page, '宜阳县职业教育中心')).to_contain_text('100')
    row_of(page, '第 4 考场').get_by_role('button', name=re.compile('^编辑')).click()
    page.get_by_role('dialog', name='编辑考场').get_by_label('座位数').fill('20')
    answer(page, '保存')
    expect(row_of(page, '宜阳县职业教育中心')).to_contain_text('95')
    page.get_by_role('button', name='删除 洛阳市职业技能考核中心').click()
    answer(page, '删除')
    expect(page.get_by_role('dialog', name='不能删除')).to_contain_text(re.compile(r'已编排 \d+ 人，不能删除'))
    answer(page, '取消')


def test_sessions(window: Window) -> None:
    page = window(CITY)
    enter(page, '考点考场')
    page.get_by_role('button', name='考试场次', exact=True).click()
    expect(rows(page)).to_have_count(3)
    day = row_of(page, '第三场（二级）').locator('td').nth(2).inner_text()
    page.get_by_role('button', name='新增场次（2–5 级）').click()
    dialog = page.get_by_role('dialog', name='新增场次')
    dialog.get_by_label('场次名称').fill('第四场（补充）')
    dialog.get_by_label('考试日期').fill(day)
    for subject, hours in (('岗位技能', '09:00-10:30'), ('职业道德', '10:40-11:20'), ('职业能力', '11:00-12:10')):
        dialog.get_by_label(subject).fill(hours)
    answer(page, '保存')
    expect(dialog).to_contain_text('与职业道德的时间重叠')
    dialog.get_by_label('职业能力').fill('11:30-12:10')
    answer(page, '保存')
    expect(dialog).to_contain_text('同一考场不能同时用于两个场次')
    for subject, hours in (('岗位技能', '14:00-15:30'), ('职业道德', '15:40-16:20'), ('职业能力', '16:30-17:10')):
        dialog.get_by_label(subject).fill(hours)
    answer(page, '保存')
    expect_alert(page, '场次已新增')
    expect(row_of(page, '第四场（补充）')).to_contain_text('职业能力 16:30-17:10')


def test_additional_persons_are_seated_and_published(window: Window) -> None:
    page, other = window(CITY), window(CITY)
    enter(page, '考场编排', '补充编排')
    enter(other, '考场编排', '补充编排')
    ready, waiting = (int(card(page, title).inner_text()) for title in ('可编排人员', '待编排'))
    assert waiting > 0
    page.get_by_label('随机种子').fill(SEED)
    page.get_by_role('button', name='补充编排').click()
    expect_alert(page, f'已编排 {waiting} 人（种子 {SEED}）')
    for one in (page, other):  # the second window by itself
        expect(one.locator('table.plans tbody tr').first).to_contain_text('可复现')
        expect(one.get_by_role('button', name='重新编排')).to_be_visible()
        expect(card(one, '已有座位')).to_have_text(str(ready))
    page.get_by_role('button', name='发布准考证').click()
    expect(page.get_by_role('dialog')).to_contain_text(f'确认发布 {waiting} 人的准考证')
    answer(page, '发布')
    expect_alert(page, f'已发布 {waiting} 人的准考证')
    expect(other.locator('table.plans tbody tr').filter(has_text='已发布')).to_have_count(2)
    expect(other.get_by_role('button', name='补充编排')).to_be_disabled()


def test_sign_in_sheets_and_workbook(window: Window) -> None:
    page = window(CITY)
    enter(page, '考场编排', '打印签到表', '导出Excel')
    page.get_by_role('button', name='打印签到表').click()
    expect_alert(page, '请先选择考场')
    with page.expect_download() as download:
        rows(page).filter(has_text='第二场').first.get_by_role('button', name=re.compile('^签到表')).click()
    with pypdfium2.PdfDocument(download.value.path()) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert '考场签到表' in text
    assert '第二场（三级）' in text
    page.get_by_role('button', name='导出Excel').click()
    with page.expect_download() as download:
        page.get_by_role('dialog').get_by_role('button', name=re.compile('^导出')).click()
    assert download.value.suggested_filename.startswith(f'{YEAR}年考场编排表')


def test_after_a_withdrawal_the_same_seed_gives_the_same_seats(window: Window) -> None:
    page = window(CITY)
    enter(page, '考场编排')
    expect(page.locator('.listing tbody tr').first).to_be_visible()
    before = page.locator('.listing tbody tr').all_inner_texts()
    newest = page.locator('table.plans tbody tr').first
    newest.get_by_role('button', name=re.compile('^撤回准考证')).click()
    dialog = page.get_by_role('dialog', name='撤回准考证')
    answer(page, '撤回')
    expect(dialog).to_contain_text('请填写撤回原因')
    dialog.get_by_label('撤回原因').fill('考点停电，重新安排')
    answer(page, '撤回')
    expect_alert(page, '的准考证')
    expect(newest).to_contain_text('未发布')
    for seed in ('20260412', SEED):
        page.get_by_label('随机种子').fill(seed)
        page.get_by_role('button', name='重新编排').click()
        expect(newest).to_contain_text(seed)
    page.get_by_role('button', name='发布准考证').click()
    answer(page, '发布')
    expect(newest).to_contain_text('已发布')
    page.reload()
    expect(page.locator('.listing tbody tr').first).to_be_visible()
    assert page.locator('.listing tbody tr').all_inner_texts() == before
