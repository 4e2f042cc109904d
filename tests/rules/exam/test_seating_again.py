"""A second draw beside the seats that were given: numbers, rooms and seats stay, and what is left is counted."""

from __future__ import annotations

import hashlib

import pytest

from domain.rules.exam import seating
from domain.rules.exam.seating import MOST_ROOM_NUMBERS, Person, Room, Seat, Session, Unseated, fingerprint, seated

A, B, FAR = Room(101, 1, 2), Room(102, 1, 2), Room(201, 2, 2)
MORNING, AFTERNOON = Session(1, frozenset({3, 4})), Session(2, frozenset({3, 5}))


def people(count: int, *, grade: int = 3, trade: str = '01', first: int = 1) -> list[Person]:
    """So many people of one trade and grade, each of a unit of their own."""
    return [Person(number, grade, trade, number) for number in range(first, first + count)]


def given(session: Session, room: Room, number: int, seat: int = 1, *, trade: str = '09', unit: int = 900) -> Seat:
    """A seat from the draw before."""
    return Seat(Person(900 + 10 * room.id + seat, 3, trade, unit), session.id, room.id, number, seat)


def test_seats_come_in_the_order_of_session_room_and_seat() -> None:
    found = seated(people(4, grade=4) + people(1, grade=5, first=10), [B, A, FAR], [MORNING, AFTERNOON], 'seed')
    assert [seat[1:] for seat in found.seats] == [
        (1, 102, 1, 1), (1, 102, 1, 2), (1, 101, 2, 1), (1, 101, 2, 2), (2, 102, 3, 1),
    ]  # fmt: skip
    assert (found.seats[-1].person.id, found.left) == (10, {})


def test_who_has_no_session_and_who_has_no_seat_is_counted_by_grade() -> None:
    crowd = people(2, grade=1) + people(1, grade=2, first=3) + people(4, grade=4, first=4) + people(5, grade=5, first=8)
    found = seated(crowd, [A], [MORNING, AFTERNOON], 'seed')
    assert found.left == {
        (1, Unseated.NO_SESSION): 2, (2, Unseated.NO_SESSION): 1, (4, Unseated.NO_SEAT): 2, (5, Unseated.NO_SEAT): 3,
    }  # fmt: skip
    assert [word.label for word in Unseated] == ['没有适用该等级的场次', '座位不足']
    assert [word.value for word in Unseated] == ['no_session', 'no_seat']


def test_every_grade_from_one_to_five_can_be_seated() -> None:
    crowd = [Person(grade, grade, '01', grade) for grade in range(1, 6)]
    found = seated(crowd, [Room(1, 1, 5)], [Session(1, frozenset(range(1, 6)))], 'seed')
    assert sorted(seat.person.grade for seat in found.seats) == [1, 2, 3, 4, 5]


def test_a_room_number_stays_and_new_rooms_take_the_lowest_that_are_free() -> None:
    kept = [given(MORNING, A, 2), given(AFTERNOON, FAR, 1)]
    found = seated(people(7, grade=4), [A, B, FAR], [MORNING, AFTERNOON], 'seed', kept)
    numbers = {(seat.session, seat.room): seat.room_number for seat in found.seats}
    assert numbers == {(1, 101): 2, (1, 102): 1, (1, 201): 2}
    assert len(found.seats) == 5
    assert found.left == {(4, Unseated.NO_SEAT): 2}


def test_given_seats_are_not_given_again_and_their_neighbours_are_of_other_units() -> None:
    room = Room(101, 1, 5)
    kept = [given(MORNING, room, 1, 2, unit=1), given(MORNING, room, 1, 4, unit=2)]
    newcomers = [Person(number, 4, '01', unit) for number, unit in ((1, 1), (2, 1), (3, 3))]
    found = seated(newcomers, [room], [MORNING], 'seed', kept)
    assert {seat.seat: seat.person.unit for seat in found.seats} == {1: 3, 3: 1, 5: 1}


def test_a_room_that_was_made_smaller_than_its_people_takes_nobody() -> None:
    kept = [given(MORNING, A, 1, seat) for seat in (1, 2)]
    small = Room(A.id, 1, 1)
    found = seated(people(3, grade=4), [small, B], [MORNING], 'seed', kept)
    assert [(seat.room, seat.seat) for seat in found.seats] == [(102, 1), (102, 2)]
    assert found.left == {(4, Unseated.NO_SEAT): 1}


def test_a_given_seat_costs_its_own_room_in_its_own_session_only() -> None:
    kept = [given(MORNING, A, 1)]
    found = seated(people(4), [A], [MORNING, AFTERNOON], 'seed', kept)
    assert [(seat.session, seat.room_number, seat.seat) for seat in found.seats] == [(1, 1, 2), (2, 2, 1), (2, 2, 2)]


def test_seats_in_a_room_that_is_gone_and_in_a_session_that_is_over_do_not_matter() -> None:
    kept = [given(MORNING, Room(999, 1, 5), 4), given(Session(77, frozenset({3})), A, 1, trade='01')]
    found = seated(people(2, grade=4), [A], [MORNING], 'seed', kept)
    assert [(seat.room, seat.room_number) for seat in found.seats] == [(101, 2), (101, 2)]


def test_newcomers_follow_their_trade_into_its_session_and_its_room() -> None:
    kept = [given(AFTERNOON, B, 1, trade='01'), given(MORNING, A, 2, trade='02')]
    found = seated(people(1) + people(1, trade='02', first=2), [A, B], [MORNING, AFTERNOON], 'seed', kept)
    assert {seat.person.trade: (seat.session, seat.room) for seat in found.seats} == {'01': (2, 102), '02': (1, 101)}


def test_a_room_that_is_home_in_one_session_is_not_in_the_other() -> None:
    kept = [given(AFTERNOON, B, 1, trade='01')]
    found = seated(people(1, grade=4), [A, B], [MORNING, AFTERNOON], 'seed', kept)
    assert [(seat.session, seat.room) for seat in found.seats] == [(1, 101)]


def test_a_site_gives_its_last_number_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ROOM_NUMBERS == 999
    monkeypatch.setattr(seating, 'MOST_ROOM_NUMBERS', 3)
    rooms = [Room(number, 1, 1) for number in range(1, 6)] + [Room(10, 2, 1)]
    kept = [Seat(Person(900, 4, '09', 9), MORNING.id, 5, 2, 2)]  # room 5 has its number; its first seat is free
    found = seated(people(6, grade=4), rooms, [MORNING], 'seed', kept)
    assert {(seat.room, seat.room_number) for seat in found.seats} == {(1, 1), (2, 3), (10, 1)}
    assert found.left == {(4, Unseated.NO_SEAT): 3}
    roomy = [*rooms[:4], Room(5, 1, 2), rooms[5]]
    again = seated(people(6, grade=4), roomy, [MORNING], 'seed', kept)
    assert (5, 2, 1) in {seat[2:] for seat in again.seats}
    assert again.left == {(4, Unseated.NO_SEAT): 2}


def test_each_room_of_each_session_draws_lots_of_its_own() -> None:
    """With one lot for all, the units would stand in the same order everywhere."""
    rooms = [Room(number, 1, 6) for number in range(1, 5)]
    crowd = [Person(number, 3, '01', number % 6) for number in range(48)]
    found = seated(crowd, rooms, [MORNING, AFTERNOON], 'seed')
    orders = {
        place: tuple(seat.person.unit for seat in found.seats if seat[1:3] == place)
        for place in {seat[1:3] for seat in found.seats}
    }
    assert len(set(orders.values())) == len(orders) == 8
    assert fingerprint(map(tuple, found.seats)) == '4f201471ebc8b6dd31dbbed4375f817d'


def test_a_fingerprint_is_the_beginning_of_a_sum_that_everybody_can_check() -> None:
    whole = hashlib.sha256(b'1\n2\n\nx').hexdigest()
    assert fingerprint([1, 2], ['x']) == whole[:32]
    assert len(fingerprint()) == 32
    assert fingerprint([1], [2]) != fingerprint([1, 2])
