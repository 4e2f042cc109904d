"""Trades stay together: who goes into which session and which room, worked out by hand."""

from __future__ import annotations

import pytest

from domain.rules.exam.seat_packing import Key, packed, shared_out

MORNING, NOON, EVENING = 1, 2, 3
DRIVERS, COOKS, CLERKS = '01', '02', '03'


@pytest.mark.parametrize(('sizes', 'seats', 'used', 'given'), [
    pytest.param(
        {((MORNING, EVENING), DRIVERS): 4, ((MORNING, NOON, EVENING), DRIVERS): 4, ((MORNING, NOON), COOKS): 1},
        {MORNING: 3, EVENING: 3}, {},
        {((MORNING, NOON, EVENING), DRIVERS): {MORNING: 3, EVENING: 1}, ((MORNING, EVENING), DRIVERS): {EVENING: 2}},
        id='the largest first, then by trade and sessions; a session without rooms takes nobody',
    ),
    pytest.param(
        {((MORNING, NOON), DRIVERS): 3, ((MORNING,), CLERKS): 2}, {MORNING: 3}, {},
        {((MORNING, NOON), DRIVERS): {MORNING: 3}},
        id='a session without rooms is no way out for anybody',
    ),
    pytest.param(
        {((MORNING, NOON), DRIVERS): 2, ((MORNING,), COOKS): 2}, {MORNING: 2, NOON: 2}, {},
        {((MORNING,), COOKS): {MORNING: 2}, ((MORNING, NOON), DRIVERS): {NOON: 2}},
        id='nobody takes the only seat of another',
    ),
    pytest.param(
        {((MORNING, NOON), DRIVERS): 2}, {MORNING: 5, NOON: 5}, {DRIVERS: {NOON}},
        {((MORNING, NOON), DRIVERS): {NOON: 2}},
        id='a session that has the trade comes first',
    ),
])  # fmt: skip
def test_groups_are_shared_out_over_sessions(
    sizes: dict[Key, int], seats: dict[int, int], used: dict[str, set[int]], given: dict[Key, dict[int, int]]
) -> None:
    assert shared_out(sizes, seats, used) == given


@pytest.mark.parametrize(('sizes', 'free', 'own', 'given'), [
    pytest.param(
        {DRIVERS: 4, COOKS: 6}, {11: 4, 12: 3, 13: 3}, {},
        {COOKS: {11: 4, 13: 2}, DRIVERS: {12: 3, 13: 1}},
        id='the largest trade fills the largest room first',
    ),
    pytest.param(
        {DRIVERS: 1, COOKS: 2}, {15: 2, 16: 3}, {}, {COOKS: {15: 2}, DRIVERS: {16: 1}},
        id='the larger rest chooses first, and the fullest room that has seats enough',
    ),
    pytest.param(
        {DRIVERS: 4, COOKS: 2}, {10: 3, 11: 3, 12: 5, 13: 3}, {DRIVERS: {11, 13}},
        {DRIVERS: {11: 3, 13: 1}, COOKS: {10: 2}},
        id='a room that has the trade comes before a larger one, also for the rest',
    ),
    pytest.param(
        {DRIVERS: 1, COOKS: 1}, {10: 3, 11: 1, 12: 2}, {COOKS: {11}, CLERKS: {10}},
        {COOKS: {11: 1}, DRIVERS: {12: 1}},
        id='a room with one seat is filled by the trade it has',
    ),
    pytest.param(
        {DRIVERS: 4, CLERKS: 2}, {10: 0, 11: 2, 12: 5}, {DRIVERS: {11}}, {DRIVERS: {11: 2, 12: 2}, CLERKS: {12: 2}},
        id='a full room takes nobody, and two rests share a room',
    ),
    pytest.param(
        {DRIVERS: 4, COOKS: 3}, {10: 2, 11: 1, 12: 5}, {DRIVERS: {11}, COOKS: {11, 12}, CLERKS: {10, 11, 12}},
        {DRIVERS: {11: 1, 12: 3}, COOKS: {12: 2, 10: 1}},
        id='a rest that fits in no room is split again',
    ),
])  # fmt: skip
def test_trades_are_packed_into_the_rooms_of_a_session(
    sizes: dict[str, int], free: dict[int, int], own: dict[str, set[int]], given: dict[str, dict[int, int]]
) -> None:
    assert packed(sizes, free, own) == given
