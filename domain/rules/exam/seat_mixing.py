"""Mixing units: who of a group goes into which room, and in which order the people of one room sit."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar


class OfUnit(Protocol):
    """Somebody with an id, who comes from a unit."""

    @property
    def id(self) -> int: ...
    @property
    def unit(self) -> int: ...


P = TypeVar('P', bound=OfUnit)


def dealt(members: Sequence[P], shares: Mapping[int, int], seed: str) -> dict[int, list[P]]:
    """The members dealt out to these places by the seed, so many to each, every unit evenly over all of them.

    Where the shares are fewer than the members, the earliest ids go first.
    """
    chosen = sorted(members, key=lambda person: person.id)[: sum(shares.values())]
    chosen.sort(key=lambda person: (_lot(seed, 'unit', person.unit), _lot(seed, 'person', person.id)))
    turns = sorted(((2 * at + 1) / count, place) for place, count in shares.items() for at in range(count))
    given: dict[int, list[P]] = defaultdict(list)
    for person, (_, place) in zip(chosen, turns, strict=True):
        given[place].append(person)
    return given


def side_by_side(
    people: Sequence[P], free: Sequence[int], beside: Mapping[int, int], seed: str
) -> Iterator[tuple[int, P]]:
    """Seat and person: the first free seats, no two neighbours of one unit if there is such an order, else few.

    ``beside`` are the units on the seats that are taken. Taking the unit with the most people left that is not the
    neighbour's is best possible: it fails only where one unit has more people than there are seats apart from one
    another.
    """
    waiting: dict[int, list[P]] = defaultdict(list)
    for person in sorted(people, key=lambda person: _lot(seed, 'person', person.id), reverse=True):
        waiting[person.unit].append(person)
    rank = {unit: _lot(seed, 'unit', unit) for unit in waiting}
    count = Counter({unit: len(group) for unit, group in waiting.items()})
    units = dict(beside)
    for seat in free[: len(people)]:
        left, right = units.get(seat - 1), beside.get(seat + 1)
        unit = max(count, key=lambda unit: (unit != left, unit != right, count[unit], rank[unit]))
        units[seat] = unit
        yield seat, waiting[unit].pop()
        count[unit] -= 1
        if not count[unit]:
            del count[unit]


def _lot(seed: str, kind: str, number: int) -> str:
    return hashlib.sha256(f'{seed}|{kind}|{number}'.encode()).hexdigest()
