"""缴费管理 and the applicant's 缴费 as people meet them: lists that follow, dialogs, one code for many, a receipt."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from components import live
from components.listing import Row
from components.menu import menu_for
from domain.rules.vocabulary import Act, Level, OrderStatus, Role, Status, WindowKind
from domain.services import orders, years
from domain.services.receipts import settle
from pages.county import fee_statistics
from storage.models import Application, JournalEntry, PaymentBundle, PaymentOrder, Window
from tests import town as cast
from tests.money import due, told
from tests.pages.conftest import SignIn
from tests.town import Town

DUES, ORDERS, CODE, STATISTICS = '/payments/dues', '/payments/orders', '/payments/code', '/payments/statistics'
TOLD = live.COALESCE + 0.2


def shown(user: User) -> list[Row]:
    return list(user.find(ui.table).elements.pop().rows)


def status(row: Row) -> str:
    return part(row, 'status', 'text')


def part(row: Row, column: str, what: str) -> str:
    """The text or the address of a cell that has several parts."""
    cell = row[column]
    return str(dict(cell)[what]) if isinstance(cell, dict) else str(cell)


def select(user: User, *ids: int) -> None:
    user.find(ui.table).trigger('selection', {'keys': list(ids), 'rows': [], 'added': True})


def press(user: User, words: str) -> None:
    user.find(kind=ui.button, content=words).click()


async def downloaded(user: User) -> io.BytesIO:
    """The workbook: handed over as a file or, a small one, at once."""
    answer = await user.download.next(timeout=20)
    at_once = answer.content.startswith(b'PK')
    return io.BytesIO(answer.content if at_once else Path(answer.request.url.path).read_bytes())


async def until(true: Callable[[], bool]) -> None:
    """Wait up to three seconds for this."""
    for _ in range(30):
        if true():
            return
        await asyncio.sleep(0.1)
    raise AssertionError('it did not come')


def _shows(user: User, word: str) -> bool:
    return word in {status(row) for row in shown(user)}


async def unbilled(town: Town) -> Application:
    application = await town.application(cast.HOSPITAL, at=Status.APPROVED)
    await PaymentOrder.filter(application_id=application.id).delete()
    await Application.filter(id=application.id).update(payment=None)
    return application


async def close_window() -> None:
    await Window.filter(kind=WindowKind.PAYMENT).delete()
    years.forget()


async def test_the_county_makes_codes_for_who_has_none(served: Town, user: User, sign_in: SignIn) -> None:
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
    await until(lambda: {status(row) for row in shown(user)} == {'待缴费'})
    await user.should_see('应缴 2 人 ￥470.00')


async def test_the_whole_result_gets_codes_with_a_line_for_each_who_does_not(
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


async def test_exempting_and_refunding_ask_for_a_reason(served: Town, user: User, sign_in: SignIn) -> None:
    owed, paid = await due(served), await due(served)
    await settle(told(paid))
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
        await until(partial(_shows, user, after.label))
        assert (await PaymentOrder.get(id=order.id)).status is after


async def test_what_happens_elsewhere_is_seen_in_both_lists(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await sign_in(user, cast.COUNTY)
    for path in (DUES, ORDERS):
        await user.open(path)
        await user.should_see('共 1 条')
    await settle(told(order))
    await until(lambda: status(shown(user)[0]) == '已缴费')
    assert shown(user)[0]['channel'] == '微信支付'


async def test_the_history_of_an_order_is_shown(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await settle(told(order))
    await settle(told(order, trade_no='again'))
    await sign_in(user, cast.COUNTY)
    await user.open(ORDERS)
    await user.should_see('合计 ￥235.00')
    user.find(ui.table).trigger('act', ['open', order.id])
    await user.should_see('微信支付：已入账：￥235.00')
    await user.should_see('微信支付：重复缴费：￥235.00')


async def test_one_code_for_many_turns_to_paid_by_itself(served: Town, user: User, sign_in: SignIn) -> None:
    first, second, third = await due(served), await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 3 人')
    press(user, '缴费二维码')
    await user.should_see('请先选择报考人员')
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('等 2 人')
    await user.should_see('￥470.00')
    bundle = await PaymentBundle.get()
    await settle(told(bundle))
    await user.should_see('缴费时间')
    await until(lambda: sorted(status(row) for row in shown(user)) == ['已缴费', '已缴费', '待缴费'])
    await user.should_see('待缴费 1 人')
    assert (await PaymentOrder.get(id=third.id)).status is OrderStatus.DUE


async def test_a_code_that_was_closed_says_why(served: Town, user: User, sign_in: SignIn) -> None:
    first, second = await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 2 人')
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('等 2 人')
    await orders.exempt(served.actor(cast.COUNTY), second.id, '按规定免缴')
    await user.should_see('已另行办理')
    await user.should_see('已失效')


async def test_one_person_pays_by_the_own_code_and_who_paid_meanwhile_is_named(
    served: Town, user: User, sign_in: SignIn
) -> None:
    first, second = await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 2 人')
    user.find(ui.table).trigger('act', ['code', first.application_id])
    await user.should_see(first.pay_code[:4])
    assert not await PaymentBundle.exists()
    await PaymentOrder.filter(id=second.id).update(status=OrderStatus.PAID)
    await Application.filter(id=second.application_id).update(payment=OrderStatus.PAID)
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('已不是待缴费状态')
    assert not await PaymentBundle.exists()


async def test_outside_the_payment_window_no_code_is_shown(served: Town, user: User, sign_in: SignIn) -> None:
    await due(served)
    await sign_in(user, cast.COUNTY)
    await close_window()
    await user.open(CODE)
    await user.should_see('网上缴费的时间尚未公布')
    button = user.find(kind=ui.button, content='缴费二维码').elements.pop()
    assert isinstance(button, ui.button)
    assert not button.enabled


async def test_statistics_lead_to_their_orders_and_follow(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fee_statistics, 'SETTLE_S', 0.1)
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
    await settle(told(order))
    await until(lambda: shown(user)[-1]['rate'] == '50.0%')
    chart = user.find(ui.echart).elements.pop()
    assert [series['name'] for series in chart.options['series']] == ['已缴', '未缴']
    await user.open(part(shown(user)[0], 'paid_n', 'href'))
    await user.should_see('合计 ￥235.00')
    assert [row['id'] for row in shown(user)] == [order.id]


async def test_exports_are_whole_and_written_down(served: Town, user: User, sign_in: SignIn) -> None:
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
async def test_another_county_sees_and_guesses_nothing(served: Town, user: User, sign_in: SignIn, path: str) -> None:
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


async def test_an_applicant_is_told_what_comes_first_then_owes_then_has_a_receipt(
    served: Town, user: User, sign_in: SignIn
) -> None:
    waiting = await served.application(at=Level.COUNTY)
    await sign_in(user, waiting.id_number)
    await user.open('/my/payment')
    await user.should_see('报名正在审核')
    order = await due(served, grade=2)
    person = await Application.get(id=order.application_id)
    await sign_in(user, person.id_number)
    await user.open('/my/payment')
    await user.should_see('￥300.00')
    await user.should_see('缴费截止')
    await settle(told(order))
    await user.should_see('您已缴费，请按时打印准考证。')
    await user.should_see(f'T{order.pay_code}')
    await orders.refund(served.actor(cast.COUNTY), order.id, '申请退费')
    await user.should_see('考核费已登记退还')


@pytest.mark.parametrize(
    ('change', 'sentence'),
    [
        (OrderStatus.CLOSED, '视为自动放弃'),
        (OrderStatus.EXEMPT, '您已免缴考核费'),
    ],
)
async def test_an_applicant_is_told_how_it_ended(
    served: Town, user: User, sign_in: SignIn, change: OrderStatus, sentence: str
) -> None:
    order = await due(served)
    await PaymentOrder.filter(id=order.id).update(status=change)
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see(sentence)


async def test_an_applicant_without_application_is_led_to_it(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my/payment')
    await user.should_see('报名尚未提交')
    await close_window()
    order = await due(served)
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see('网上缴费的时间尚未公布')
    await user.should_not_see('去缴费')
