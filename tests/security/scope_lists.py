"""The lists that follow the year of the address, for the scope test: whom each of them shows to an actor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from domain.errors import Forbidden, NotFound
from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.rosters import Reach
from domain.rules.money.payment_filters import PaymentFilters
from domain.services.exam import ticket_lists
from domain.services.lists import application_lists, rosters
from domain.services.money import due_lists, order_lists
from storage.models import AdmissionTicket, Application, ExamYear, PaymentOrder
from tests.security.oracle import Row, Somebody, counties, everybody, offices

ALL = Paging(size=10_000)
Asked = dict[str, Any]


async def _search(actor: Actor, asked: Asked) -> set[int]:
    found = await application_lists.search(actor, filters=ApplicationFilters.read(asked), paging=ALL)
    return {row.id for row in found.rows}


async def _desk(actor: Actor, asked: Asked) -> set[int]:
    filters = ApplicationFilters.read(asked)
    pages = [await application_lists.desk(actor, senior=one, filters=filters, paging=ALL) for one in (False, True)]
    return {row.id for page in pages for row in page.rows}


async def _roster(actor: Actor, asked: Asked) -> set[int]:
    found = await rosters.listed(actor, Reach.FINAL, filters=ApplicationFilters.read(asked), paging=ALL)
    return {row.id for row in found.rows}


async def _dues(actor: Actor, asked: Asked) -> set[int]:
    found = await due_lists.listed(actor, filters=PaymentFilters.read(asked), paging=ALL)
    return {row.application_id for row in found.rows}


async def _orders(actor: Actor, asked: Asked) -> set[int]:
    found = await order_lists.listed(actor, filters=PaymentFilters.read(asked), paging=ALL)
    return {row.application_id for row in found.rows}


async def _tickets(actor: Actor, asked: Asked) -> set[int]:
    found = await ticket_lists.listed(actor, filters=TicketFilters.read(asked), paging=ALL)
    return {row.id for row in found.rows}


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: its call, whose it is, and the condition of its rows besides the scope, told from the specification."""

    ask: Callable[[Actor, Asked], Awaitable[set[int]]]
    whose: Callable[[Somebody], bool]
    fits: Callable[[Somebody, Row], bool] = lambda *_: True


LISTS: dict[str, Listed] = {
    '报名信息查询': Listed(_search, everybody),
    '审核': Listed(_desk, offices, lambda who, row: row['holder_id'] == who.office),
    '终审通过名册': Listed(_roster, everybody, lambda _, row: row['status'] == 'approved'),
    '应缴报考人员列表': Listed(
        _dues,
        counties,
        lambda _, row: row['status'] == 'approved' or (row['billed'] and row['status'] in ('in_review', 'returned')),
    ),
    '网上缴费状态查询': Listed(_orders, counties, lambda _, row: row['billed']),
    '准考证查询': Listed(_tickets, lambda who: who.role == 'admin', lambda _, row: row['seated']),
}


async def shown(one: Listed, actor: Actor, asked: Asked) -> set[int]:
    """The applications on this list; nobody where the actor has no such list or the year does not exist."""
    try:
        return await one.ask(actor, asked)
    except (Forbidden, NotFound):
        return set()


async def people() -> list[Row]:
    """All applications as plain rows, with the number of their year and whether they have an order and a seat."""
    years = dict(await ExamYear.all().values_list('id', 'year'))
    billed = {int(row[0]) for row in await PaymentOrder.all().values_list('application_id')}
    seated = {int(row[0]) for row in await AdmissionTicket.all().values_list('application_id')}
    rows = await Application.all().values()
    return [
        {**row, 'year': years[row['year_id']], 'billed': row['id'] in billed, 'seated': row['id'] in seated}
        for row in rows
    ]
