"""The administrators' manual, its second half: departments, counties, the city, the province and reviewers."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from domain.rules.application.id_number import check_character
from tests import samples
from tests.browser.conftest import Window, settle
from tests.browser.manual import LOGINS, YEAR, answer, enter, expect_alert, first, link, look_for, row_of, rows

SCHOOL, SCHOOL_NAME = '410327001002', '宜阳县实验小学'
LATE, EXCEPTIONAL = '41032719850317991', '41032719880923992'  # ID numbers without their last character


def test_2_department_reviews_like_a_unit(window: Window) -> None:
    page = window(LOGINS['department'])
    enter(page, '人工审核', '连续审核')
    review, name = first(page, '审核')
    review.click()
    expect(page.get_by_text('通过后提交至')).to_be_visible()
    page.keyboard.press('r')
    page.get_by_role('dialog').get_by_label('原因').fill('工作简历不完整，请补充')
    answer(page, '确认退回本人')
    expect_alert(page, f'{name}：退回本人')
    enter(page, '审核退回', '撤销')
    expect(row_of(page, name)).to_have_count(1)


def fill_in(page: Page, title: str, name: str, id_number: str, mobile: str) -> Locator:
    """Open the dialog to enter a person and fill in the fields common to both ways."""
    page.get_by_role('button', name=title).click()
    dialog = page.get_by_role('dialog', name=title)
    dialog.get_by_label('姓名').fill(name)
    dialog.get_by_label('身份证号').fill(id_number)
    dialog.get_by_label('手机号').fill(mobile)
    dialog.get_by_role('button', name='单位：').click()
    choice = page.get_by_role('dialog', name='选择单位')
    choice.get_by_role('textbox').fill(SCHOOL_NAME)
    choice.get_by_role('button', name=SCHOOL_NAME).click()
    expect(choice).to_have_count(0)
    return dialog


def test_3_1_1_late_entry(window: Window) -> None:
    page = window(LOGINS['county'])
    enter(page, '补报', '添加补报人员', '导入Excel')
    number = LATE + check_character(LATE)
    wrong = LATE + ('1' if number.endswith('0') else '0')
    dialog = fill_in(page, '添加补报人员', '古丽·买买提', wrong, '13903790004')
    dialog.get_by_role('button', name='登记').click()
    expect(dialog.get_by_role('alert').filter(has_text='校验')).to_be_visible()
    dialog.get_by_label('身份证号').fill(number)
    dialog.get_by_role('button', name='登记').click()
    expect_alert(page, '古丽·买买提 已登记')
    expect(row_of(page, '古丽·买买提')).to_contain_text('未提交')
    expect(window(number, password='123').get_by_role('heading', name='修改密码')).to_be_visible()


def test_3_1_2_exceptional_entry(window: Window, tmp_path: Path) -> None:
    paper = tmp_path / '表彰文件.pdf'
    paper.write_bytes(samples.pdf())
    page = window(LOGINS['county'])
    enter(page, '破格（一线）申报', '添加破格人员', '导入Excel')
    dialog = fill_in(page, '添加破格人员', '叶尔肯', EXCEPTIONAL + check_character(EXCEPTIONAL), '13903790005')
    dialog.get_by_role('combobox', name='破格/一线').click()
    page.get_by_role('option', name='破格').click()
    dialog.get_by_label('类别').fill('省级技能大赛一等奖')
    dialog.get_by_label('文件').fill('豫人社〔2025〕8 号')
    dialog.get_by_role('button', name='登记').click()
    proof = page.get_by_role('dialog').filter(has_text='叶尔肯')
    with page.expect_file_chooser() as chooser:
        proof.get_by_role('button', name=re.compile('^上传')).click()
    chooser.value.set_files(str(paper))
    expect(proof.get_by_label(re.compile('^查看.*表彰文件'))).to_be_visible()
    proof.get_by_role('button', name='完成', exact=True).click()
    expect(row_of(page, '叶尔肯')).to_contain_text('1 个文件')


def test_3_4_1_units(window: Window) -> None:
    page = window(LOGINS['department'])
    enter(page, '单位管理', '新增下级单位', '导入单位', '编辑', '设置所属单位管理员', '删除')
    page.get_by_role('button', name='新增下级单位').click()
    page.get_by_role('dialog').get_by_label('单位名称').fill('宜阳县青少年活动中心')
    answer(page, '保存')
    expect_alert(page, '已新增 宜阳县青少年活动中心')
    mine = row_of(page, '宜阳县青少年活动中心')
    mine.get_by_role('button', name='设置所属单位管理员').click()
    page.get_by_role('dialog').get_by_label('管理员姓名').fill('周敏')
    page.get_by_role('dialog').get_by_label('手机号').fill('13903790002')
    answer(page, '保存')
    expect_alert(page, '的管理员')
    expect(mine).to_contain_text('待启用')
    expect(window('13903790002', password='123').get_by_role('heading', name='修改密码')).to_be_visible()
    mine.get_by_role('button', name='删除').click()
    answer(page, '删除')
    expect_alert(page, '报名开始后单位只能新增')
    expect(mine).to_have_count(1)


def test_3_4_2_accounts(window: Window) -> None:
    page, theirs = window(LOGINS['department']), window(SCHOOL)
    enter(page, '用户管理', '编辑', '删除', '重置密码')
    look_for(page, SCHOOL)
    expect(rows(page)).to_have_count(1)
    rows(page).get_by_role('button', name='重置密码').click()
    answer(page, '重置密码')
    expect_alert(page, '的密码已重置为 123')
    theirs.wait_for_url('**/sign-in*')  # at once, in the other window
    again = window(SCHOOL, password='123')
    expect(again.get_by_role('heading', name='修改密码')).to_be_visible()


def test_3_4_3_reviewers(window: Window) -> None:
    page = window(LOGINS['county'])
    enter(page, '本级审核员管理', '新增审核员', '编辑', '删除', '重置密码')
    page.get_by_role('button', name='新增审核员').click()
    page.get_by_role('dialog').get_by_label('姓名').fill('钱立')
    page.get_by_role('dialog').get_by_label('手机号').fill('13903790003')
    answer(page, '保存')
    mine = row_of(page, '钱立')
    expect(mine).to_contain_text('410327-sh')
    mine.get_by_role('button', name='编辑').click()
    page.get_by_role('dialog').get_by_label('姓名').fill('钱立新')
    answer(page, '保存')
    expect(mine).to_contain_text('钱立新')
    mine.get_by_role('button', name='删除').click()
    answer(page, '删除')
    expect(mine).to_have_count(0)


def test_city_writes_opinions_and_the_unit_sees_them(window: Window) -> None:
    page, unit = window(LOGINS['city']), window(LOGINS['unit'])
    enter(page, '市级复核意见', '填写意见', '详情')
    enter(unit, '人工审核')
    enter(unit, '审核通过')
    name = first(unit, '详情')[1]
    page.get_by_role('button', name='填写意见').click()
    page.get_by_role('dialog').get_by_label('查找报考人员').fill(name)
    page.get_by_role('dialog').locator('.hit').filter(has_text='宜阳县第一高级中学').first.click()
    page.get_by_role('dialog').get_by_role('textbox', name='复核意见').fill('请补充岗位说明')
    answer(page, '确定')
    expect_alert(page, f'{name}：已填写市级复核意见')
    enter(unit, '市级复核意见')
    expect(row_of(unit, '请补充岗位说明')).to_contain_text(name)


def test_province_marks_and_draws(window: Window) -> None:
    page = window(LOGINS['province'])
    enter(page, '省级标记结果', '添加标记', '抽查')
    page.get_by_role('button', name='抽查').click()
    page.get_by_role('spinbutton', name='抽查人数').fill('3')
    page.get_by_role('button', name='抽取').click()
    expect(page.get_by_text('抽取 3 人', exact=True)).to_be_visible()
    persons = page.get_by_role('button', name=re.compile('^详情 '))
    expect(persons).to_have_count(3)
    drawn = [person.get_attribute('aria-label') for person in persons.all()]
    page.reload()
    settle(page)
    expect(persons).to_have_count(3)
    assert [person.get_attribute('aria-label') for person in persons.all()] == drawn  # the seed is recorded
    page.get_by_role('button', name='标记全部 3 人').click()
    page.get_by_role('dialog').get_by_role('textbox', name='标记内容').fill('请提供工作年限证明原件')
    answer(page, '确定')
    expect(page.get_by_role('dialog', name='处理结果')).to_contain_text('成功 3 人')


def test_reviewer_reviews_and_manages_nothing(window: Window) -> None:
    page = window(LOGINS['reviewer'])
    enter(page, '人工审核', '审核')
    review, name = first(page, '审核')
    review.click()
    expect(page.get_by_text('通过后提交至')).to_be_visible()
    page.keyboard.press('a')
    expect_alert(page, f'{name}：通过')
    expect(link(page, '单位管理')).to_have_count(0)


def test_year_settings(window: Window) -> None:
    page = window(LOGINS['province'])
    for title in YEAR:
        enter(page, title)
    enter(page, '常用意见', '新增常用意见', '编辑', '删除')
    page.get_by_role('button', name='新增常用意见').click()
    page.get_by_role('dialog').get_by_label('内容').fill('请上传清晰的证书原件照片')
    answer(page, '保存')
    expect(row_of(page, '请上传清晰的证书原件照片')).to_have_count(1)
    county = window(LOGINS['county'])
    enter(county, '人工审核')
    first(county, '审核')[0].click()
    county.get_by_role('toolbar', name='审核操作').get_by_role('button', name='退回本人').click()
    expect(county.get_by_role('dialog')).to_contain_text('请上传清晰的证书原件照片')
    enter(page, '操作日志', '校验日志', '详情')
    page.get_by_role('button', name='校验日志').click()
    expect(page.get_by_text(re.compile('校验(通过|完成)|完整')).first).to_be_visible()
