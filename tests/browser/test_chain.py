"""The whole route of one application in Chromium: submitted, passed, returned with two pins, corrected, approved."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests import samples
from tests.browser.conftest import Window, settle

NEARLY_DONE = '罗军志'  # of 宜阳县第一高级中学: only the address and the certificate are missing
UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE = '410327001001', '410327001000', '410327', '410300', '410000'


def applicant(window: Window) -> Page:
    """The applicant offered by the sign-in page, signed in by one click."""
    page = window(None)
    page.get_by_role('button', name=NEARLY_DONE).click()
    page.wait_for_url('**/my*')
    settle(page)
    return page


def step(page: Page, title: str) -> None:
    page.get_by_role('button', name=title).first.click()
    expect(page.get_by_role('heading', name=title, exact=True)).to_be_visible()


def upload(page: Page, material: str, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_label(f'上传{material}', exact=True).click()
    chooser.value.set_files(str(file))
    expect(page.get_by_label(f'查看{material}：{file.name}').first).to_be_visible()


def submit(page: Page) -> None:
    step(page, '预审与提交')
    page.get_by_role('button', name='提交', exact=True).click()
    page.get_by_role('dialog').get_by_role('button', name='提交').click()


def open_review(window: Window, login: str, name: str, queue: str = '/review/manual') -> Page:
    """The review page of this person, opened from the queue like a reviewer does."""
    page = window(login, queue)
    page.get_by_label('关键字').fill(name)
    page.get_by_role('button', name='查询').click()
    page.get_by_role('button', name=f'审核 {name}').click()
    expect(page.get_by_role('heading', name=name)).to_be_visible()
    return page


def approve(window: Window, login: str, name: str) -> None:
    page = open_review(window, login, name)
    page.get_by_role('button', name='通过', exact=False).first.click()
    expect(page.get_by_text(f'{name}：通过')).to_be_visible()


def pin(page: Page, what: str, remark: str) -> None:
    dialog = page.get_by_role('dialog')
    dialog.locator('.q-select').click()
    expect(page.get_by_role('option').first).to_be_visible()
    page.keyboard.type(what, delay=20)
    page.get_by_role('option', name=what).first.click()
    dialog.get_by_label(f'{what}的修改要求').fill(remark)


def test_from_the_applicant_to_the_final_approval_and_back_once(window: Window, tmp_path: Path) -> None:
    certificate, photo = tmp_path / '现等级证书.pdf', tmp_path / '证件照.jpg'
    certificate.write_bytes(samples.pdf())
    photo.write_bytes(samples.photo(600, 840))

    mine = applicant(window)
    step(mine, '基本信息')
    mine.get_by_label('通讯地址').fill('洛阳市宜阳县文化路 8 号')
    mine.get_by_label('通讯地址').press('Tab')
    expect(mine.get_by_text('已保存')).to_be_visible()
    step(mine, '材料')
    upload(mine, '现等级证书', certificate)
    submit(mine)
    expect(mine.get_by_text('待单位审核').first).to_be_visible()

    approve(window, UNIT, NEARLY_DONE)
    expect(mine.get_by_text('待主管单位审核').first).to_be_visible()  # by itself, without a reload
    approve(window, DEPARTMENT, NEARLY_DONE)

    county = open_review(window, COUNTY, NEARLY_DONE)
    county.keyboard.press('r')
    dialog = county.get_by_role('dialog')
    dialog.get_by_label('原因').fill('参加工作时间与档案不一致，\n证件照不是近期照片')
    pin(county, '参加工作时间', '以档案为准')
    pin(county, '证件照', '请换近期免冠照')
    dialog.get_by_role('button', name='确认退回本人').click()
    expect(county.get_by_text(f'{NEARLY_DONE}：退回本人')).to_be_visible()

    expect(mine.get_by_text('已退回本人').first).to_be_visible()
    expect(mine.get_by_text('以档案为准').first).to_be_visible()
    expect(mine.get_by_text('请换近期免冠照').first).to_be_visible()
    step(mine, '基本信息')
    expect(mine.get_by_label('通讯地址')).to_have_count(0)  # a field without a pin cannot be changed
    step(mine, '工作信息')
    mine.get_by_label('参加工作时间').fill('2005-07-01')
    mine.get_by_label('参加工作时间').press('Tab')
    expect(mine.get_by_text('已保存')).to_be_visible()
    step(mine, '材料')
    upload(mine, '证件照', photo)
    submit(mine)
    expect(mine.get_by_text('待单位审核').first).to_be_visible()

    unit = open_review(window, UNIT, NEARLY_DONE)
    unit.get_by_role('tab', name='修改对比').click()
    expect(unit.locator('ins', has_text='2005-07-01')).to_be_visible()
    expect(unit.get_by_role('cell', name='以档案为准')).to_be_visible()
    unit.get_by_role('tab', name='申报信息').click()
    unit.keyboard.press('a')
    expect(unit.get_by_text(f'{NEARLY_DONE}：通过')).to_be_visible()
    for login in (DEPARTMENT, COUNTY, CITY):
        approve(window, login, NEARLY_DONE)
    expect(mine.get_by_text('终审通过').first).to_be_visible()
    expect(mine.locator('.tag', has_text='终审通过')).to_be_visible()


def test_grade_one_is_approved_by_the_province_with_materials_added_by_the_office(
    window: Window, tmp_path: Path
) -> None:
    salary = tmp_path / '工资表.pdf'
    salary.write_bytes(samples.pdf())
    page = window(PROVINCE, '/review/senior')
    page.get_by_role('button', name='审核', exact=False).filter(has_text='审核').first.wait_for()
    page.locator('tbody tr').first.get_by_role('button', name='审核').click()
    expect(page.get_by_text('通过后即为终审通过')).to_be_visible()
    page.get_by_role('button', name='往年报考合格库').click()
    expect(page.get_by_role('dialog')).to_contain_text('合格')
    page.keyboard.press('Escape')
    page.keyboard.press('a')
    expect(page.get_by_text('：通过')).to_be_visible()
    approved = window(PROVINCE, '/records/approved')
    expect(approved.locator('tbody tr').first).to_contain_text('终审通过')
