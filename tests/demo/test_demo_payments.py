"""缴费 of the demonstration: every state, with the rows that the services would have written."""

from __future__ import annotations

from collections import Counter

from domain.rules.money.payment_time import when
from domain.rules.vocabulary import Act, OrderStatus, PayChannel, ReceiptOutcome, Status
from domain.services.year import years
from storage.models import (
    Application,
    BundleItem,
    JournalEntry,
    Organisation,
    PaymentBundle,
    PaymentOrder,
    Receipt,
    Refund,
    Statement,
)
from storage.settings.config import Settings


async def test_orders_match_their_applications(demo: Settings) -> None:
    orders = await PaymentOrder.all().prefetch_related('application')
    assert {order.status for order in orders} == set(OrderStatus)
    assert {order.channel for order in orders if order.channel} == {PayChannel.CASHIER, PayChannel.STATEMENT}
    for order in orders:
        row = order.application
        assert (order.unit_id, order.grade, order.year_id) == (row.unit_id, row.grade, row.year_id)
        assert order.status is row.payment
        assert (order.paid_at is not None) == (order.status in (OrderStatus.PAID, OrderStatus.REFUNDED))
        ended = (OrderStatus.CLOSED, OrderStatus.REFUNDED, OrderStatus.EXEMPT)
        assert (order.ended_at is not None) == (order.status in ended)
        closed, current = order.status is OrderStatus.CLOSED, row.year_id == (await years.current_year()).id
        assert row.status is (Status.CANCELLED if closed and current else Status.APPROVED)
    approved = await Application.filter(status=Status.APPROVED).count()
    assert approved == sum(order.application.status is Status.APPROVED for order in orders)


async def test_every_payment_has_its_receipt_inside_the_window(demo: Settings) -> None:
    orders = {order.id: order for order in await PaymentOrder.filter(paid_at__isnull=False)}
    receipts = await Receipt.filter(outcome=ReceiptOutcome.BOOKED)
    assert Counter(receipt.order_id for receipt in receipts) == Counter(orders.keys())
    for receipt in receipts:
        order = orders[receipt.order_id or 0]
        assert (receipt.amount_fen, receipt.pay_code) == (order.amount_fen, order.pay_code)
        assert (receipt.told_at, receipt.channel) == (order.paid_at, order.channel)
        assert when((await years.year_of(order.year_id)).windows, order.paid_at) == 'inside'
        assert (receipt.statement_id is not None) == (receipt.channel is PayChannel.STATEMENT)
        entry = await JournalEntry.get(application_id=order.application_id, act=Act.RECEIPT)
        assert (entry.at, entry.details['trade_no']) == (receipt.received_at, receipt.trade_no)


async def test_refunds_statements_and_the_open_bundle_are_in_the_books(demo: Settings) -> None:
    refunded = await PaymentOrder.filter(status=OrderStatus.REFUNDED)
    assert {(row.order_id, row.amount_fen, row.at) for row in await Refund.all()} == {
        (order.id, order.amount_fen, order.ended_at) for order in refunded
    }
    for statement in await Statement.all():
        kept = Counter(row.outcome.value for row in await Receipt.filter(statement_id=statement.id))
        assert statement.counts == dict(kept)
        told = await JournalEntry.filter(act=Act.STATEMENT, account_id=statement.account_id)
        assert sum(entry.details['statement'] == statement.id for entry in told) == 2
    bundle = await PaymentBundle.get()
    county = await Organisation.get(code='410327')
    orders = await PaymentOrder.filter(id__in=await BundleItem.all().values_list('order_id', flat=True))
    assert (bundle.organisation_id, bundle.status) == (county.id, OrderStatus.DUE)
    assert bundle.amount_fen == sum(order.amount_fen for order in orders)
    assert {order.status for order in orders} == {OrderStatus.DUE}
