"""Mixing units: which people of a group sit in which room, and in which order the people of one room sit."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar


class OfUnit(Protocol):
    """A person with an id and a unit."""

    @property
    def id(self) -> int: ...
    @property
    def unit(self) -> int: ...


P = TypeVar('P', bound=OfUnit)


def dealt(members: Sequence[P], shares: Mapping[int, int], seed: str) -> dict[int, list[P]]:
    """Distributes the members over these places by the seed: ``shares`` per place, each unit evenly over all places.

    If the shares are fewer than the members, the lowest ids are taken first.
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
    """Seat and person: the first free seats; no two neighbours are of one unit if such an order exists, else few are.

    ``beside`` are the units on the taken seats. The next person is always of the unit with the most people left that
    is not the neighbour's unit. In an empty room this is optimal: it fails only if one unit has more people than there
    are seats that do not adjoin each other. Between taken seats it may miss an order that exists.
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
