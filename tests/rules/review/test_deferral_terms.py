"""Deferred materials are due when they were promised, within what the year allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from domain.clock import SHANGHAI
from domain.rules.review.deferral_terms import LedgerState, due_on, last_day, standing_of
from domain.rules.vocabulary import DeferralState, Level, WindowKind

OPENS = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 5, 1, tzinfo=SHANGHAI)
JUNE = date(2026, 6, 1)


@dataclass(frozen=True)
class Window:
    closes_at: datetime
    kind: WindowKind = WindowKind.DEFERRAL
    opens_at: datetime = OPENS
    level: Level | None = None


@pytest.mark.parametrize(
    ('later', 'day'),
    [
        ({}, date(2026, 4, 30)),
        ({'seconds': 1}, date(2026, 5, 1)),
        ({'minutes': 1}, date(2026, 5, 1)),
        ({'hours': 1}, date(2026, 5, 1)),
        ({'hours': 23, 'minutes': 59, 'seconds': 59}, date(2026, 5, 1)),
    ],
)
def test_a_window_that_closes_at_midnight_ends_on_the_day_before(later: dict[str, int], day: date) -> None:
    assert last_day([Window(MIDNIGHT + timedelta(**later))]) == day


def test_of_several_windows_the_last_one_counts_and_other_kinds_do_not() -> None:
    windows = [Window(MIDNIGHT), Window(MIDNIGHT + timedelta(days=9)), Window(MIDNIGHT + timedelta(days=5))]
    assert last_day([*windows, Window(MIDNIGHT + timedelta(days=99), WindowKind.PAYMENT)]) == date(2026, 5, 9)


def test_a_year_without_such_a_window_sets_no_last_day() -> None:
    assert last_day([Window(MIDNIGHT, WindowKind.PAYMENT)]) is None
    assert due_on(JUNE, None) == JUNE


def test_the_promised_day_holds_but_never_past_the_last_one() -> None:
    assert due_on(JUNE, JUNE + timedelta(days=1)) == JUNE
    assert due_on(JUNE, JUNE - timedelta(days=1)) == JUNE - timedelta(days=1)


def test_what_is_open_is_overdue_on_the_day_after() -> None:
    states = [standing_of(DeferralState.OPEN, JUNE, JUNE + timedelta(days=days)) for days in (-1, 0, 1)]
    assert states == [LedgerState.OPEN, LedgerState.OPEN, LedgerState.OVERDUE]


@pytest.mark.parametrize('state', [DeferralState.SUPPLIED, DeferralState.CLEARED])
def test_what_came_is_never_overdue(state: DeferralState) -> None:
    assert standing_of(state, JUNE, JUNE + timedelta(days=9)) == state.value


def test_the_ledger_names_what_is_to_be_done_first() -> None:
    assert LedgerState.labels() == {
        'overdue': '逾期', 'open': '待补', 'supplied': '已补待复核', 'cleared': '已复核',
    }  # fmt: skip
