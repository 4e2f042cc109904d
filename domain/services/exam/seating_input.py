"""The current input of a draw: people, rooms, sessions and the seats that are already assigned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain import clock
from domain.rules.actor import Actor
from domain.rules.exam import seating
from domain.rules.exam.seating import Person, Seat, Session, fingerprint
from domain.rules.vocabulary import PlanState
from storage.models import ExamSession, Room, SeatingPlan
from storage.queries.exam.seating import tickets_of, to_be_seated


@dataclass(frozen=True, slots=True)
class Setting:
    """Rooms, sessions and kept seats; ``plans``: the published plans of these seats, ``drafts``: the other plans."""

    rooms: tuple[seating.Room, ...]
    sittings: tuple[Session, ...]
    kept: tuple[Seat, ...]
    plans: tuple[int, ...]
    drafts: tuple[int, ...]

    @property
    def digest(self) -> str:
        """Two settings with the same digest give the same people the same seats."""
        return fingerprint(
            # The text of the first version: plans drawn with it are compared with this digest.
            (f'Hall(id={room.id}, site={room.site}, capacity={room.capacity})' for room in self.rooms),
            ((sitting.id, *sorted(sitting.grades)) for sitting in self.sittings),
            (tuple(seat) for seat in self.kept),
        )

    @property
    def seats(self) -> int:
        """The number of free seats in all future sessions."""
        return sum(room.capacity for room in self.rooms) * len(self.sittings) - len(self._taken())

    def _taken(self) -> list[Seat]:
        to_come, rooms = {sitting.id for sitting in self.sittings}, {room.id for room in self.rooms if room.capacity}
        return [seat for seat in self.kept if seat.session in to_come and seat.room in rooms]


async def setting_of(actor: Actor, year_id: int, *, drawn: SeatingPlan | None = None) -> Setting:
    """Enabled rooms of enabled sites by number, future sessions by time, and the seats of published plans.

    ``drawn``: the input as this plan saw it when it was drawn; only seats of earlier published plans are kept.
    """
    plans = await SeatingPlan.filter(organisation_id=actor.organisation_id, year_id=year_id).order_by('id')
    published = [
        plan.id for plan in plans if plan.state is PlanState.PUBLISHED and (drawn is None or plan.id < drawn.id)
    ]
    now = drawn.drawn_at if drawn else clock.now()
    kept = await _kept(actor, year_id, published)
    rooms = await _rooms(actor, year_id, {seat.room for seat in kept})
    sessions = ExamSession.filter(organisation_id=actor.organisation_id, year_id=year_id, starts_at__gt=now)
    sittings = [Session(row.id, frozenset(row.grades)) for row in await sessions.order_by('starts_at', 'id')]
    drafts = tuple(plan.id for plan in plans if plan.state is PlanState.DRAWN)
    return Setting(rooms, tuple(sittings), kept, tuple(published), drafts)


async def people_of(actor: Actor, year_id: int, kept: Sequence[Seat]) -> tuple[Person, ...]:
    """The people without a kept seat, in the order of registration."""
    seated = {seat.person.id for seat in kept}
    found = (await to_be_seated(actor, year_id)).order_by('id')
    rows = await found.values_list('id', 'grade', 'trade', 'unit_id')
    return tuple(Person(int(row[0]), int(row[1]), str(row[2]), int(row[3])) for row in rows if row[0] not in seated)


def digest_of(people: Sequence[Person], setting: Setting) -> str:
    """The digest that the plan stores: 32 digits for the people and 32 for rooms, sessions and kept seats."""
    return fingerprint(map(tuple, people)) + setting.digest


async def _rooms(actor: Actor, year_id: int, in_use: Collection[int]) -> tuple[seating.Room, ...]:
    rows = await Room.filter(site__organisation_id=actor.organisation_id, site__year_id=year_id).order_by(
        'site__number', 'number'
    ).values_list('id', 'site__number', 'capacity', 'enabled', 'site__enabled')  # fmt: skip
    return tuple(
        seating.Room(int(id_), int(site), int(capacity) if enabled and open_ else 0)
        for id_, site, capacity, enabled, open_ in rows
        if (enabled and open_) or id_ in in_use  # its number is in use although it offers no more seats
    )


async def _kept(actor: Actor, year_id: int, plans: Sequence[int]) -> tuple[Seat, ...]:
    if not plans:
        return ()
    found = tickets_of(actor, year_id).filter(plan_id__in=list(plans)).order_by('application_id')
    rows = await found.values_list(
        'application_id', 'grade', 'application__trade', 'unit_id', 'session_id', 'room_id', 'room_number', 'seat'
    )
    return tuple(
        Seat(Person(int(row[0]), int(row[1]), str(row[2]), int(row[3])), *(int(value) for value in row[4:]))
        for row in rows
    )
