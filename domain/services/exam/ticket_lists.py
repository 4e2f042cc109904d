"""准考证查询: the list of published tickets in reach, with what may be shown of them at this moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.exam.tickets import Printing, Times, holds, times_of
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Administrator
from domain.rules.vocabulary import Grade, OrderStatus, Status
from domain.services.exam.ticket_papers import printed_in
from domain.services.year.years import Year, all_years, id_of, numbered, trade_names
from storage.models import AdmissionTicket, ExamSession, Site
from storage.queries.exam import tickets
from storage.queries.organisations import names_of, paths_upward, upper_bound
from storage.queries.years import of_year

MOST_CHOSEN = 50_000
MOST_OFFERED = 200  # sessions or sites to choose from
SORTS = {'ticket': 'number', 'registration': 'application__number', 'grade': 'grade', 'printed': 'printed_at'}
USUAL = ('application__unit__path', 'number')  # by unit, then number: the order of the list and of printing
COLUMNS = (
    *('application_id', 'number', 'room_number', 'seat', 'unit_id', 'grade', 'printed_at', 'prints'),
    *('application__number', 'application__name', 'application__id_number', 'application__trade'),
    *('application__status', 'application__payment', 'session__name', 'session__printing_id', 'room__site__name'),
    *('plan__year_id', 'application__unit__path'),
)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket as the list shows it; ``id`` is the application's, the ID number is masked.

    ``ticket`` is empty and room and seat are 0 until a print window of its session has opened. ``good``: the person is
    still approved and has paid or is exempt.
    """

    id: int
    registration: str
    ticket: str
    name: str
    id_number: str
    unit: str
    grade: Grade
    trade: str
    session: str
    site: str
    room: int
    seat: int
    prints: int
    printed_at: datetime | None
    good: bool
    times: Times

    @property
    def printable(self) -> bool:
        return self.good and self.times.printing is Printing.OPEN


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One page of rows and how many there are in all."""

    rows: tuple[TicketRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of the list's filters: id to name."""

    sessions: dict[int, str]
    sites: dict[int, str]


async def listed(actor: Actor, *, filters: TicketFilters, paging: Paging) -> TicketPage:
    """One page of the list, by unit and number unless sorted otherwise. Raises Forbidden except for administrators."""
    found = await found_by(actor, filters)
    sign = '-' if paging.descending else ''
    order = (f'{sign}{SORTS[paging.sort]}', f'{sign}number') if paging.sort in SORTS else USUAL
    page = found.order_by(*order).offset(paging.offset).limit(paging.size)
    ids = [int(row[0]) for row in await page.values_list('application_id')]
    rows = await rows_of(actor, ids)
    return TicketPage(tuple(rows[id_] for id_ in ids if id_ in rows), await found.count())


async def count(actor: Actor, filters: TicketFilters) -> int:
    """How many there are with these filters: the number of the pager, from the same query."""
    return await (await found_by(actor, filters)).count()


async def rows_of(actor: Actor, ids: Collection[int]) -> dict[int, TicketRow]:
    """The current state of these applications' tickets, if they are in reach."""
    years = (await all_years()).by_id
    found = await tickets.visible_to(actor).filter(application_id__in=list(ids)).values(*COLUMNS)
    units, trades, now = await names_of({row['unit_id'] for row in found}), await trade_names(), clock.now()
    return {row['application_id']: _row(row, units, trades, years[row['plan__year_id']], now) for row in found}


async def everybody(actor: Actor, filters: TicketFilters) -> tuple[int, ...]:
    """The applications of the whole filtered result at this moment, in the order of the list.

    Raises Forbidden except for an administrator, Refusal for more than the limit.
    """
    found = (await found_by(actor, filters)).order_by(*USUAL).limit(MOST_CHOSEN + 1)
    ids = tuple(int(row[0]) for row in await found.values_list('application_id'))
    if len(ids) > MOST_CHOSEN:
        raise Refusal(f'查询结果超过 {MOST_CHOSEN} 人，请缩小查询范围后再选择')
    return ids


async def times_now(actor: Actor, year: int) -> Times:
    """Whether a print window of this year is open for this office, and which opens next: shown above the list."""
    return times_of((await numbered(year)).windows_for(None, actor.path), None, clock.now())


async def choices(actor: Actor, year: int | None) -> Choices:
    """The sessions and sites of this year, or of all, in which persons of the actor's subtree can be seated.

    They belong to the offices that draw the seats: above the actor, or below.
    """
    wanted = of_year(await id_of(year))
    ours = Q(organisation__path__in=paths_upward(actor.path))
    ours |= Q(organisation__path__gte=actor.path, organisation__path__lt=upper_bound(actor.path))
    sessions = ExamSession.filter(ours, wanted).order_by('starts_at', 'id')
    sites = Site.filter(ours, wanted).order_by('organisation__path', 'number')
    return Choices(await _named(sessions), await _named(sites))


async def _named(rows: QuerySet[ExamSession] | QuerySet[Site]) -> dict[int, str]:
    return {int(row[0]): str(row[1]) for row in await rows.limit(MOST_OFFERED).values_list('id', 'name')}


async def found_by(actor: Actor, filters: TicketFilters) -> QuerySet[AdmissionTicket]:
    """The tickets in reach with these filters, unordered. Raises Forbidden except for an administrator."""
    Administrator.require(actor)
    now = clock.now()
    begun = await printed_in(lambda window: window.opens_at <= now)
    return await tickets.narrowed(tickets.visible_to(actor, await id_of(filters.year)), actor, filters, begun)


def _row(row: dict[str, Any], units: dict[int, str], trades: dict[str, str], year: Year, now: datetime) -> TicketRow:
    windows = year.windows_for(row['grade'], row['application__unit__path'])
    times = times_of(windows, row['session__printing_id'], now)
    payment = row['application__payment']
    return TicketRow(
        id=row['application_id'],
        registration=row['application__number'],
        ticket=row['number'] if times.begun else '',
        name=row['application__name'],
        id_number=masked_id(row['application__id_number']),
        unit=units.get(row['unit_id'], ''),
        grade=Grade(row['grade']),
        trade=trades.get(row['application__trade'], row['application__trade']),
        session=row['session__name'],
        site=row['room__site__name'],
        room=row['room_number'] if times.begun else 0,
        seat=row['seat'] if times.begun else 0,
        prints=row['prints'],
        printed_at=row['printed_at'],
        good=holds(Status(row['application__status']), OrderStatus(payment) if payment else None),
        times=times,
    )
