"""异常回执: payments that were not booked, to whom they may belong, and what was done about them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.clock import SHANGHAI
from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.money.receipt_filters import EXCEPTIONS, Handled, ReceiptFilters
from domain.rules.permissions import County
from domain.rules.vocabulary import Level, OrderStatus, PayChannel, ReceiptOutcome
from domain.services.workbooks import CHUNK
from domain.services.year.years import id_of
from storage.models import BundleItem, PaymentBundle, PaymentOrder, Receipt, Statement
from storage.queries import organisations
from storage.queries.access import accounts
from storage.queries.organisations import ids_below

SORTS = ('received_at', 'amount_fen')


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt that was not booked, with the person or bundle it names and what was done about it."""

    id: int
    outcome: ReceiptOutcome
    channel: PayChannel
    trade_no: str
    pay_code: str
    amount_fen: int | None
    told_at: datetime | None
    received_at: datetime
    who: str
    due_fen: int | None
    status: OrderStatus | None
    office: str
    payer: str
    remark: str
    why: str
    statement: str
    handled_at: datetime | None
    handled_by: str
    handling: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One page and how many there are in all."""

    rows: tuple[ReceiptLine, ...]
    total: int


async def listed(actor: Actor, *, filters: ReceiptFilters, paging: Paging) -> ReceiptPage:
    """One page, the newest first. Raises Forbidden below a county administrator."""
    found = await _found(actor, filters)
    sort, down = (paging.sort, paging.descending) if paging.sort in SORTS else ('received_at', True)
    sign, column = '-' if down else '', 'id' if sort == 'received_at' else sort  # ids increase with time
    page = found.order_by(f'{sign}{column}', f'{sign}id').offset(paging.offset).limit(paging.size)
    return ReceiptPage(await _lines(await page), await found.count())


async def count(actor: Actor, filters: ReceiptFilters) -> int:
    """How many rows ``listed`` has."""
    return await (await _found(actor, filters)).count()


async def one(actor: Actor, receipt_id: int) -> ReceiptLine:
    """The current state of one receipt. Raises NotFound, the same for out of reach and missing; Forbidden."""
    rows = await _lines(await (await _found(actor, ReceiptFilters(handled=Handled.ALL))).filter(id=receipt_id))
    if not rows:
        raise NotFound('该回执')
    return rows[0]


async def rows_to_export(actor: Actor, filters: ReceiptFilters) -> tuple[int, AsyncIterator[list[ReceiptLine]]]:
    """How many rows 导出Excel has, and the rows in chunks, the newest first."""
    found = await _found(actor, filters)
    return await found.count(), _portions(found)


async def _found(actor: Actor, filters: ReceiptFilters) -> QuerySet[Receipt]:
    """Receipts of a unit or an office of the subtree; the province also reaches receipts of no organisation."""
    County.require(actor)
    reach = Q(organisation_id__in=ids_below(actor.path))
    if actor.level is Level.PROVINCE:
        reach |= Q(organisation_id__isnull=True)
    found = Receipt.filter(reach, outcome__in=list(filters.outcomes or EXCEPTIONS))
    if year_id := await id_of(filters.year):
        found = found.filter(_of_year(year_id))
    if filters.handled is not Handled.ALL:
        found = found.filter(handled_at__isnull=filters.handled is Handled.OPEN)
    if filters.channels:
        found = found.filter(channel__in=list(filters.channels))
    if filters.keyword:
        codes = Q(trade_no=filters.keyword)
        found = found.filter(codes | Q(pay_code=filters.keyword) if len(filters.keyword) <= 32 else codes)
    if filters.received_from:
        found = found.filter(received_at__gte=_midnight(filters.received_from))
    if filters.received_to:
        found = found.filter(received_at__lt=_midnight(filters.received_to) + timedelta(days=1))
    return found


def _of_year(year_id: int) -> Q:
    """Receipts for an order or a bundle of this year, and those that name neither, whose year nobody knows."""
    bundled = Subquery(BundleItem.filter(order__year_id=year_id).values('bundle_id'))
    return Q(order__year_id=year_id) | Q(bundle_id__in=bundled) | Q(order_id__isnull=True, bundle_id__isnull=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


async def _portions(found: QuerySet[Receipt]) -> AsyncIterator[list[ReceiptLine]]:
    rest = found
    while rows := await rest.order_by('-id').limit(CHUNK):  # by key: receipts handled in the meantime skip no row
        yield list(await _lines(rows))
        rest = found.filter(id__lt=rows[-1].id)


async def _lines(rows: Sequence[Receipt]) -> tuple[ReceiptLine, ...]:
    bills = await _bills(rows)
    offices = await organisations.names_of({row.organisation_id for row in rows if row.organisation_id})
    names = await accounts.names_of({row.handled_by for row in rows if row.handled_by})
    files = {row.statement_id for row in rows if row.statement_id}
    labels = dict(await Statement.filter(id__in=list(files)).values_list('id', 'label')) if files else {}
    return tuple(_line(row, bills, offices, names, labels) for row in rows)


async def _bills(rows: Sequence[Receipt]) -> dict[tuple[str, int], tuple[str, int, OrderStatus]]:
    """For each order and bundle of these receipts: whose it is, the amount in fen, and the status."""
    found: dict[tuple[str, int], tuple[str, int, OrderStatus]] = {}
    if ids := {row.order_id for row in rows if row.order_id}:
        for key, *of in await PaymentOrder.filter(id__in=list(ids)).values_list(
            'id', 'application__name', 'amount_fen', 'status'
        ):
            found['order', int(key)] = (str(of[0]), int(of[1]), of[2])
    if ids := {row.bundle_id for row in rows if row.bundle_id}:
        for key, amount, status in await PaymentBundle.filter(id__in=list(ids)).values_list(
            'id', 'amount_fen', 'status'
        ):
            found['bundle', int(key)] = ('合并缴款', int(amount), status)
    return found


def _line(
    row: Receipt,
    bills: dict[tuple[str, int], tuple[str, int, OrderStatus]],
    offices: dict[int, str],
    names: dict[int, str],
    labels: dict[Any, Any],
) -> ReceiptLine:
    key = ('order', row.order_id) if row.order_id else ('bundle', row.bundle_id or 0)
    who, due, status = bills.get(key, ('', None, None))
    return ReceiptLine(
        id=row.id,
        outcome=row.outcome,
        channel=row.channel,
        trade_no=row.trade_no,
        pay_code=row.pay_code,
        amount_fen=row.amount_fen,
        told_at=row.told_at,
        received_at=row.received_at,
        who=who,
        due_fen=due,
        status=status,
        office=offices.get(row.organisation_id or 0, ''),
        payer=str(row.details.get('payer', '')),
        remark=str(row.details.get('remark', '')),
        why=str(row.details.get('why', '')),
        statement=str(labels.get(row.statement_id, '')),
        handled_at=row.handled_at,
        handled_by=names.get(row.handled_by or 0, ''),
        handling=row.handling,
    )
