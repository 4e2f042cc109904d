"""Who sits in which room: drawn by lots that every machine draws alike, each unit spread over the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from domain.rules.exam.seat_mixing import dealt, side_by_side


@dataclass(frozen=True)
class Someone:
    """A person with nothing but what the rule may ask for; two of them have no order of their own."""

    id: int
    unit: int


SEVEN = [Someone(number, 1 + number % 3) for number in range(1, 8)]


def ids(people: list[Someone]) -> list[int]:
    return [person.id for person in people]


def test_the_lots_are_the_same_on_every_machine() -> None:
    """Written down once: another version of the program must deal and seat the same."""
    assert ids(dealt(SEVEN, {1: 7}, 'seed')[1]) == [7, 4, 1, 6, 3, 2, 5]
    assert [(seat, person.id) for seat, person in side_by_side(SEVEN, range(1, 9), {}, 'seed')] == [
        (1, 7),
        (2, 2),
        (3, 6),
        (4, 4),
        (5, 5),
        (6, 3),
        (7, 1),
    ]


def test_another_seed_draws_other_lots() -> None:
    assert ids(dealt(SEVEN, {1: 7}, 'another')[1]) == [3, 6, 2, 5, 4, 1, 7]


def test_people_of_a_unit_are_dealt_one_after_another() -> None:
    units = [person.unit for person in dealt(SEVEN, {1: 7}, 'seed')[1]]
    assert sum(left != right for left, right in pairwise(units)) == 2


def test_rooms_take_turns_in_proportion_to_their_shares() -> None:
    order = dealt(SEVEN, {1: 7}, 'seed')[1]
    rooms = dealt(SEVEN, {10: 1, 11: 2, 12: 4}, 'seed')
    room_of = {person: room for room, people in rooms.items() for person in people}
    assert [room_of[person] for person in order] == [12, 11, 12, 10, 12, 11, 12]


def test_who_registered_first_is_seated_when_seats_are_few() -> None:
    rooms = dealt(SEVEN[::-1], {10: 2, 11: 1}, 'seed')
    assert sorted(ids(rooms[10] + rooms[11])) == [1, 2, 3]
    assert (len(rooms[10]), len(rooms[11])) == (2, 1)


def test_more_seats_than_people_are_never_dealt() -> None:
    with pytest.raises(ValueError, match='zip'):
        dealt(SEVEN[:2], {10: 3}, 'seed')
