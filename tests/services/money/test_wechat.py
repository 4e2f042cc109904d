"""WeChat Pay with a stand-in server and keys of our own: both sides check signatures and refuse everything unsigned."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain import clock
from domain.errors import Forbidden, NotFound, Refusal
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome
from domain.services.money import bundles, orders
from domain.services.money.channels import channels, gateways
from domain.services.money.channels import wechat as module
from domain.services.money.channels.channels import Forged, Owed
from domain.services.money.channels.wechat import Wechat
from storage.errors import CannotOpen
from storage.models import PaymentOrder, Receipt
from storage.settings.wechat_config import Merchant, merchant_of
from tests import town as cast
from tests.money import due
from tests.town import Town
from tests.wechat_stand_in import APIV3_KEY, StandIn, notification, payment_report, stand_in

WECHAT = PayChannel.WECHAT


@pytest.fixture(scope='module')
def running() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


@pytest.fixture
def server(running: StandIn) -> StandIn:
    """The stand-in as if it had just been started."""
    running.orders.clear()
    running.calls.clear()
    running.wrongly_signed.clear()
    running.lies = running.fails = False
    return running


@pytest.fixture
def merchant(server: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    for name, value in server.settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    found = merchant_of(tmp_path)
    assert found is not None
    return found


@pytest_asyncio.fixture
async def wechat(town: Town, merchant: Merchant) -> AsyncIterator[Wechat]:
    """The WeChat channel as the only payment channel."""
    channel = Wechat(merchant)
    channels.offer([channel])
    yield channel
    channels.offer([])


def owed(order: PaymentOrder) -> Owed:
    return Owed(order.pay_code, order.amount_fen, '2026 年度考核费', 'https://kaohe.example')


async def receive(payment: dict[str, Any], **how: Any) -> None:
    """Receive a notification as the web server passes it on: with header names in lower case."""
    headers, body = notification(payment, **how)
    await gateways.receive(WECHAT, {name.lower(): value for name, value in headers.items()}, body)


async def outcomes() -> list[ReceiptOutcome]:
    return [row.outcome for row in await Receipt.all().order_by('id')]


async def status_of(order: PaymentOrder) -> OrderStatus:
    return (await PaymentOrder.get(id=order.id)).status


async def test_an_order_is_made_once_and_its_request_is_signed(town: Town, wechat: Wechat, server: StandIn) -> None:
    order = await due(town)

    first, second = await wechat.address(owed(order)), await channels.address_of(owed(order))

    assert first == second == f'weixin://wxpay/bizpayurl?pr={order.pay_code[-7:]}'
    assert (server.calls, server.wrongly_signed) == (['POST /v3/pay/transactions/native'], [])
    made = server.orders[order.pay_code]
    assert made['amount'] == {'total': order.amount_fen, 'currency': 'CNY'}
    assert made['notify_url'] == 'https://kaohe.example/pay/notify/wechat'
    assert made['description'] == '2026 年度考核费'
    assert wechat.open_codes() == (order.pay_code,)


async def test_a_wrongly_signed_answer_or_an_unreachable_server_is_a_refusal(
    town: Town, wechat: Wechat, server: StandIn, merchant: Merchant
) -> None:
    order = await due(town)
    server.lies = True
    with pytest.raises(Refusal, match='暂时无法使用'):
        await wechat.address(owed(order))
    server.lies, server.fails = False, True
    for request in (wechat.address(owed(order)), wechat.paid(order.pay_code), wechat.close(order.pay_code)):
        with pytest.raises(Refusal, match='暂时无法使用'):
            await request
    gone = Wechat(replace(merchant, gateway='http://127.0.0.1:9'))
    with pytest.raises(Refusal, match='暂时无法使用'):
        await gone.address(owed(order))


async def test_a_notification_books_the_payment(town: Town, wechat: Wechat, server: StandIn) -> None:
    order = await due(town)
    await wechat.address(owed(order))

    await receive(server.pay(order.pay_code))

    stored = await PaymentOrder.get(id=order.id)
    assert (stored.status, stored.channel) == (OrderStatus.PAID, WECHAT)
    receipt = await Receipt.get()
    assert (receipt.trade_no, receipt.key) == (f'4200{order.pay_code}', f'wechat:4200{order.pay_code}')
    assert receipt.told_at is not None
    assert abs(receipt.told_at - clock.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ('how', 'why'),
    [
        ({'stranger': True}, '签名'), ({'age': 301}, '时间戳'), ({'age': -301}, '时间戳'),
        ({'serial': 'PUB_KEY_ID_OTHER'}, '序号'), ({'key': 'x' * 32}, '密文'),
    ],
)  # fmt: skip
async def test_a_forged_or_old_notification_changes_nothing_and_is_stored(
    town: Town, wechat: Wechat, server: StandIn, how: dict[str, Any], why: str
) -> None:
    order = await due(town)
    await wechat.address(owed(order))
    server.calls.clear()

    with pytest.raises(Forged):
        await receive(payment_report(order.pay_code, order.amount_fen), **how)

    assert await status_of(order) is OrderStatus.DUE
    receipt = await Receipt.get()
    assert (receipt.outcome, receipt.key, receipt.order_id) == (ReceiptOutcome.FORGED, None, None)
    assert why in receipt.details['why']
    assert server.calls == []  # a forged notification makes us send no request


@pytest.mark.parametrize(
    'changed', [{'mchid': '1900000002'}, {'appid': 'wxanother'}, {'amount': {'total': 1, 'currency': 'USD'}}]
)
async def test_a_payment_to_another_merchant_is_a_forgery(town: Town, wechat: Wechat, changed: dict[str, Any]) -> None:
    order = await due(town)

    with pytest.raises(Forged):
        await receive(payment_report(order.pay_code, order.amount_fen) | changed)

    assert await status_of(order) is OrderStatus.DUE


async def test_an_unreadable_notification_is_a_forgery(town: Town, wechat: Wechat) -> None:
    headers, body = notification(payment_report('1' * 20, 1))
    small = {name.lower(): value for name, value in headers.items()}
    for wrong, content in (
        ({}, b''), (small, b'{}'), (small, b'\xff'), (small, body + b' '),
        (small | {'wechatpay-signature': '%%%'}, body), (small | {'wechatpay-signature-type': 'MD5'}, body),
        (small | {'wechatpay-timestamp': '²'}, body), (small | {'wechatpay-timestamp': '9' * 40}, body),
    ):  # fmt: skip
        with pytest.raises(Forged):
            wechat.read_notification(wrong, content)


async def test_a_replayed_notification_is_booked_once_and_stored_a_few_times(town: Town, wechat: Wechat) -> None:
    order = await due(town)
    headers, body = notification(payment_report(order.pay_code, order.amount_fen))
    small = {name.lower(): value for name, value in headers.items()}

    for _ in range(10):
        await gateways.receive(WECHAT, small, body)

    assert await outcomes() == [ReceiptOutcome.BOOKED, *[ReceiptOutcome.REPEATED] * (module.TIMES - 1)]
    await receive(payment_report(order.pay_code, order.amount_fen))  # WeChat itself sends it again with a new signature
    assert (await outcomes())[-1] is ReceiptOutcome.REPEATED


async def test_payments_that_do_not_match_are_stored_as_exceptions(town: Town, wechat: Wechat) -> None:
    wrong, closed, paid = [await due(town) for _ in range(3)]
    await orders.exempt(town.actor(cast.COUNTY), closed.id, '特困家庭')

    await receive(payment_report(wrong.pay_code, wrong.amount_fen - 1))
    await receive(payment_report('1' * 20, 100_00))
    await receive(payment_report(closed.pay_code, closed.amount_fen))
    await receive(payment_report(paid.pay_code, paid.amount_fen, 'A'))
    await receive(payment_report(paid.pay_code, paid.amount_fen, 'B'))
    await receive({'refund_id': '1'}, event='REFUND.SUCCESS')

    assert await outcomes() == [
        ReceiptOutcome.WRONG_AMOUNT, ReceiptOutcome.UNMATCHED, ReceiptOutcome.CLOSED, ReceiptOutcome.BOOKED,
        ReceiptOutcome.DOUBLE,
    ]  # fmt: skip
    assert (await status_of(wrong), await status_of(closed)) == (OrderStatus.DUE, OrderStatus.EXEMPT)


async def test_a_query_books_a_payment_without_a_notification(town: Town, wechat: Wechat, server: StandIn) -> None:
    county = town.actor(cast.COUNTY)
    paid, unpaid, unknown = [await due(town) for _ in range(3)]
    for order in (paid, unpaid):
        await wechat.address(owed(order))
    server.pay(paid.pay_code)

    ids = [paid.id, unpaid.id, unknown.id]
    assert [await gateways.refresh(county, ids), await gateways.refresh(county, ids)] == [1, 0]

    assert [await status_of(order) for order in (paid, unpaid, unknown)] == [
        OrderStatus.PAID, OrderStatus.DUE, OrderStatus.DUE,
    ]  # fmt: skip
    await receive(server.orders[paid.pay_code])  # the notification arrives later
    assert await outcomes() == [ReceiptOutcome.BOOKED, ReceiptOutcome.REPEATED]
    wechat._issued.clear()
    with pytest.raises(Refusal, match='已经支付'):
        await wechat.address(owed(paid))


async def test_a_query_includes_bundles_and_only_the_own_subtree(town: Town, wechat: Wechat, server: StandIn) -> None:
    county = town.actor(cast.COUNTY)
    one, other, theirs = await due(town), await due(town), await due(town, cast.OTHER_SCHOOL)
    made = await bundles.bundle(county, [one.id, other.id])
    await wechat.address(Owed(made.pay_code, made.amount_fen, '考核费', ''))
    await wechat.address(owed(theirs))
    server.pay(made.pay_code)
    server.pay(theirs.pay_code)
    server.calls.clear()

    assert await gateways.refresh(county, [one.id, theirs.id]) == 1

    assert [await status_of(order) for order in (one, other, theirs)] == [
        OrderStatus.PAID, OrderStatus.PAID, OrderStatus.DUE,
    ]  # fmt: skip
    assert not [call for call in server.calls if theirs.pay_code in call]
    with pytest.raises(Forbidden):
        await gateways.refresh(town.actor(cast.SCHOOL), [one.id])


async def test_a_query_to_an_unreachable_gateway_is_refused(town: Town, wechat: Wechat, server: StandIn) -> None:
    order = await due(town)
    server.fails = True
    with pytest.raises(Refusal, match='暂时无法使用'):
        await gateways.refresh(town.actor(cast.COUNTY), [order.id])


async def test_an_order_that_is_no_longer_due_is_closed_at_wechat(town: Town, wechat: Wechat, server: StandIn) -> None:
    county = town.actor(cast.COUNTY)
    stays, exempt, elsewhere = [await due(town) for _ in range(3)]
    for order in (stays, exempt, elsewhere):
        await wechat.address(owed(order))
    await orders.exempt(county, exempt.id, '特困家庭')
    server.pay(elsewhere.pay_code)
    await receive(server.orders[elsewhere.pay_code])

    assert [await gateways.close_ended(), await gateways.close_ended()] == [2, 0]

    assert server.orders[exempt.pay_code]['trade_state'] == 'CLOSED'
    assert server.orders[stays.pay_code]['trade_state'] == 'NOTPAY'
    assert wechat.open_codes() == (stays.pay_code,)


async def test_a_code_is_requested_again_after_it_expires(
    town: Town, wechat: Wechat, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await due(town)
    await wechat.address(owed(order))
    now = time.monotonic()
    monkeypatch.setattr(time, 'monotonic', lambda: now + module.GOOD + 1)
    await wechat.address(owed(order))
    assert len(server.calls) == 2
    monkeypatch.setattr(time, 'monotonic', lambda: now + 3 * module.LASTS)
    assert wechat.open_codes() == ()


async def test_without_a_gateway_notifications_are_refused(town: Town) -> None:
    with pytest.raises(NotFound):
        await receive(payment_report('1' * 20, 1))
    assert await gateways.refresh(town.actor(cast.COUNTY), [1]) == 0
    assert await gateways.close_ended() == 0


async def test_no_text_of_a_merchant_contains_its_keys(merchant: Merchant) -> None:
    assert APIV3_KEY not in repr(merchant)
    assert 'PRIVATE KEY' not in repr(merchant)


async def test_an_invalid_key_is_reported_at_the_start(merchant: Merchant) -> None:
    with pytest.raises(CannotOpen, match='无法读取'):
        Wechat(replace(merchant, private_key='-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----'))
