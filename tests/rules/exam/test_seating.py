"""考场编排: everybody who fits is seated once, trades stay together, units are mixed, a seed gives the same again."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise, permutations
from random import Random

import pytest

from domain.rules.application.numbering import ticket_number
from domain.rules.exam.seat_mixing import dealt, side_by_side
from domain.rules.exam.seat_packing import most_seated, packed, shared_out
from domain.rules.exam.seating import (
    MOST_ROOM_NUMBERS,
    Person,
    Room,
    Seat,
    Seating,
    Session,
    Unseated,
    fingerprint,
    seated,
)


def crowd(seed: int, count: int, *, trades: int = 12, units: int = 20) -> list[Person]:
    chance = Random(seed)
    return [
        Person(number, chance.choice((2, 3, 3, 4, 5)), f'{chance.randrange(trades):02}', chance.randrange(units))
        for number in range(1, count + 1)
    ]


def rooms(*capacities: int, site: int = 1) -> list[Room]:
    return [Room(100 * site + number, site, capacity) for number, capacity in enumerate(capacities, start=1)]


def sessions(*grades: tuple[int, ...]) -> list[Session]:
    return [Session(number, frozenset(some)) for number, some in enumerate(grades, start=1)]


def sound(found: Seating, people: list[Person], halls: list[Room], sittings: list[Session]) -> None:
    """Nobody twice, no seat double, every grade in a session of its own, no seat beyond the room, nobody forgotten."""
    capacity = {hall.id: hall.capacity for hall in halls}
    grades = {sitting.id: sitting.grades for sitting in sittings}
    assert len({seat.person.id for seat in found.seats}) == len(found.seats)
    assert len({(seat.session, seat.room, seat.seat) for seat in found.seats}) == len(found.seats)
    assert all(1 <= seat.seat <= capacity[seat.room] for seat in found.seats)
    assert all(seat.person.grade in grades[seat.session] for seat in found.seats)
    left = Counter[int]()
    for (grade, _), count in found.left.items():
        left[grade] += count
    assert Counter(seat.person.grade for seat in found.seats) + left == Counter(person.grade for person in people)


@pytest.mark.parametrize('seed', range(12))
def test_every_seating_is_sound(seed: int) -> None:
    chance = Random(seed)
    people = crowd(seed, chance.randrange(0, 400), trades=chance.randrange(1, 40), units=chance.randrange(1, 60))
    halls = rooms(*(chance.randrange(0, 40) for _ in range(6))) + rooms(30, 30, site=2)
    sittings = sessions((2, 3), (3, 4), (4,))
    found = seated(people, halls, sittings, 'seed')
    sound(found, people, halls, sittings)
    assert all(lack is Unseated.NO_SESSION for (grade, lack) in found.left if grade == 5)
    wanted = Counter(person.grade for person in people)
    free = {sitting.id: sum(hall.capacity for hall in halls) for sitting in sittings}
    demand = {(1,): wanted[2], (1, 2): wanted[3], (2, 3): wanted[4]}
    assert len(found.seats) == most_seated(demand, free)  # not one fewer than can be


def test_the_same_seed_gives_the_same_seats_whatever_the_order_of_the_people() -> None:
    people, halls, sittings = crowd(1, 200), rooms(30, 30, 30, 30), sessions((2, 3), (3, 4, 5))
    first = seated(people, halls, sittings, 'a')
    assert seated(people[::-1], halls, sittings, 'a') == first
    assert seated(people, halls, sittings, 'b').seats != first.seats
    # What it gives is written down: another version of the program must give the same.
    assert fingerprint(map(tuple, first.seats)) == '94f1c0330bf2e560cdb651ecf983316a'


def test_a_trade_uses_no_more_rooms_than_it_must_where_rooms_are_alike() -> None:
    people = crowd(2, 300, trades=7)
    found = seated(people, rooms(*[30] * 14), sessions((2, 3, 4, 5)), 'seed')
    used = defaultdict[str, set[int]](set)
    for seat in found.seats:
        used[seat.person.trade].add(seat.room)
    sizes = Counter(person.trade for person in people)
    assert {trade: len(halls) for trade, halls in used.items()} == {t: -(-n // 30) for t, n in sizes.items()}


def test_no_more_rooms_are_used_than_are_needed_when_small_trades_share() -> None:
    people = [Person(number, 3, f'{number // 5:02}', number) for number in range(60)]  # twelve trades of five
    found = seated(people, rooms(30, 30, 30), sessions((3,)), 'seed')
    assert Counter(seat.room for seat in found.seats) == {101: 30, 102: 30}
    assert all(len({s.room for s in found.seats if s.person.trade == f'{trade:02}'}) == 1 for trade in range(12))


def test_a_trade_sits_in_one_session_if_one_has_room_for_it() -> None:
    people = crowd(3, 240, trades=8)
    found = seated(people, rooms(30, 30, 30, 30), sessions((2, 3, 4, 5), (2, 3, 4, 5), (2, 3, 4, 5)), 'seed')
    split = [
        trade
        for trade in {person.trade for person in people}
        if len({seat.session for seat in found.seats if seat.person.trade == trade}) > 1
    ]
    assert len(found.seats) == 240
    assert split == []


def test_who_can_sit_elsewhere_makes_room_for_who_cannot() -> None:
    people = [Person(n, 3, '01', n) for n in range(10)] + [Person(n, 2, '02', n) for n in range(10, 20)]
    found = seated(people, rooms(10), sessions((2, 3), (3,)), 'seed')
    assert not found.left
    assert {seat.session for seat in found.seats if seat.person.grade == 2} == {1}
    assert {seat.session for seat in found.seats if seat.person.grade == 3} == {2}


def test_what_does_not_fit_is_counted_by_grade_and_reason() -> None:
    people = [Person(n, 3, '01', n) for n in range(12)] + [Person(20, 1, '01', 1)]
    found = seated(people, rooms(10), sessions((3,)), 'seed')
    assert found.left == {(3, Unseated.NO_SEAT): 2, (1, Unseated.NO_SESSION): 1}
    assert {seat.person.id for seat in found.seats} == set(range(10))  # who registered first


def same_neighbours(units: list[int]) -> int:
    return sum(left == right for left, right in pairwise(units))


@pytest.mark.parametrize('units', [
    [], [1], [1, 1], [1, 2], [1, 1, 2], [1, 1, 1, 2], [1, 1, 2, 2], [1, 1, 1, 2, 2], [1, 2, 3, 3, 3],
    [1, 1, 1, 1, 2, 3], [1, 1, 2, 2, 3, 3], [1, 1, 1, 1, 1, 2, 2], [1, 1, 1, 2, 2, 2, 3], [4, 4, 4, 1, 2, 3, 3],
])  # fmt: skip
@pytest.mark.parametrize('left', [None, 1])
def test_units_are_mixed_as_well_as_any_order_can(units: list[int], left: int | None) -> None:
    """Against all orders there are: not one has fewer neighbours of one unit."""
    people = [Person(number, 3, '01', unit) for number, unit in enumerate(units)]
    first = 1 if left is None else 2
    beside = {} if left is None else {1: left}
    order = sorted(side_by_side(people, range(first, 50), beside, 'seed'))
    assert [seat for seat, _ in order] == list(range(first, first + len(units)))
    assert sorted(person.id for _, person in order) == list(range(len(units)))
    start = [] if left is None else [left]
    best = min(same_neighbours([*start, *other]) for other in set(permutations(units)))
    assert same_neighbours([*start, *(person.unit for _, person in order)]) == best


def test_a_gap_between_kept_seats_is_filled_with_neither_neighbour() -> None:
    people = [Person(1, 3, '01', 7), Person(2, 3, '01', 8), Person(3, 3, '01', 9)]
    ((seat, person),) = list(side_by_side(people[:1], [2], {1: 8, 3: 9}, 'seed'))
    assert (seat, person.unit) == (2, 7)
    found = dict(side_by_side(people, [2, 4, 5], {1: 8, 3: 9}, 'seed'))
    assert found[2].unit == 7


def test_a_trade_of_one_large_unit_is_spread_evenly_over_its_rooms() -> None:
    people = [Person(number, 3, '01', 1 if number < 30 else number) for number in range(60)]
    shares = dealt(people, {10: 20, 11: 20, 12: 20}, 'seed')
    assert [sum(person.unit == 1 for person in some) for some in shares.values()] == [10, 10, 10]
    found = seated(people, rooms(20, 20, 20), sessions((3,)), 'seed')
    for hall in (101, 102, 103):
        units = [seat.person.unit for seat in sorted(found.seats, key=lambda seat: seat.seat) if seat.room == hall]
        assert same_neighbours(units) == 0


def test_newcomers_join_their_trade_and_the_seats_given_stay() -> None:
    halls, sittings = rooms(10, 10, 10), sessions((3,), (3,))
    first = seated([Person(n, 3, '01' if n < 8 else '02', n) for n in range(16)], halls, sittings, 'seed')
    at_home = {seat.room for seat in first.seats if seat.person.trade == '01'}
    more = [Person(100, 3, '01', 1), Person(101, 3, '01', 2)]
    second = seated(more, halls, sittings, 'seed', first.seats)
    assert {seat.room for seat in second.seats} == at_home
    assert not {seat[1:3] + seat[4:] for seat in first.seats} & {seat[1:3] + seat[4:] for seat in second.seats}
    assert {seat.room_number for seat in second.seats} == {s.room_number for s in first.seats if s.room in at_home}


def test_room_numbers_rise_over_the_sessions_of_a_site_and_are_never_given_twice() -> None:
    people = crowd(5, 150)
    halls, sittings = rooms(30, 30) + rooms(20, site=2), sessions((2, 3), (4, 5))
    found = seated(people, halls, sittings, 'seed')
    by_place = {(seat.session, seat.room): seat.room_number for seat in found.seats}
    sites = {hall.id: hall.site for hall in halls}
    for site in (1, 2):
        numbers = [number for (_, hall), number in sorted(by_place.items()) if sites[hall] == site]
        assert numbers == list(range(1, len(numbers) + 1))
    taken = Seat(Person(900, 3, '01', 1), 99, 101, 7, 1)  # a room that is closed by now, in a session that is over
    again = seated(people, [Room(101, 1, 0), *halls[1:]], sittings, 'seed', [taken])
    assert 7 not in {seat.room_number for seat in again.seats if sites[seat.room] == 1}


def test_a_site_without_numbers_left_has_no_more_rooms() -> None:
    halls = [Room(number, 1, 1) for number in range(1, MOST_ROOM_NUMBERS + 3)]
    people = [Person(number, 3, '01', number) for number in range(MOST_ROOM_NUMBERS + 2)]
    found = seated(people, halls, sessions((3,)), 'seed')
    assert found.left == {(3, Unseated.NO_SEAT): 2}
    assert max(seat.room_number for seat in found.seats) == MOST_ROOM_NUMBERS


def most_by_trying(demand: list[tuple[tuple[int, ...], int]], free: dict[int, int]) -> int:
    """Every way to seat the first group, and then the others."""
    if not demand:
        return 0
    (group, count), rest = demand[0], demand[1:]
    if not group:
        return most_by_trying(rest, free)
    session, others = group[0], group[1:]
    return max(
        n + most_by_trying([(others, count - n), *rest], {**free, session: free[session] - n})
        for n in range(min(count, free[session]) + 1)
    )


@pytest.mark.parametrize('seed', range(20))
def test_the_bound_is_what_trying_everything_finds(seed: int) -> None:
    chance = Random(seed)
    groups = chance.sample([(1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)], 3)
    demand = {group: chance.randrange(6) for group in groups}
    free = {session: chance.randrange(5) for session in (1, 2, 3)}
    assert most_seated(demand, free) == most_by_trying(list(demand.items()), free)


def test_sharing_out_and_packing_by_hand() -> None:
    assert shared_out({((1, 2), 'a'): 8, ((1,), 'b'): 5}, {1: 10, 2: 4}, {}) == {
        ((1, 2), 'a'): {1: 5, 2: 3}, ((1,), 'b'): {1: 5},
    }  # fmt: skip
    assert packed({'a': 45, 'b': 12, 'c': 3}, {1: 30, 2: 30}, {}) == {'a': {1: 30, 2: 15}, 'b': {2: 12}, 'c': {2: 3}}


def test_a_ticket_number_names_year_city_grade_site_room_and_seat() -> None:
    assert ticket_number(2026, '410300', 3, 1, 101, 7) == '260330110107'
    assert ticket_number(2026, '410000', 1, 12, 1, 30) == '260011200130'
    for wrong in ((0, 1, 1, 1), (1, 100, 1, 1), (1, 1, 1000, 1), (1, 1, 1, 100)):
        with pytest.raises(ValueError, match='out of bounds'):
            ticket_number(2026, '410300', *wrong)
