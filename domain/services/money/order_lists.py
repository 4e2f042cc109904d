"""网上缴费状态查询: the orders of a subtree, and all details of one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import Paging
from domain.rules.money.dues import Sum, grade_of
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.permissions import County
from domain.rules.vocabulary import Grade, OrderStatus, PayChannel
from domain.services.workbooks import CHUNK
from domain.services.year.years import id_of, trade_names
from storage.models import Account, Application, BundleItem, PaymentBundle, PaymentOrder, Receipt, Refund
from storage.queries import organisations
from storage.queries.money.orders import orders, orders_found, summed, to_refund

PERSON = ('id', 'number', 'name', 'id_number', 'trade')
SORTS = ('created_at', 'paid_at', 'amount_fen', 'grade')


@dataclass(frozen=True, slots=True)
class Order:
    """One order with its person; ``bundle_code``: the pay code of the open or paid bundle it belongs to."""

    id: int
    application_id: int
    number: str
    name: str
    id_number: str
    unit: str
    grade: Grade | None
    trade: str
    pay_code: str
    amount_fen: int
    status: OrderStatus
    channel: PayChannel | None
    created_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    bundle_code: str
    to_refund: bool  # 应退: paid, and the person was rejected or cancelled since


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of orders, and the number and the sum in fen of all of them."""

    rows: tuple[Order, ...]
    all: Sum


@dataclass(frozen=True, slots=True)
class Detail:
    """One order with all receipts for it or for a bundle with it, and its refund with the account that made it."""

    order: Order
    receipts: tuple[Receipt, ...]
    bundles: tuple[PaymentBundle, ...]
    refund: Refund | None
    refunded_by: str


async def listed(actor: Actor, *, filters: PaymentFilters, paging: Paging) -> OrderPage:
    """One page of the orders, the newest first. Raises Forbidden below a county."""
    found = await _found(actor, filters)
    sort, down = (paging.sort, paging.descending) if paging.sort in SORTS else ('created_at', True)
    sign, column = '-' if down else '', 'id' if sort == 'created_at' else sort  # ids increase with time
    ordered = found.order_by(f'{sign}{column}', f'{sign}id')
    if filters.by_person:  # finding the persons is most of the work: done once for the page and the sum
        rows = [(int(row_id), int(fen)) for row_id, fen in await ordered.values_list('id', 'amount_fen')]
        page = [row_id for row_id, _ in rows[paging.offset : paging.offset + paging.size]]
        return OrderPage(await _rows(page), Sum(len(rows), sum(fen for _, fen in rows)))
    some = await ordered.offset(paging.offset).limit(paging.size).values_list('id')
    return OrderPage(await _rows([int(row[0]) for row in some]), Sum(*await summed(found)))


async def total(actor: Actor, filters: PaymentFilters) -> Sum:
    """How many orders ``listed`` has, and their sum: the pager, the totals line and 缴费统计 show the same."""
    return Sum(*await summed(await _found(actor, filters)))


async def rows_of(actor: Actor, ids: Sequence[int]) -> dict[int, Order]:
    """The current state of these orders, if they are in reach: what a live update shows."""
    County.require(actor)
    found = orders(actor).filter(id__in=list(ids))
    known = [int(row[0]) for row in await found.values_list('id')]
    return {row.id: row for row in await _rows(known)}


async def rows_to_export(actor: Actor, filters: PaymentFilters) -> tuple[int, AsyncIterator[list[Order]]]:
    """How many rows 导出Excel has, and the rows in chunks, with the complete ID number."""
    found = await _found(actor, filters)
    return await found.count(), _by_creation(found)


async def detail(actor: Actor, order_id: int) -> Detail:
    """Everything about one order. Raises NotFound, the same for orders out of reach and missing ones; Forbidden."""
    order = (await rows_of(actor, [order_id])).get(order_id)
    if order is None:
        raise NotFound('该缴费订单')
    bundles = await PaymentBundle.filter(items__order_id=order_id).order_by('id')
    spoken = Q(order_id=order_id) | Q(bundle_id__in=[bundle.id for bundle in bundles])
    refund = await Refund.get_or_none(order_id=order_id)
    by = await Account.get_or_none(id=refund.account_id).only('id', 'name') if refund else None
    return Detail(
        order, tuple(await Receipt.filter(spoken).order_by('id')), tuple(bundles), refund, by.name if by else ''
    )


async def _found(actor: Actor, filters: PaymentFilters) -> QuerySet[PaymentOrder]:
    County.require(actor)
    return await orders_found(actor, await id_of(filters.year), filters)


async def _by_creation(found: QuerySet[PaymentOrder]) -> AsyncIterator[list[Order]]:
    last = 0
    while True:  # by key, not by offset: payments in the meantime neither repeat nor skip a row
        keys = await found.filter(id__gt=last).order_by('id').limit(CHUNK).values_list('id', 'application__id_number')
        if not keys:
            return
        numbers = {int(row_id): str(number) for row_id, number in keys}
        yield [replace(row, id_number=numbers[row.id]) for row in await _rows(list(numbers))]
        last = max(numbers)


async def _rows(ids: Sequence[int]) -> tuple[Order, ...]:
    if not ids:
        return ()
    rows = {row.id: row for row in await PaymentOrder.filter(id__in=list(ids))}
    people_ids = [row.application_id for row in rows.values()]
    people = {row.id: row for row in await Application.filter(id__in=people_ids).only(*PERSON)}
    units = await organisations.names_of({row.unit_id for row in rows.values() if row.unit_id})
    live = BundleItem.filter(order_id__in=list(ids), bundle__status__in=[OrderStatus.DUE, OrderStatus.PAID])
    codes = {int(order): str(code) for order, code in await live.values_list('order_id', 'bundle__pay_code')}
    owed_back = PaymentOrder.filter(await to_refund(), id__in=list(ids))
    back, trades = {int(row[0]) for row in await owed_back.values_list('id')}, await trade_names()
    return tuple(
        replace(
            _order(rows[row_id], people[rows[row_id].application_id], units, trades, codes), to_refund=row_id in back
        )
        for row_id in ids
        if row_id in rows
    )


def _order(
    row: PaymentOrder, person: Application, units: dict[int, str], trades: dict[str, str], codes: dict[int, str]
) -> Order:
    return Order(
        id=row.id,
        application_id=row.application_id,
        number=person.number,
        name=person.name,
        id_number=masked_id(person.id_number),
        unit=units.get(row.unit_id or 0, ''),
        grade=grade_of(row.grade),
        trade=trades.get(person.trade, person.trade),
        pay_code=row.pay_code,
        amount_fen=row.amount_fen,
        status=row.status,
        channel=row.channel,
        created_at=row.created_at,
        paid_at=row.paid_at,
        ended_at=row.ended_at,
        bundle_code=codes.get(row.id, ''),
        to_refund=False,
    )
