"""W3: many receipts at once, double, wrong and forged ones; every order is paid once, by the right receipt."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any

import pytest

from domain.rules.vocabulary import Act, OrderStatus, PayChannel, ReceiptOutcome
from domain.services import journal
from domain.services.limits import RateLimit
from domain.services.money import bundles, receipts
from domain.services.money.receipts import forged, settle
from storage.connection.database import dialect
from storage.models import Application, BundleItem, JournalEntry, PaymentBundle, PaymentOrder, Receipt
from tests import town as cast
from tests.money import due, payment
from tests.town import Town

ORDERS = 200


async def test_each_order_is_paid_by_one_of_a_thousand_receipts_at_once(
    town: Town, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, '_forgeries', RateLimit(per_second=0, burst=ORDERS))
    orders = [await due(town, grade=4) for _ in range(ORDERS)]
    coming: list[Coroutine[Any, Any, Receipt | None]] = []
    for order in orders:
        coming += [settle(payment(order)), settle(payment(order))]
        coming += [settle(payment(order, trade_no=f'X{order.pay_code}'))]
        coming += [settle(payment(order, trade_no=f'Y{order.pay_code}', amount_fen=1))]
        coming += [forged(PayChannel.WECHAT, trade_no=f'T{order.pay_code}', pay_code=order.pay_code)]
    Random(3).shuffle(coming)
    begin = time.perf_counter()
    came = await asyncio.gather(*coming)
    seconds = time.perf_counter() - begin
    counts = Counter(receipt.outcome for receipt in came if receipt)
    paid = await PaymentOrder.filter(status=OrderStatus.PAID).count()
    double = len(await _booked_more_than_once(orders))
    figure(
        f'W3 {ORDERS} orders × 5 receipts at once on {dialect()}, {counts[ReceiptOutcome.FORGED]} forged, '
        f'{seconds:.1f} s: {paid} paid, {double} double, {ORDERS - counts[ReceiptOutcome.BOOKED]} wrong'
    )
    assert (paid, double, counts[ReceiptOutcome.BOOKED]) == (ORDERS, 0, ORDERS)
    assert counts[ReceiptOutcome.FORGED] == ORDERS
    assert await Receipt.all().count() == 5 * ORDERS
    assert await JournalEntry.filter(act=Act.RECEIPT).count() == ORDERS
    booked = await Receipt.filter(outcome=ReceiptOutcome.BOOKED)
    assert {receipt.order_id: receipt.amount_fen for receipt in booked} == {o.id: o.amount_fen for o in orders}
    assert await Application.filter(payment=OrderStatus.PAID).count() == ORDERS
    assert [found async for found in journal.breaks()] == []


async def test_a_bundle_and_one_of_its_orders_are_not_both_paid(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    for _ in range(8):
        orders = [await due(town) for _ in range(3)]
        bundle = await bundles.bundle(county, [order.id for order in orders])
        whole, single = await asyncio.gather(settle(payment(bundle)), settle(payment(orders[1])))
        stored = await PaymentOrder.filter(id__in=[order.id for order in orders]).order_by('id')
        standing = [order.status for order in stored]
        if whole.outcome is ReceiptOutcome.BOOKED:
            assert single.outcome is ReceiptOutcome.DOUBLE
            assert standing == [OrderStatus.PAID] * 3
        else:
            assert (whole.outcome, single.outcome) == (ReceiptOutcome.CLOSED, ReceiptOutcome.BOOKED)
            assert standing == [OrderStatus.DUE, OrderStatus.PAID, OrderStatus.DUE]
            assert (await PaymentBundle.get(id=bundle.id)).status is OrderStatus.CLOSED
    assert [found async for found in journal.breaks()] == []


async def test_two_bundles_of_the_same_orders_leave_one_open(town: Town) -> None:
    orders, county = [await due(town) for _ in range(4)], town.actor(cast.COUNTY)
    ids = [order.id for order in orders]
    await asyncio.gather(*(bundles.bundle(county, some) for some in (ids, ids[::-1], ids[1:], ids[:3])))
    open_ = await PaymentBundle.filter(status=OrderStatus.DUE)
    held = [item.order_id for item in await BundleItem.filter(bundle_id__in=[bundle.id for bundle in open_])]
    assert len(held) == len(set(held))  # no order is in two open bundles


async def _booked_more_than_once(orders: list[PaymentOrder]) -> set[int]:
    booked = Receipt.filter(outcome=ReceiptOutcome.BOOKED, order_id__in=[order.id for order in orders])
    counts = Counter(receipt.order_id for receipt in await booked)
    return {number for number, count in counts.items() if number and count > 1}
