"""Receipts: each is booked once and only when it is correct, and is stored in every case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, NotFound, Unmet
from domain.events import BundleChanged, Changed, Event, subscribe
from domain.rules.vocabulary import Act, OrderStatus, PayChannel, ReceiptOutcome, WindowKind
from domain.services import journal
from domain.services.limits import RateLimit
from domain.services.money import bundles, invoices, orders, receipts
from domain.services.money.receipts import forged, handle, settle
from domain.services.year import years
from storage.models import Application, PaymentBundle, PaymentOrder, Receipt, Window
from tests import town as cast
from tests.money import due, payment
from tests.queries import counted
from tests.town import Town


async def test_a_receipt_is_booked_once(town: Town) -> None:
    order = await due(town)
    before = await Application.get(id=order.application_id)
    first, second = await settle(payment(order)), await settle(payment(order))
    assert (first.outcome, second.outcome) == (ReceiptOutcome.BOOKED, ReceiptOutcome.REPEATED)
    stored, application = await PaymentOrder.get(id=order.id), await Application.get(id=order.application_id)
    assert (stored.status, stored.channel) == (OrderStatus.PAID, PayChannel.WECHAT)
    assert (application.payment, application.version) == (OrderStatus.PAID, before.version + 1)
    assert (await cast.acts_of(application))[-2:] == [Act.BILL, Act.RECEIPT]
    assert (await journal.history_of(application.id))[0].details == {
        'amount_fen': order.amount_fen,
        'pay_code': order.pay_code,
        'channel': 'wechat',
        'trade_no': f'T{order.pay_code}',
    }
    assert [found async for found in journal.breaks()] == []
    assert (await Receipt.get(id=second.id)).key is None


async def test_the_event_has_the_current_version_of_the_application(town: Town) -> None:
    order, events = await due(town), list[Event]()
    end = subscribe(events.append)
    await settle(payment(order))
    end()
    (event,) = [event for event in events if isinstance(event, Changed)]
    stored = await Application.get(id=order.application_id)
    assert (event.application_id, event.act, event.version) == (stored.id, Act.RECEIPT, stored.version)
    assert event.unit_path == town.organisations[cast.SCHOOL].path


@pytest.mark.parametrize(
    ('changes', 'outcome'),
    [
        ({'amount_fen': 1}, ReceiptOutcome.WRONG_AMOUNT),
        ({'pay_code': '12345678901234567890'}, ReceiptOutcome.UNMATCHED),
        ({'pay_code': '92345678901234567890'}, ReceiptOutcome.UNMATCHED),
        ({'pay_code': 'nonsense'}, ReceiptOutcome.UNMATCHED),
    ],
)
async def test_a_receipt_that_does_not_match_changes_nothing_and_is_stored(
    town: Town, changes: dict[str, object], outcome: ReceiptOutcome
) -> None:
    order = await due(town)
    receipt = await settle(payment(order, **changes))
    assert receipt.outcome is outcome
    await _untouched(order)
    assert await Receipt.filter(outcome=outcome, handled_at__isnull=True).count() == 1


async def test_a_payment_outside_the_window_is_stored_as_an_exception(town: Town) -> None:
    order = await due(town)
    window = await Window.get(kind=WindowKind.PAYMENT)
    early = await settle(payment(order, trade_no='early', paid_at=window.opens_at - timedelta(minutes=1)))
    assert (early.outcome, early.details['why']) == (ReceiptOutcome.CLOSED, '付款时缴费尚未开始')
    clock.move_to(window.closes_at + timedelta(minutes=1))
    late = await settle(payment(order, trade_no='late'))
    assert (late.outcome, late.details['why']) == (ReceiptOutcome.CLOSED, '付款时缴费已经截止')
    await _untouched(order)
    in_time = payment(order, trade_no='in time', paid_at=window.closes_at - timedelta(seconds=1))
    assert (await settle(in_time)).outcome is ReceiptOutcome.BOOKED  # reported late, paid in time


async def test_a_payment_time_in_the_future_does_not_count_as_in_the_window(town: Town) -> None:
    order = await due(town)
    window = await Window.get(kind=WindowKind.PAYMENT)
    clock.move_to(window.opens_at - timedelta(days=1))
    receipt = await settle(payment(order, paid_at=window.opens_at + timedelta(hours=1)))
    assert receipt.outcome is ReceiptOutcome.CLOSED


async def test_a_second_payment_is_double_and_the_same_by_another_channel_is_not(town: Town) -> None:
    order = await due(town)
    await settle(payment(order, trade_no='one'))
    again = await settle(payment(order, trade_no='one', channel=PayChannel.STATEMENT))
    other = await settle(payment(order, trade_no='two', channel=PayChannel.STATEMENT))
    assert (again.outcome, other.outcome) == (ReceiptOutcome.REPEATED, ReceiptOutcome.DOUBLE)
    assert (await cast.acts_of(await Application.get(id=order.application_id))).count(Act.RECEIPT) == 1


@pytest.mark.parametrize('end', ['closed', 'exempt', 'refunded'])
async def test_an_ended_order_accepts_no_payment(town: Town, end: str) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    if end == 'closed':
        await PaymentOrder.filter(id=order.id).update(status=OrderStatus.CLOSED)
    elif end == 'exempt':
        await orders.exempt(county, order.id, '低保家庭')
    else:
        await settle(payment(order, trade_no='first'))
        await orders.refund(county, order.id, '本人放弃')
    standing = (await PaymentOrder.get(id=order.id)).status
    assert (await settle(payment(order))).outcome is ReceiptOutcome.CLOSED
    assert (await PaymentOrder.get(id=order.id)).status is standing


async def test_one_receipt_pays_all_of_a_bundle_or_none(town: Town) -> None:
    many, events = [await due(town) for _ in range(3)], list[Event]()
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id for order in many])
    assert (await settle(payment(bundle, trade_no='little', amount_fen=1))).outcome is ReceiptOutcome.WRONG_AMOUNT
    assert await PaymentOrder.filter(status=OrderStatus.DUE).count() == 3
    end = subscribe(events.append)
    receipt = await settle(payment(bundle))
    end()
    assert (receipt.outcome, receipt.bundle_id, receipt.order_id) == (ReceiptOutcome.BOOKED, bundle.id, None)
    assert await PaymentOrder.filter(status=OrderStatus.PAID).count() == 3
    assert BundleChanged(bundle.id, OrderStatus.PAID) in events
    assert {event.application_id for event in events if isinstance(event, Changed)} == {
        order.application_id for order in many
    }
    own = (await journal.history_of(many[0].application_id))[0].details
    assert (own['amount_fen'], own['bundle']) == (many[0].amount_fen, bundle.pay_code)
    assert (await settle(payment(bundle, trade_no='other'))).outcome is ReceiptOutcome.DOUBLE
    assert [found async for found in journal.breaks()] == []


async def test_a_bundle_is_closed_when_one_of_its_orders_is_paid_alone(town: Town) -> None:
    one, other, events = await due(town), await due(town), list[Event]()
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [one.id, other.id])
    end = subscribe(events.append)
    assert (await settle(payment(one))).outcome is ReceiptOutcome.BOOKED
    end()
    assert (await PaymentBundle.get(id=bundle.id)).status is OrderStatus.CLOSED
    assert BundleChanged(bundle.id, OrderStatus.CLOSED) in events
    assert (await settle(payment(bundle))).outcome is ReceiptOutcome.CLOSED
    await _untouched(other)


async def test_forgeries_are_stored_up_to_a_rate_limit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, '_forgeries', RateLimit(per_second=0, burst=2))
    order = await due(town)
    kept = [await forged(PayChannel.WECHAT, pay_code=order.pay_code, trade_no='x' * 99) for _ in range(4)]
    assert [receipt is not None for receipt in kept] == [True, True, False, False]
    stored = await Receipt.filter(outcome=ReceiptOutcome.FORGED)
    assert {(receipt.key, receipt.order_id, len(receipt.trade_no)) for receipt in stored} == {(None, None, 64)}
    await _untouched(order)


async def test_an_exception_is_handled_once_by_an_office_that_it_concerns(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    wrong = await settle(payment(order, amount_fen=1))
    with pytest.raises(NotFound):
        await handle(town.actor(cast.OTHER_COUNTY), wrong.id, '已退回付款人')
    with pytest.raises(Forbidden):
        await handle(town.actor(cast.SCHOOL), wrong.id, '已退回付款人')
    with pytest.raises(Unmet):
        await handle(county, wrong.id, ' ')
    assert (await handle(county, wrong.id, ' 已退回付款人 ')).handling == '已退回付款人'
    with pytest.raises(Forbidden, match='已经处理过'):
        await handle(county, wrong.id, '再次处理')
    booked = await settle(payment(order, trade_no='right'))
    with pytest.raises(Forbidden, match='已入账'):
        await handle(county, booked.id, '无需处理')
    assert [found async for found in journal.breaks()] == []


async def test_a_receipt_without_an_order_belongs_to_the_province(town: Town) -> None:
    order = await due(town)
    stray = await settle(payment(order, pay_code='12345678901234567890'))
    with pytest.raises(NotFound):
        await handle(town.actor(cast.CITY), stray.id, '已联系银行')
    assert (await handle(town.actor(cast.PROVINCE), stray.id, '已联系银行')).handled_at


async def _untouched(order: PaymentOrder) -> None:
    stored, application = await PaymentOrder.get(id=order.id), await Application.get(id=order.application_id)
    assert (stored.status, stored.paid_at, application.payment) == (OrderStatus.DUE, None, OrderStatus.DUE)
    assert (await cast.acts_of(application))[-1] is Act.BILL


async def test_three_persons_take_as_many_statements_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, counts = town.actor(cast.COUNTY), []
    for persons in (1, 3):
        ids = [(await due(town)).id for _ in range(persons)]
        years.forget()
        with counted(monkeypatch) as making:
            bundle = await bundles.bundle(county, ids)
        with counted(monkeypatch) as reading:
            await invoices.of_code(bundle.pay_code)
        counts.append((len(making), len(reading)))
    assert counts[0] == counts[1]


async def test_an_invoice_is_found_in_ones_own_subtree_only(town: Town) -> None:
    order = await due(town)
    for code in (order.pay_code, (await bundles.bundle(town.actor(cast.COUNTY), [order.id])).pay_code):
        found = await invoices.find(town.actor(cast.COUNTY), code)
        assert (found.amount_fen, found.payee, found.hindrance) == (order.amount_fen, '宜阳县', '')
        with pytest.raises(NotFound):
            await invoices.find(town.actor(cast.OTHER_COUNTY), code)
        with pytest.raises(Forbidden):
            await invoices.find(town.applicant(await order.application), code)
