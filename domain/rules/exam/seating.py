"""考场编排: who sits where, as a pure function of the people, the rooms, the sessions and a seed."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.rules.exam.seat_mixing import dealt, side_by_side
from domain.rules.exam.seat_packing import packed, shared_out
from domain.rules.vocabulary import Word

MOST_ROOM_NUMBERS = 999  # three digits of the ticket number, counted per site over all sessions


class Person(NamedTuple):
    """A person to be seated; neighbours should be of another ``unit``."""

    id: int
    grade: int
    trade: str
    unit: int


class Room(NamedTuple):
    """A room for the draw; ``site`` is the site's number."""

    id: int
    site: int
    capacity: int


class Session(NamedTuple):
    """A session for the draw: every room is used again in each session."""

    id: int
    grades: frozenset[int]


class Seat(NamedTuple):
    """One person's seat; ``room_number`` is 考场号, from 1 per site over all sessions."""

    person: Person
    session: int
    room: int
    room_number: int
    seat: int


class Unseated(Word):
    """Why a person has no seat."""

    NO_SESSION = 'no_session', '没有适用该等级的场次'
    NO_SEAT = 'no_seat', '座位不足'


@dataclass(frozen=True, slots=True)
class Seating:
    """The seats in the order of session, room and seat, and how many of each grade have no seat, and why."""

    seats: tuple[Seat, ...]
    left: Mapping[tuple[int, Unseated], int]


def seated(
    people: Iterable[Person],
    rooms: Sequence[Room],
    sittings: Sequence[Session],
    seed: str,
    kept: Sequence[Seat] = (),
) -> Seating:
    """Seats for ``people`` in these rooms and sessions, in addition to the seats in ``kept``, which stay unchanged.

    As many people as possible are seated. Sessions are filled in order; a trade uses as few sessions and rooms as
    possible, a room has as few trades as the rooms in use allow; within a room neighbours (seat n and n + 1) are of
    different units if possible. The same input gives the same seats on every machine: lots are SHA-256 of the seed.
    """
    cohorts, left = _cohorts(people, sittings)
    room_of = {(sitting.id, room.id): room for sitting in sittings for room in rooms}
    numbers = _Numbers(rooms, kept)
    spare = {place: room.capacity for place, room in room_of.items() if numbers.can_have(place)}
    for place, taken in Counter((seat.session, seat.room) for seat in kept).items():
        if place in spare:
            spare[place] = max(0, spare[place] - taken)
    homes: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for seat in kept:
        homes[seat.person.trade].add((seat.session, seat.room))

    places = _placed(cohorts, sittings, spare, homes, seed)
    for grade, count in _missing(cohorts, places).items():
        left[grade, Unseated.NO_SEAT] = count
    beside: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for seat in kept:
        beside[seat.session, seat.room][seat.seat] = seat.person.unit
    seats: list[Seat] = []
    for place, room in room_of.items():  # in the order of session and room, so that room numbers rise in this order
        if place not in places:
            continue
        free = [number for number in range(1, room.capacity + 1) if number not in beside[place]]
        number = numbers.of(place)
        for at, person in side_by_side(places[place], free, beside[place], f'{seed}|{place[0]}|{place[1]}'):
            seats.append(Seat(person, *place, number, at))
    return Seating(tuple(seats), left)


Place = tuple[int, int]  # session and room


def _cohorts(
    people: Iterable[Person], sittings: Sequence[Session]
) -> tuple[dict[tuple[tuple[int, ...], str], list[Person]], dict[tuple[int, Unseated], int]]:
    """The people grouped by the sessions for their grade and by trade; and those without any session."""
    fitting = {grade: tuple(sitting.id for sitting in sittings if grade in sitting.grades) for grade in range(1, 6)}
    cohorts: dict[tuple[tuple[int, ...], str], list[Person]] = defaultdict(list)
    left: dict[tuple[int, Unseated], int] = Counter()
    for person in people:
        if fitting[person.grade]:
            cohorts[fitting[person.grade], person.trade].append(person)
        else:
            left[person.grade, Unseated.NO_SESSION] += 1
    return cohorts, left


def _placed(
    cohorts: Mapping[tuple[tuple[int, ...], str], list[Person]],
    sittings: Sequence[Session],
    spare: Mapping[Place, int],
    homes: Mapping[str, set[Place]],
    seed: str,
) -> dict[Place, list[Person]]:
    """Who sits in which room of which session."""
    seats_left: dict[int, int] = Counter()
    for (session, _), count in spare.items():
        seats_left[session] += count
    sizes = {key: len(members) for key, members in cohorts.items()}
    used = {trade: {session for session, _ in at} for trade, at in homes.items()}
    by_session: dict[int, dict[str, list[Person]]] = {sitting.id: defaultdict(list) for sitting in sittings}
    for key, share in shared_out(sizes, seats_left, used).items():
        for session, members in dealt(cohorts[key], share, seed).items():
            by_session[session][key[1]] += members
    places: dict[Place, list[Person]] = defaultdict(list)
    for sitting in sittings:
        trades = by_session[sitting.id]
        free = {room: count for (session, room), count in spare.items() if session == sitting.id}
        own = {trade: {room for session, room in at if session == sitting.id} for trade, at in homes.items()}
        for trade, share in packed({trade: len(members) for trade, members in trades.items()}, free, own).items():
            for room, members in dealt(trades[trade], share, seed).items():
                places[sitting.id, room] += members
    return places


def _missing(
    cohorts: Mapping[tuple[tuple[int, ...], str], list[Person]], places: Mapping[Place, list[Person]]
) -> Counter[int]:
    """How many of each grade have no seat."""
    wanted = Counter(person.grade for members in cohorts.values() for person in members)
    return wanted - Counter(person.grade for members in places.values() for person in members)


class _Numbers:
    """考场号: assigned numbers stay, the others are numbered from 1, per site."""

    def __init__(self, rooms: Sequence[Room], kept: Sequence[Seat]) -> None:
        self._site = {room.id: room.site for room in rooms}
        self._given = {(seat.session, seat.room): seat.room_number for seat in kept}
        self._used: dict[int, set[int]] = defaultdict(set)
        for (_, room), number in self._given.items():
            if room in self._site:
                self._used[self._site[room]].add(number)
        self._open = {site: MOST_ROOM_NUMBERS - len(self._used[site]) for site in set(self._site.values())}

    def can_have(self, place: Place) -> bool:
        """Whether a number is left for this room in this session; called once for each, in order."""
        if place in self._given:
            return True
        self._open[self._site[place[1]]] -= 1
        return self._open[self._site[place[1]]] >= 0

    def of(self, place: Place) -> int:
        """The number of this room in this session."""
        if place not in self._given:
            used = self._used[self._site[place[1]]]
            number = next(number for number in range(1, MOST_ROOM_NUMBERS + 1) if number not in used)
            used.add(number)
            self._given[place] = number
        return self._given[place]


def fingerprint(*parts: Iterable[object]) -> str:
    """32 hexadecimal digits of the SHA-256 of these values: equal for equal input on every machine."""
    text = '\n\n'.join('\n'.join(map(str, part)) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
