"""Moving orders from one status to the next with everything that depends on them, and closing unpaid orders."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import Busy
from domain.events import BundleChanged, Changed, Event
from domain.rules.actor import Actor
from domain.rules.money.payment_time import is_over
from domain.rules.vocabulary import Act, OrderStatus, WindowKind
from domain.rules.year.applying import groups
from domain.services import journal
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import whole
from storage.connection.advisory_locks import alone
from storage.models import Application, BundleItem, ExamYear, Organisation, PaymentBundle, PaymentOrder
from storage.queries.organisations import of_cohort

log = logging.getLogger(__name__)
REASON = '缴费时间结束，自动放弃'
CHUNK = 200
EVERY = 60  # seconds
LIVE = (OrderStatus.DUE, OrderStatus.PAID, OrderStatus.EXEMPT)
UNPAID = (OrderStatus.DUE, OrderStatus.EXEMPT)


async def lock(application_ids: Iterable[int]) -> dict[int, Application]:
    """The applications, locked by this transaction until it ends.

    No code moves an order without locking its application, none changes a bundle before that, and several applications
    are locked in the order of their ids: so what is read afterwards does not change, and no deadlock can occur.
    """
    wanted = sorted(set(application_ids))
    rows = await Application.filter(id__in=wanted).order_by('id').select_for_update() if wanted else []
    return {row.id: row for row in rows}


async def move(
    orders: Sequence[PaymentOrder],
    held: Mapping[int, Application],
    act: Act,
    to: OrderStatus,
    at: datetime,
    news: list[Event],
    *,
    actor: Actor | None = None,
    reason: str = '',
    details: Callable[[PaymentOrder], dict[str, Any]] = lambda order: {'amount_fen': order.amount_fen},
    keep_bundle: int | None = None,
    **columns: Any,
) -> None:
    """Move these orders, all of one status, to another: their rows, applications, journal, bundles and events.

    ``held`` are their applications, from ``lock``. Open bundles with one of the orders are closed, except
    ``keep_bundle``. Raises Busy when a row is not what was read under the lock; the whole transaction is then undone.
    """
    ids, standing = [order.id for order in orders], orders[0].status
    if await PaymentOrder.filter(id__in=ids, status=standing).update(status=to, **columns) != len(ids):
        raise Busy
    for order in orders:
        order.update_from_dict({'status': to, **columns})
    rows = [held[order.application_id] for order in orders]
    await note_payment(rows, to, at)
    await close_bundles(ids, at, news, keep=keep_bundle)
    entries = [(held[order.application_id], details(order)) for order in orders]
    await journal.record_each(actor, act, entries, reason=reason)
    news += await events_of(rows, act, actor)


async def note_payment(applications: Sequence[Application], status: OrderStatus, at: datetime) -> None:
    """Write the new status of their order to the applications, which the transaction has locked."""
    changes = {'payment': status, 'changed_at': at}
    await Application.filter(id__in=[row.id for row in applications]).update(version=F('version') + 1, **changes)
    for row in applications:
        row.update_from_dict({'version': row.version + 1, **changes})


async def close_bundles(order_ids: Sequence[int], at: datetime, news: list[Event], *, keep: int | None = None) -> None:
    """Close the open bundles with one of these orders: their sum is no longer owed."""
    items = BundleItem.filter(order_id__in=list(order_ids), bundle__status=OrderStatus.DUE)
    numbers = sorted({int(row[0]) for row in await items.values_list('bundle_id')} - {keep})
    for number in numbers:
        hit = await PaymentBundle.filter(id=number, status=OrderStatus.DUE).update(
            status=OrderStatus.CLOSED, ended_at=at
        )
        if hit:
            news.append(BundleChanged(number, OrderStatus.CLOSED))


async def close_open_orders(
    application: Application, at: datetime, news: list[Event], open_: Collection[OrderStatus] = UNPAID
) -> None:
    """Close the unpaid orders: an approval is taken back, the application ends, or it is billed for another grade.

    Paid orders stay paid and can be refunded. The transaction has locked the application.
    """
    unpaid = PaymentOrder.filter(application_id=application.id, status__in=list(open_))
    ids = [row.id for row in await unpaid.only('id')]
    if not ids:
        return
    await PaymentOrder.filter(id__in=ids).update(status=OrderStatus.CLOSED, ended_at=at)
    await Application.filter(id=application.id).update(payment=OrderStatus.CLOSED)
    application.payment = OrderStatus.CLOSED
    await close_bundles(ids, at, news)
    await journal.record(None, Act.CLOSE_ORDER, application)


@use_case
async def close_overdue() -> int:
    """Close every open order whose last payment window (by year, grade and area) is over. Returns how many.

    A chunk is one transaction; a second run closes nothing twice. The end of the window is followed by a grace period
    of ten minutes, in which a payment of the last minute can still be reported.
    """
    closed = 0
    for row in await ExamYear.all():
        for group, windows in groups((await whole(row)).windows, WindowKind.PAYMENT):
            if is_over(windows, clock.now()):
                while done := await _close_some(PaymentOrder.filter(of_cohort(group), year_id=row.id)):
                    closed += done
    return closed


async def _close_some(of_some: QuerySet[PaymentOrder]) -> int:
    open_ = of_some.filter(status=OrderStatus.DUE).order_by('id')
    async with unit_of_work(None) as news:
        some = await open_.limit(CHUNK).only('id', 'application_id')
        held = await lock([order.application_id for order in some])
        orders = await open_.filter(id__in=[order.id for order in some])  # without those paid in the meantime
        if orders:
            at = clock.now()
            await move(orders, held, Act.CLOSE_ORDER, OrderStatus.CLOSED, at, news, reason=REASON, ended_at=at)
    return len(some)


async def keep_closing() -> None:
    """Close overdue orders every minute, in one process of the installation at a time, until cancelled."""
    while True:
        try:
            async with alone('close overdue orders') as first:
                if first and (closed := await close_overdue()):
                    log.info('orders closed', extra={'facts': {'orders': closed}})
        except Exception:  # the database may be unavailable for a while: the next minute is soon enough
            log.exception('overdue orders could not be closed')
        await asyncio.sleep(EVERY)


async def events_of(applications: Sequence[Application], act: Act, actor: Actor | None) -> list[Event]:
    """The events of one act on each of these applications, as they are now; an act of the system has no office."""
    units = await Organisation.filter(id__in=list({row.unit_id for row in applications})).values_list('id', 'path')
    paths = {int(row[0]): str(row[1]) for row in units}
    return [
        Changed(
            application_id=row.id,
            act=act,
            unit_path=paths[row.unit_id],
            from_holder=row.holder_id,
            to_holder=row.holder_id,
            status=row.status,
            senior=row.senior,
            version=row.version,
            account_id=actor.account_id if actor else 0,
            office=actor.organisation if actor else '',
            who=actor.name if actor else '系统',
        )
        for row in applications
    ]
