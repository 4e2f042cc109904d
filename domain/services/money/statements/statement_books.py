"""What is stored about the payments on a statement: the bills in reach, and the receipts that were kept before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from domain import clock
from domain.rules.actor import Actor
from domain.rules.money.reconciliation import Bill, Books, notification_of
from domain.rules.money.statement_sheet import Payment
from domain.rules.vocabulary import OrderStatus, ReceiptOutcome
from domain.rules.year.windows import Period
from domain.services.money.pay_windows import shared, windows_by_case
from storage.models import BundleItem, PaymentBundle, PaymentOrder, Receipt
from storage.queries.organisations import ids_below

CHUNK = 500  # items of a list in one query
Known = tuple[Bill, Sequence[Period]]  # and when it may be paid


async def books_for(actor: Actor, payments: Sequence[Payment]) -> Books:
    """Everything needed to judge these payments for the actor; codes out of reach are treated as not existing."""
    bills: dict[str, Bill] = {}
    windows: dict[str, Sequence[Period]] = {}
    kept: dict[str, ReceiptOutcome] = {}
    for at in range(0, len(payments), CHUNK):  # in chunks: other tasks can run after every read
        some = payments[at : at + CHUNK]
        codes = sorted({payment.pay_code for payment in some})
        for found in (await _orders(actor, codes), await _bundles(actor, codes)):
            bills |= {code: bill for code, (bill, _) in found.items()}
            windows |= {code: times for code, (_, times) in found.items()}
        kept |= await _kept(actor, some, bills)
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


async def _orders(actor: Actor, codes: Sequence[str]) -> dict[str, Known]:
    found = await PaymentOrder.filter(pay_code__in=codes, unit_id__in=ids_below(actor.path)).values_list(
        'id', 'pay_code', 'amount_fen', 'status', 'application__name', 'year_id', 'grade', 'unit_id'
    )
    paid = [row[0] for row in found if row[3] is OrderStatus.PAID]
    booked = await _booked('order_id', paid)
    times = await windows_by_case(row[5:] for row in found)
    return {
        str(code): (Bill(str(name), int(amount), status, booked.get(int(row_id), frozenset())), times[*case])
        for row_id, code, amount, status, name, *case in found
    }


async def _bundles(actor: Actor, codes: Sequence[str]) -> dict[str, Known]:
    reach = PaymentBundle.filter(pay_code__in=codes, organisation_id__in=ids_below(actor.path))
    found = await reach.values_list('id', 'pay_code', 'amount_fen', 'status')
    if not found:
        return {}
    ids = [int(row[0]) for row in found]
    items = await BundleItem.filter(bundle_id__in=ids).values_list(
        'bundle_id', 'order__year_id', 'order__grade', 'order__unit_id'
    )
    numbers = Counter(row[0] for row in items)
    times = await windows_by_case(row[1:] for row in items)
    windows = {id_: shared(times[row[1:]] for row in items if row[0] == id_) for id_ in numbers}
    booked = await _booked('bundle_id', [row[0] for row in found if row[3] is OrderStatus.PAID])
    return {
        str(code): (
            Bill(f'合并缴款（{numbers[row_id]} 人）', int(amount), status, booked.get(int(row_id), frozenset())),
            windows.get(row_id, ()),
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
