"""The administrators' manual, chapter 3.2: 缴费管理, and a payment by phone that every open screen shows."""

from __future__ import annotations

import io
import re
import time
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from domain.demo.applications.forms import YEAR
from tests.browser.conftest import Window, settle
from tests.browser.manual import LOGINS, answer, enter, expect_alert, first, link, look_for, row_of, rows

COUNTY = LOGINS['county']
PHONE: ViewportSize = {'width': 390, 'height': 844}
PERSONS = 5


def number(text: str | None) -> int:
    """The first number in a text."""
    found = re.search(r'\d+', text or '')
    return int(found.group()) if found else 0


def test_3_2_1_who_owes(window: Window) -> None:
    page = window(COUNTY)
    enter(page, '应缴报考人员列表', '查询', '重置', '生成缴款码', '选择全部查询结果', '导出Excel', '详情')
    expect(page.get_by_role('status').filter(has_text='应缴')).to_contain_text('未缴')
    page.get_by_role('button', name='生成缴款码').click()
    expect_alert(page, '请先选择报考人员')
    exempt, name = first(page, '免缴')
    exempt.click()
    dialog = page.get_by_role('dialog', name='免缴')
    answer(page, '确认免缴')
    expect(dialog).to_contain_text('请填写原因')
    dialog.get_by_label('原因').fill('省级表彰的先进个人，按规定免缴')
    answer(page, '确认免缴')
    expect_alert(page, f'{name}：已免缴')
    look_for(page, name)
    expect(row_of(page, name).filter(has_text='免缴').first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role('button', name='导出Excel').click()
    assert download.value.suggested_filename.startswith(f'{YEAR}年应缴报考人员列表')


def test_3_2_2_the_status_of_orders(window: Window) -> None:
    page = window(COUNTY)
    enter(page, '网上缴费状态查询', '刷新状态', '导出Excel', '详情')
    page.get_by_role('button', name='刷新状态').click()
    expect_alert(page, '已是最新状态')
    refund, name = first(page, '退费')
    row_of(page, name).first.get_by_role('button', name=f'详情 {name}').click()
    expect(page.get_by_role('dialog')).to_contain_text('回执记录')
    expect(page.get_by_role('dialog')).to_contain_text('已入账')
    answer(page, '关闭')
    refund.click()
    page.get_by_role('dialog', name='退费').get_by_label('原因').fill('本人因病不能参加考试')
    answer(page, '确认退费')
    expect(page.get_by_text(re.compile(f'{name}：已登记退费|准考证已经打印')).first).to_be_visible()


def test_3_2_3_five_persons_pay_by_one_code_and_every_screen_sees_it(
    window: Window, chromium: Browser, demo: str
) -> None:
    applicant = window(None)
    offer = applicant.get_by_role('button', name=re.compile('报考人员.*待缴费'))
    name = str(offer.text_content()).split('　')[-1].strip()
    offer.click()
    applicant.wait_for_url('**/my*')
    link(applicant, '缴费').click()
    expect(applicant.get_by_role('button', name='去缴费')).to_be_visible()
    numbers = window(COUNTY, '/payments/statistics')
    paid_before = number(_sum(numbers).nth(3).text_content())
    orders = window(COUNTY, '/payments/orders')
    look_for(orders, name)
    expect(row_of(orders, name).first).to_contain_text('待缴费')
    county = window(COUNTY, '/payments/code?size=50')
    owing = number(county.get_by_text(re.compile('待缴费 \\d+ 人')).text_content())
    _choose(county, name)
    county.get_by_role('button', name='缴费二维码').first.click()
    dialog = county.get_by_role('dialog', name='缴费二维码')
    expect(dialog).to_contain_text(f'等 {PERSONS} 人')
    expect(dialog.get_by_role('listitem')).to_have_count(PERSONS)
    colleague = window(COUNTY, '/payments/code?size=50')
    with county.expect_download() as download:
        dialog.get_by_role('button', name='打印缴款单').click()
    assert download.value.path().read_bytes().startswith(b'%PDF')

    phone = chromium.new_context(viewport=PHONE, locale='zh-CN', has_touch=True).new_page()
    phone.goto(demo + urlsplit(_address_in(dialog)).path)
    settle(phone)
    expect(phone.get_by_text(f'{PERSONS} 人', exact=True)).to_be_visible()
    phone.get_by_role('button', name='确认支付').click()
    phone.get_by_text('缴费成功').wait_for()
    since = time.monotonic()
    _seen('the dialog', dialog.get_by_text('已缴费', exact=True), since)
    expect(dialog.get_by_role('button', name='打印缴款单')).to_be_hidden()
    _seen('the list', row_of(county, name).first.get_by_text('已缴费', exact=True), since)
    _seen("a colleague's list", row_of(colleague, name).first.get_by_text('已缴费', exact=True), since)
    _seen('the orders', row_of(orders, name).first.get_by_text('已缴费', exact=True), since)
    _seen('the applicant', applicant.get_by_text('您已缴费'), since)
    expect(_sum(numbers).nth(3)).to_have_text(str(paid_before + PERSONS))
    print(f'the statistics: {time.monotonic() - since:.2f} s')
    expect(county.get_by_text(f'待缴费 {owing - PERSONS} 人')).to_be_visible()
    phone.context.close()


def test_3_2_3_a_code_for_several_persons_is_closed_when_one_pays_alone(window: Window) -> None:
    page, other = window(COUNTY, '/payments/code'), window(COUNTY, '/payments/dues?standings=due')
    names = _choose(page)
    page.get_by_role('button', name='缴费二维码').first.click()
    dialog = page.get_by_role('dialog', name='缴费二维码')
    expect(dialog).to_contain_text('待缴费')
    other.get_by_role('button', name=f'免缴 {names[0]}').first.click()
    other.get_by_role('dialog').get_by_label('原因').fill('按规定免缴')
    answer(other, '确认免缴')
    expect(dialog.get_by_text('已失效')).to_be_visible()
    expect(dialog).to_contain_text(f'{names[0]}（免缴）已另行办理')


def test_3_2_4_statistics(window: Window) -> None:
    page = window(COUNTY)
    enter(page, '缴费统计', '按单位', '按等级', '导出Excel')
    due = _sum(page).nth(1).get_by_role('link')
    owed = number(due.text_content())
    due.click()
    expect(page.get_by_role('heading', level=1, name='网上缴费状态查询')).to_be_visible()
    expect(page.get_by_text(f'{owed} 笔', exact=True)).to_be_visible()
    page.go_back()
    page.get_by_role('button', name='按等级').click()
    expect(rows(page).filter(has_text='三级（高级工）')).to_have_count(1)
    expect(_sum(page).nth(1)).to_have_text(str(owed))


def _sum(page: Page) -> Locator:
    """The cells of the line 合计 of 缴费统计."""
    line = rows(page).filter(has_text='合计')
    expect(line).to_be_visible()
    return line.get_by_role('cell')


def _choose(page: Page, name: str = '') -> list[str]:
    """Choose five persons who owe, including the one named; returns their names."""
    expect(rows(page).first).to_be_visible()
    chosen = [row_of(page, name).first] if name else []
    for row in rows(page).all():
        if len(chosen) < PERSONS and (not name or name not in str(row.text_content())):
            chosen.append(row)
    for row in chosen:
        row.get_by_role('checkbox').click()
    expect(page.locator('.chosen').filter(has_text='项')).to_contain_text(f'已选{PERSONS}项')
    return [str(row.get_by_role('cell').nth(2).text_content()) for row in chosen]


def _address_in(dialog: Locator) -> str:
    """What a phone's camera reads from the QR code on the screen."""
    picture = Image.open(io.BytesIO(dialog.locator('.qr').screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def _seen(what: str, place: Locator, since: float) -> None:
    """This comes by itself; how long it took is printed."""
    place.wait_for()  # looks at every frame, which ``expect`` does not
    print(f'{what}: {time.monotonic() - since:.2f} s')
