"""What is stored about the payments on a statement: the bills in reach, and the receipts that were kept before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tortoise.functions import Count

from domain import clock
from domain.rules.actor import Actor
from domain.rules.money.reconciliation import Bill, Books, notification_of
from domain.rules.money.statement_sheet import Payment
from domain.rules.vocabulary import OrderStatus, ReceiptOutcome
from domain.services.year.years import year_of
from storage.models import BundleItem, PaymentBundle, PaymentOrder, Receipt
from storage.queries.organisations import ids_below

CHUNK = 500  # items of a list in one query


async def books_for(actor: Actor, payments: Sequence[Payment]) -> Books:
    """Everything needed to judge these payments for the actor; codes out of reach are treated as not existing."""
    bills: dict[str, Bill] = {}
    kept: dict[str, ReceiptOutcome] = {}
    for at in range(0, len(payments), CHUNK):  # in chunks: other tasks can run after every read
        some = payments[at : at + CHUNK]
        codes = sorted({payment.pay_code for payment in some})
        bills |= await _orders(actor, codes) | await _bundles(actor, codes)
        kept |= await _kept(actor, some, bills)
    year_ids = {bill.year_id for bill in bills.values()}
    windows = {year_id: (await year_of(year_id)).windows for year_id in year_ids}
    return Books(bills, kept, windows, clock.now())


async def _kept(actor: Actor, some: Sequence[Payment], bills: Mapping[str, Bill]) -> dict[str, ReceiptOutcome]:
    """The outcomes of those payments that were reported before, by their key."""
    keys = {notification_of(payment, ()).key: unmatched_key(actor, payment) for payment in some}
    found = dict(await Receipt.filter(key__in=[*keys, *keys.values()]).values_list('key', 'outcome'))
    placed = {notification_of(payment, ()).key for payment in some if payment.pay_code in bills}
    return {key: found[key] for key in keys if key in found} | {
        key: ReceiptOutcome.UNMATCHED for key, other in keys.items() if other in found and key not in placed
    }


def unmatched_key(actor: Actor, payment: Payment) -> str:
    """The key under which an office keeps a payment that it cannot match; the responsible office can still book it."""
    return f'unmatched:{actor.organisation_id}:{payment.trade_no}:{payment.pay_code}'


async def _orders(actor: Actor, codes: Sequence[str]) -> dict[str, Bill]:
    found = await PaymentOrder.filter(pay_code__in=codes, unit_id__in=ids_below(actor.path)).values_list(
        'id', 'pay_code', 'amount_fen', 'status', 'year_id', 'application__name'
    )
    paid = [row[0] for row in found if row[3] is OrderStatus.PAID]
    booked = await _booked('order_id', paid)
    return {
        str(code): Bill(str(name), int(amount), status, year_id, booked.get(int(row_id), frozenset()))
        for row_id, code, amount, status, year_id, name in found
    }


async def _bundles(actor: Actor, codes: Sequence[str]) -> dict[str, Bill]:
    reach = PaymentBundle.filter(pay_code__in=codes, organisation_id__in=ids_below(actor.path))
    found = await reach.values_list('id', 'pay_code', 'amount_fen', 'status')
    if not found:
        return {}
    ids = [int(row[0]) for row in found]
    items = BundleItem.filter(bundle_id__in=ids)
    years = dict(await items.values_list('bundle_id', 'order__year_id'))
    numbers = dict(await items.annotate(n=Count('id')).group_by('bundle_id').values_list('bundle_id', 'n'))
    booked = await _booked('bundle_id', [row[0] for row in found if row[3] is OrderStatus.PAID])
    return {
        str(code): Bill(
            f'合并缴款（{numbers.get(row_id, 0)} 人）', int(amount), status, years.get(row_id),
            booked.get(int(row_id), frozenset()),
        )
        for row_id, code, amount, status in found
    }  # fmt: skip


async def _booked(column: str, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The channels' numbers of the payments booked for these orders or bundles."""
    found: dict[int, set[str]] = {}
    if ids:
        booked = Receipt.filter(**{f'{column}__in': list(ids)}, outcome=ReceiptOutcome.BOOKED)
        for row_id, trade_no in await booked.values_list(column, 'trade_no'):
            found.setdefault(int(row_id), set()).add(str(trade_no))
    return {row_id: frozenset(numbers) for row_id, numbers in found.items()}
