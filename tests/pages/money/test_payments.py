"""缴费管理 as a county sees it: live lists, dialogs, statistics, exports."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from components.frame.menu import menu_for
from domain.rules.vocabulary import Act, Level, OrderStatus, Role
from domain.services.money.receipts import settle
from storage.models import Application, JournalEntry, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import (
    CODE,
    DUES,
    ORDERS,
    STATISTICS,
    downloaded,
    part,
    press,
    select,
    shown,
    shows_status,
    status,
    unbilled,
)
from tests.pages.settled import settled
from tests.town import Town


async def test_the_county_makes_codes_for_persons_without_one(served: Town, user: User, sign_in: SignIn) -> None:
    none = await unbilled(served)
    await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(DUES)
    await user.should_see('未生成缴款码 1 人')
    press(user, '生成缴款码')
    await user.should_see('请先选择报考人员')
    select(user, none.id)
    press(user, '生成缴款码')
    await user.should_see('已为 1 人生成缴款码')
    await settled()
    assert {status(row) for row in shown(user)} == {'待缴费'}
    await user.should_see('应缴 2 人 ￥470.00')


async def test_the_whole_result_gets_codes_with_a_line_for_each_refusal(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await unbilled(served)
    await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(DUES)
    await user.should_see('选择全部查询结果（2 人）')
    press(user, '选择全部查询结果')
    await user.should_see('已选全部查询结果')
    press(user, '生成缴款码')
    await user.should_see('成功 1 人，未成功 1 人')
    await user.should_see('已有缴款码，尚未缴费')


async def test_exempting_and_refunding_require_a_reason(served: Town, user: User, sign_in: SignIn) -> None:
    owed, paid = await due(served), await due(served)
    await settle(payment(paid))
    await sign_in(user, cast.COUNTY)
    await user.open(DUES)
    await user.should_see('共 2 条')
    for name, order, yes, after in (
        ('exempt', owed, '确认免缴', OrderStatus.EXEMPT),
        ('refund', paid, '确认退费', OrderStatus.REFUNDED),
    ):
        user.find(ui.table).trigger('act', [name, order.application_id])
        await user.should_see(yes)
        press(user, yes)
        await user.should_see('请填写原因（2–500 字）')
        user.find(ui.textarea).type('按规定办理')
        press(user, yes)
        await settled()
        assert shows_status(user, after.label)
        assert (await PaymentOrder.get(id=order.id)).status is after


async def test_changes_made_elsewhere_are_shown_in_both_lists(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await sign_in(user, cast.COUNTY)
    for path in (DUES, ORDERS):
        await user.open(path)
        await user.should_see('共 1 条')
    await settle(payment(order))
    await settled()
    assert status(shown(user)[0]) == '已缴费'
    assert shown(user)[0]['channel'] == '微信支付'


async def test_the_history_of_an_order_is_shown(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await settle(payment(order))
    await settle(payment(order, trade_no='again'))
    await sign_in(user, cast.COUNTY)
    await user.open(ORDERS)
    await user.should_see('合计 ￥235.00')
    user.find(ui.table).trigger('act', ['open', order.id])
    await user.should_see('微信支付：已入账：￥235.00')
    await user.should_see('微信支付：重复缴费：￥235.00')


async def test_statistics_lead_to_their_orders_and_follow(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await due(served, cast.HOSPITAL)
    await sign_in(user, cast.COUNTY)
    await user.open(STATISTICS)
    await user.should_see('应缴 2 人')
    education, health, total = shown(user)
    assert [row['name'] for row in (education, health, total)] == [
        '宜阳县教育体育局',
        '宜阳县卫生健康委员会',
        '合计',
    ]
    assert (total['rate'], part(total, 'owed_fen', 'text')) == ('0.0%', '￥470.00')
    await settle(payment(order))
    await settled()
    assert shown(user)[-1]['rate'] == '50.0%'
    chart = user.find(ui.echart).elements.pop()
    assert [series['name'] for series in chart.options['series']] == ['已缴', '未缴']
    await user.open(part(shown(user)[0], 'paid_n', 'href'))
    await user.should_see('合计 ￥235.00')
    assert [row['id'] for row in shown(user)] == [order.id]


async def test_exports_are_complete_and_journalled(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    person = await Application.get(id=order.application_id)
    await sign_in(user, cast.COUNTY)
    for path, title in ((DUES, '应缴报考人员列表'), (ORDERS, '网上缴费状态查询'), (STATISTICS, '缴费统计')):
        await user.open(path)
        await user.should_see('共 1 条')
        press(user, '导出Excel')
        book = CalamineWorkbook.from_filelike(await downloaded(user))
        head, line, *_ = book.get_sheet_by_index(0).to_python()
        cells = dict(zip(head, line, strict=True))
        if path != STATISTICS:
            assert (cells['身份证号'], cells['缴款码']) == (person.id_number, order.pay_code)
        assert 235.0 in line
        assert (await JournalEntry.filter(act=Act.EXPORT).order_by('-id').first()).details['list'] == title  # type: ignore[union-attr]


@pytest.mark.parametrize('path', [DUES, ORDERS, CODE, STATISTICS])
async def test_another_county_sees_no_data_and_cannot_guess_any(
    served: Town, user: User, sign_in: SignIn, path: str
) -> None:
    order = await due(served)
    person = await Application.get(id=order.application_id)
    await sign_in(user, cast.OTHER_COUNTY)
    unit = served.organisations[cast.SCHOOL].id
    for query in ('', f'?unit={unit}', f'?keyword={order.pay_code}'):
        await user.open(path + query)
        await user.should_see('共 0 条')
        user.find(ui.table).trigger('act', ['open', order.id])
        user.find(ui.table).trigger('selection', {'keys': [order.application_id], 'rows': [], 'added': True})
        await user.should_not_see(person.name)
        await user.should_not_see('235.00')


@pytest.mark.parametrize('login', [cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER])
async def test_only_administrators_of_counties_and_above_may_open_it(
    served: Town, user: User, sign_in: SignIn, login: str
) -> None:
    await sign_in(user, login)
    for path in (DUES, ORDERS, CODE, STATISTICS, '/my/payment'):
        assert (await user.http_client.get(path)).status_code == 403
    titles = [entry.title for part in menu_for(Level.COUNTY, Role.ADMIN) for entry in part.entries]
    at = titles.index('应缴报考人员列表')
    assert titles[at : at + 4] == ['应缴报考人员列表', '网上缴费状态查询', '扫码缴费', '缴费统计']
