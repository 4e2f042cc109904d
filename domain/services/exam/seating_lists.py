"""What 考场编排 shows: persons to be seated, free seats, the seating plans, and persons without a seat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tortoise.functions import Count

from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import Grade, PlanState
from domain.services.exam.exam_sessions import grades_of
from domain.services.exam.seating_input import digest_of, people_of, setting_of
from domain.services.lists import application_rows
from domain.services.year.years import numbered, trade_names
from storage.models import AdmissionTicket, ExamSession, Room, SeatingPlan
from storage.queries.exam.seating import tickets_of, to_be_seated
from storage.queries.exam.tickets import good


@dataclass(frozen=True, slots=True)
class SessionOccupancy:
    """A session as the page shows it: its seats and its persons."""

    session: ExamSession
    seats: int
    persons: int

    @property
    def over(self) -> bool:
        return self.session.starts_at <= clock.now()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One plan: who made it, how many of its tickets are no longer valid or were printed.

    ``people`` and ``places``: whether they are still as when it was drawn; None for all but the newest plan.
    """

    plan: SeatingPlan
    who: str
    invalid: int
    printed: int
    people: bool | None = None
    places: bool | None = None


@dataclass(frozen=True, slots=True)
class SeatingOverview:
    """Everything above the lists. ``ready`` and ``waiting`` are persons by grade: to be seated, and without a seat."""

    grades: tuple[Grade, ...]
    ready: Mapping[int, int]
    waiting: Mapping[int, int]
    sites: int
    rooms: int
    sittings: tuple[SessionOccupancy, ...]
    plans: tuple[Drawn, ...]

    @property
    def draft(self) -> Drawn | None:
        """The unpublished plan, which another draw replaces."""
        return next((one for one in self.plans if one.plan.state is PlanState.DRAWN), None)

    @property
    def short(self) -> dict[int, int]:
        """By grade, the persons for whom there is no session to come."""
        meant = {grade for sitting in self.sittings if not sitting.over for grade in sitting.session.grades}
        return {grade: count for grade, count in self.waiting.items() if grade not in meant}


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One trade: persons to be seated by grade, in all, and how many have a seat."""

    code: str
    name: str
    by_grade: Mapping[int, int]
    seated: int

    @property
    def persons(self) -> int:
        return sum(self.by_grade.values())


@dataclass(frozen=True, slots=True)
class TradeRows:
    """One page of trades and how many there are."""

    rows: tuple[TradeRow, ...]
    total: int


async def standing(actor: Actor, year: int) -> SeatingOverview:
    """The present state of the seating of the actor's office for this year. Raises Forbidden."""
    City.require(actor)
    year_id = (await numbered(year)).id
    ready = await _by_grade(actor, year_id, seated=None)
    seated = await _by_grade(actor, year_id, seated=True)
    rooms = Room.filter(enabled=True, site__enabled=True, site__organisation_id=actor.organisation_id)
    found = await rooms.filter(site__year_id=year_id).values_list('site_id', 'capacity')
    capacity = sum(int(row[1]) for row in found)
    sessions = await ExamSession.filter(organisation_id=actor.organisation_id, year_id=year_id).order_by(
        'starts_at', 'id'
    )
    held = await _count(tickets_of(actor, year_id), 'session_id')
    return SeatingOverview(
        grades=grades_of(actor),
        ready=ready,
        waiting=Counter(ready) - Counter(seated),
        sites=len({row[0] for row in found}),
        rooms=len(found),
        sittings=tuple(SessionOccupancy(row, capacity, held.get(row.id, 0)) for row in sessions),
        plans=await _plans(actor, year_id),
    )


async def trades(actor: Actor, year: int, paging: Paging) -> TradeRows:
    """The persons to be seated this year by trade, the largest first. Raises Forbidden."""
    City.require(actor)
    year_id = (await numbered(year)).id
    names, counted = await trade_names(), defaultdict[str, dict[int, int]](dict)
    ready = await to_be_seated(actor, year_id)
    for trade, grade, n in await ready.annotate(n=Count('id')).group_by('trade', 'grade').values_list(
        'trade', 'grade', 'n'
    ):  # fmt: skip
        counted[str(trade)][int(grade)] = int(n)
    seated = await _count(tickets_of(actor, year_id).filter(good()), 'application__trade')
    rows = [TradeRow(code, names.get(code, code), by, seated.get(code, 0)) for code, by in counted.items()]
    rows.sort(key=lambda row: (-row.persons, row.code))
    return TradeRows(tuple(rows[paging.offset : paging.offset + paging.size]), len(rows))


async def without_seat(actor: Actor, year: int, paging: Paging) -> application_rows.ApplicationPage:
    """The persons to be seated this year without a seat in any plan, in the order of registration. Raises Forbidden."""
    City.require(actor)
    found = (await to_be_seated(actor, (await numbered(year)).id)).filter(tickets__id__isnull=True)
    page = found.order_by('id').offset(paging.offset).limit(paging.size)
    ids = [int(row[0]) for row in await page.values_list('id')]
    rows = await application_rows.rows_of(actor, ids)
    return application_rows.ApplicationPage(tuple(rows[id_] for id_ in ids if id_ in rows), await found.count())


async def printed(actor: Actor, plan_id: int, most: int) -> tuple[list[str], int]:
    """The names of those who have printed their ticket of this plan, at most ``most``, and their number.

    Raises Forbidden.
    """
    City.require(actor)
    found = tickets_of(actor).filter(plan_id=plan_id, prints__gt=0).order_by('number')
    names = [str(row[0]) for row in await found.limit(most).values_list('application__name')]
    return names, await found.count()


async def _by_grade(actor: Actor, year_id: int, *, seated: bool | None) -> dict[int, int]:
    found = await to_be_seated(actor, year_id)
    if seated:
        found = found.filter(tickets__id__isnull=False)
    rows = await found.annotate(n=Count('id')).group_by('grade').values_list('grade', 'n')
    return {int(grade): int(n) for grade, n in sorted(rows, reverse=True)}


async def _count(found: object, key: str) -> dict[object, int]:
    rows = await found.annotate(n=Count('id')).group_by(key).values_list(key, 'n')  # type: ignore[attr-defined]
    return {row[0]: int(row[1]) for row in rows}


async def _plans(actor: Actor, year_id: int) -> tuple[Drawn, ...]:
    """The newest first; only for that one it is checked whether people and places are still the same."""
    found = SeatingPlan.filter(organisation_id=actor.organisation_id, year_id=year_id)
    rows = await found.order_by('-id').select_related('account')
    mine = AdmissionTicket.filter(plan_id__in=[row.id for row in rows])
    fine, printed = await _count(mine.filter(good()), 'plan_id'), await _count(mine.filter(prints__gt=0), 'plan_id')
    now = ''
    if rows:
        setting = await setting_of(actor, year_id, drawn=rows[0])
        now = digest_of(await people_of(actor, year_id, setting.kept), setting)
    return tuple(
        Drawn(
            row, row.account.name, row.seated - fine.get(row.id, 0), printed.get(row.id, 0),
            people=now[:32] == row.digest[:32] if row is rows[0] else None,
            places=now[32:] == row.digest[32:] if row is rows[0] else None,
        )
        for row in rows
    )  # fmt: skip
