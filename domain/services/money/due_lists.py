"""应缴报考人员列表 and 扫码缴费: the persons of a subtree who pay, with what each owes, and their totals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tortoise.queryset import QuerySet

from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import Paging
from domain.rules.money.billing_time import BROKEN_OFF
from domain.rules.money.dues import Sum, grade_of
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.permissions import County
from domain.rules.vocabulary import Grade, OrderStatus, Status
from domain.services.workbooks import CHUNK
from domain.services.year.years import Year, id_of, trade_names, year_of
from storage.models import Application, BundleItem, PaymentOrder
from storage.queries import organisations
from storage.queries.applications import visible_to
from storage.queries.money.orders import by_status, dues_found, latest_of, of_people, orders, orders_found, owing
from storage.queries.years import of_year

COLUMNS = ('id', 'year_id', 'number', 'name', 'id_number', 'unit_id', 'grade', 'trade', 'status', 'payment')
SORTS = ('number', 'grade')
MOST_CHOSEN = 20_000


@dataclass(frozen=True, slots=True)
class Due:
    """One person. Without an order ``amount_fen`` is the fee that is due, None when its year has none.

    ``bundled``: the order also belongs to a bundle that is still open. ``standing`` is MISMATCH for a person who paid
    for another grade with another fee; ``fee_fen`` is then the present one.
    """

    application_id: int
    number: str
    name: str
    id_number: str
    unit: str
    grade: Grade | None
    trade: str
    standing: DueStatus
    amount_fen: int | None
    order_id: int | None = None
    pay_code: str = ''
    bundled: bool = False
    fee_fen: int | None = None


@dataclass(frozen=True, slots=True)
class DuePage:
    """One page of rows and how many there are in all."""

    rows: tuple[Due, ...]
    total: int


async def listed(actor: Actor, *, filters: PaymentFilters, paging: Paging) -> DuePage:
    """One page of 应缴报考人员列表, by registration number. Raises Forbidden below a county."""
    found = await _found(actor, filters)
    sort = paging.sort if paging.sort in SORTS else 'id'  # numbers increase with the ids
    sign = '-' if paging.descending else ''
    ordered = found.order_by(f'{sign}{"id" if sort == "number" else sort}', f'{sign}id')
    ids = await _ids(ordered.offset(paging.offset).limit(paging.size))
    return DuePage(await _rows(ids), await found.count())


async def count(actor: Actor, filters: PaymentFilters) -> int:
    """How many rows ``listed`` has: the number of the pager, from the same query."""
    found = await _found(actor, filters)
    return await found.count()


async def totals(actor: Actor, filters: PaymentFilters) -> dict[DueStatus, Sum]:
    """The totals line: how many persons have each status and what they owe or paid, in fen.

    Only due and paid orders are added up: an earlier order of a person who has a new one is not counted again.
    """
    County.require(actor)
    year_id = await id_of(filters.year)
    found = await dues_found(actor, year_id, filters)
    asked = {DueStatus.PAID if one is DueStatus.MISMATCH else one for one in filters.standings}
    wanted = [one for one in (DueStatus.DUE, DueStatus.PAID) if not asked or one in asked]
    if filters.by_person or filters.pay_code or DueStatus.MISMATCH in filters.standings:
        statuses = [one.order for one in wanted]
        sums = await by_status(orders(actor, year_id).filter(of_people(found), status__in=statuses))
    else:
        sums = await _of_orders(actor, year_id, replace(filters, standings=tuple(wanted))) if wanted else {}
    unbilled = Sum(await found.filter(payment__isnull=True).count())
    return {DueStatus.UNBILLED: unbilled} | {DueStatus(status.value): Sum(*part) for status, part in sums.items()}


async def _of_orders(actor: Actor, year_id: int | None, filters: PaymentFilters) -> dict[OrderStatus, tuple[int, int]]:
    """What is due and paid, from the orders only, without persons who have paid and were rejected or cancelled."""
    sums = await by_status(await orders_found(actor, year_id, filters))
    if OrderStatus.PAID in sums:
        left = visible_to(actor).filter(of_year(year_id), status__in=list(BROKEN_OFF), payment=OrderStatus.PAID)
        paid = await orders_found(actor, year_id, replace(filters, standings=(DueStatus.PAID,)))
        gone = (await by_status(paid.filter(of_people(left)))).get(OrderStatus.PAID, (0, 0))
        sums[OrderStatus.PAID] = (sums[OrderStatus.PAID][0] - gone[0], sums[OrderStatus.PAID][1] - gone[1])
    return sums


async def rows_of(actor: Actor, ids: Sequence[int]) -> dict[int, Due]:
    """The current state of these persons, if in reach and still in the list: what a live update shows."""
    County.require(actor)
    known = await _ids(owing(actor).filter(id__in=list(ids)))
    return {row.application_id: row for row in await _rows(known)}


async def everybody(actor: Actor, filters: PaymentFilters) -> tuple[int, ...]:
    """The applications of the whole filtered result at this moment. Raises Forbidden, Refusal for too many."""
    found = await _found(actor, filters)
    ids = await _ids(found.order_by('id').limit(MOST_CHOSEN + 1))
    if len(ids) > MOST_CHOSEN:
        raise Refusal(f'查询结果超过 {MOST_CHOSEN} 人，请缩小查询范围后再选择')
    return tuple(ids)


async def rows_to_export(actor: Actor, filters: PaymentFilters) -> tuple[int, AsyncIterator[list[Due]]]:
    """How many rows 导出Excel has, and the rows in chunks, with the complete ID number."""
    found = await _found(actor, filters)
    return await found.count(), _by_number(found)


async def _found(actor: Actor, filters: PaymentFilters) -> QuerySet[Application]:
    County.require(actor)
    return await dues_found(actor, await id_of(filters.year), filters)


async def _by_number(found: QuerySet[Application]) -> AsyncIterator[list[Due]]:
    last = 0
    while True:  # by key, not by offset: payments in the meantime neither repeat nor skip a row
        keys = await found.filter(id__gt=last).order_by('id').limit(CHUNK).values_list('id', 'id_number')
        if not keys:
            return
        numbers = {int(row_id): str(number) for row_id, number in keys}
        rows = await _rows(list(numbers))
        yield [replace(row, id_number=numbers[row.application_id]) for row in rows]
        last = max(numbers)


async def _ids(found: QuerySet[Application]) -> list[int]:
    # The ids only: filtering and sorting then read the index only; a whole row with its form fills a disk page.
    return [int(row[0]) for row in await found.values_list('id')]


async def _rows(ids: Sequence[int]) -> tuple[Due, ...]:
    if not ids:
        return ()
    people = {row.id: row for row in await Application.filter(id__in=list(ids)).only(*COLUMNS)}
    units = await organisations.names_of({row.unit_id for row in people.values()})
    years = {id_: await year_of(id_) for id_ in {row.year_id for row in people.values()}}
    latest, trades = await latest_of(ids), await trade_names()
    items = BundleItem.filter(
        order_id__in=[order.id for order in latest.values()], bundle__status=OrderStatus.DUE
    ).values_list('order_id')
    bundled = {int(row[0]) for row in await items}
    return tuple(
        _due(people[row_id], units, trades, latest.get(row_id), bundled, years) for row_id in ids if row_id in people
    )


def _due(
    row: Application,
    units: dict[int, str],
    trades: dict[str, str],
    order: PaymentOrder | None,
    bundled: set[int],
    years: Mapping[int, Year],
) -> Due:
    grade = grade_of(row.grade)
    fee = years[row.year_id].fees.get(grade) if grade else None
    standing = DueStatus(row.payment.value) if row.payment else DueStatus.UNBILLED
    paid = order is not None and standing is DueStatus.PAID and row.status is not Status.RETURNED
    if order and paid and order.grade != row.grade and order.amount_fen != fee:
        standing = DueStatus.MISMATCH
    return Due(
        application_id=row.id,
        number=row.number,
        name=row.name,
        id_number=masked_id(row.id_number),
        unit=units.get(row.unit_id, ''),
        grade=grade,
        trade=trades.get(row.trade, row.trade),
        standing=standing,
        amount_fen=order.amount_fen if order else fee,
        order_id=order.id if order else None,
        pay_code=order.pay_code if order else '',
        bundled=order is not None and order.id in bundled,
        fee_fen=fee if standing is DueStatus.MISMATCH else None,
    )
