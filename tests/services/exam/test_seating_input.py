"""The input of a draw of seats."""

from __future__ import annotations

from domain.rules.exam.seating import Person, Room, Seat, Session
from domain.services.exam.seating_input import Setting


def test_a_plan_drawn_by_the_first_version_still_matches_its_setting() -> None:
    rooms, sessions = (Room(1, 2, 30), Room(4, 2, 20)), (Session(7, frozenset({3, 2})),)
    kept = (Seat(Person(9, 3, '01', 5), 7, 1, 1, 2),)
    assert Setting(rooms, sessions, kept, (), ()).digest == '04e378d0b5ae83f2acef93caf8b532c4'
