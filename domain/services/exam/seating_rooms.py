"""The rooms of a seating, session by session, and their persons: for the list, sign-in sheets and the workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tortoise.functions import Count

from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import Act, Grade, PlanState, Sex
from domain.services import journal
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import numbered, trade_names
from storage.models import ExamSession, Room
from storage.queries.exam.seating import tickets_of
from storage.queries.organisations import names_of

Place = tuple[int, int]  # session and room
MOST_PRINTED, MOST_EXPORTED = 5_000, 50_000  # persons at a time


@dataclass(frozen=True, slots=True)
class Placed:
    """One room in one session. ``trades`` are names with persons, the largest first; ``number`` is 考场号."""

    session: ExamSession
    room: Room
    number: int
    trades: tuple[tuple[str, int], ...]
    persons: int
    published: int

    @property
    def place(self) -> Place:
        return self.session.id, self.room.id


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """One page of rooms and how many there are."""

    rows: tuple[Placed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person in a room, with the complete ID number: for the sign-in sheet."""

    place: Place
    seat: int
    number: str
    name: str
    sex: Sex
    id_number: str
    unit: str
    grade: Grade
    trade: str


async def placed(actor: Actor, year: int, paging: Paging, session_id: int | None = None) -> PlacedRows:
    """The rooms with persons this year by session, site and 考场号; ``session_id`` selects one. Raises Forbidden."""
    places = await _places(actor, year, session_id)
    page = places[paging.offset : paging.offset + paging.size]
    return PlacedRows(await _described(actor, page), len(places))


async def chosen(actor: Actor, year: int, places: Collection[Place], *, most: int = MOST_PRINTED) -> tuple[Placed, ...]:
    """Those of these rooms in which the actor's office seats persons this year, in order; without places all of them.

    Raises Forbidden, Refusal when none remains, and for more than ``most`` persons.
    """
    found = [one for one in await _places(actor, year, None) if not places or one.place in places]
    if not found:
        raise Refusal('所选考场已没有编排人员，请刷新后重试')
    if sum(one.persons for one in found) > most:
        raise Refusal(f'一次最多 {most} 人，请按考场分次选择')
    return await _described(actor, found)


async def sitters(actor: Actor, places: Sequence[Place]) -> list[Sitter]:
    """The persons in these rooms of the actor's office, by room and seat. Raises Forbidden."""
    City.require(actor)
    found = tickets_of(actor).filter(
        session_id__in=list({session for session, _ in places}), room_id__in=list({room for _, room in places})
    )
    rows = await found.order_by('session_id', 'room_id', 'seat').values_list(
        'session_id', 'room_id', 'seat', 'number', 'application__name', 'application__sex', 'application__id_number',
        'unit_id', 'grade', 'application__trade',
    )  # fmt: skip
    wanted, trades = set(places), await trade_names()
    rows = [row for row in rows if (row[0], row[1]) in wanted]
    units = await names_of({int(row[7]) for row in rows})
    found_by: dict[Place, list[Sitter]] = defaultdict(list)
    for row in rows:
        found_by[row[0], row[1]].append(
            Sitter(
                (row[0], row[1]), int(row[2]), str(row[3]), str(row[4]), Sex(row[5]), str(row[6]),
                units.get(int(row[7]), ''), Grade(row[8]), trades.get(str(row[9]), str(row[9])),
            )
        )  # fmt: skip
    return [sitter for place in places for sitter in found_by[place]]


@use_case
async def record(actor: Actor, title: str, form: str, year: int, places: int, persons: int) -> None:
    """Record who exported which list of a year as PDF or Excel. Raises Forbidden, SignedOut: then no file is sent."""
    City.require(actor)
    async with unit_of_work(actor):
        details = {'list': title, 'year': year, 'as': form, 'count': persons, 'rooms': places}
        await journal.record(actor, Act.EXPORT, details=details)


@dataclass(slots=True)
class _Taken:
    place: Place
    number: int
    persons: int = 0
    published: int = 0


async def _places(actor: Actor, year: int, session_id: int | None) -> list[_Taken]:
    City.require(actor)
    found = tickets_of(actor, (await numbered(year)).id)
    if session_id is not None:
        found = found.filter(session_id=session_id)
    keys = ('session__starts_at', 'session_id', 'room__site__number', 'room_number', 'room_id', 'plan__state')
    rows = await found.annotate(n=Count('id')).group_by(*keys).values_list(*keys, 'n')
    taken: dict[Place, _Taken] = {}
    for _, session, _, number, room, state, n in sorted(rows, key=lambda row: tuple(map(str, row[:2])) + row[2:5]):
        one = taken.setdefault((session, room), _Taken((session, room), number))
        one.persons += n
        one.published += n if state == PlanState.PUBLISHED else 0
    return list(taken.values())


async def _described(actor: Actor, page: Sequence[_Taken]) -> tuple[Placed, ...]:
    sessions = {row.id: row for row in await ExamSession.filter(id__in=list({one.place[0] for one in page}))}
    ids = list({one.place[1] for one in page})
    rooms = {row.id: row for row in await Room.filter(id__in=ids).select_related('site')}
    names, counted = await trade_names(), defaultdict[Place, list[tuple[str, int]]](list)
    found = tickets_of(actor).filter(session_id__in=list(sessions), room_id__in=ids)
    keys = ('session_id', 'room_id', 'application__trade')
    for session, room, trade, n in await found.annotate(n=Count('id')).group_by(*keys).values_list(*keys, 'n'):
        counted[int(session), int(room)].append((names.get(str(trade), str(trade)), int(n)))
    return tuple(
        Placed(
            sessions[one.place[0]], rooms[one.place[1]], one.number,
            tuple(sorted(counted[one.place], key=lambda pair: (-pair[1], pair[0]))), one.persons, one.published,
        )
        for one in page
    )  # fmt: skip
