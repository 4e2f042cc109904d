"""Deferred materials are due on the promised day, never after the year's last day, and overdue the day after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from domain.clock import at
from domain.rules.review.deferral_terms import LedgerState, due_on, last_day, standing_of
from domain.rules.vocabulary import DeferralState, Level, WindowKind

MARCH, MAY_20, DAY = at(2026, 3, 1), date(2026, 5, 20), timedelta(days=1)


@dataclass
class Period:
    closes_at: datetime
    kind: WindowKind = WindowKind.DEFERRAL
    opens_at: datetime = MARCH
    level: Level | None = None


@pytest.mark.parametrize(('closes_at', 'day'), [
    (at(2026, 5, 21), MAY_20),  # midnight belongs to the day that ends
    (at(2026, 5, 20, 0, 1), MAY_20),
    (at(2026, 5, 20, 1), MAY_20),
    (at(2026, 5, 20) + timedelta(seconds=1), MAY_20),
    (at(2026, 5, 20, 18), MAY_20),
    (at(2026, 5, 20, 23, 59), MAY_20),
    (at(2026, 6, 1), date(2026, 5, 31)),
])  # fmt: skip
def test_the_last_day_is_the_day_the_window_ends_on(closes_at: datetime, day: date) -> None:
    assert last_day([Period(closes_at)]) == day


def test_the_window_that_closes_last_counts_and_other_kinds_do_not() -> None:
    windows = [Period(at(2026, 5, 20, 18)), Period(at(2026, 4, 1)), Period(at(2026, 12, 1), WindowKind.REVIEW)]
    assert last_day(windows) == MAY_20
    assert last_day(windows[2:]) is None
    assert last_day([]) is None


def test_the_promised_day_counts_unless_the_year_ends_before_it() -> None:
    assert due_on(MAY_20, MAY_20 + DAY) == MAY_20
    assert due_on(MAY_20, MAY_20 - DAY) == MAY_20 - DAY
    assert due_on(MAY_20, None) == MAY_20


def test_an_open_deferral_is_in_time_on_its_day_and_overdue_the_day_after() -> None:
    assert standing_of(DeferralState.OPEN, MAY_20, MAY_20 - DAY) is LedgerState.OPEN
    assert standing_of(DeferralState.OPEN, MAY_20, MAY_20) is LedgerState.OPEN
    assert standing_of(DeferralState.OPEN, MAY_20, MAY_20 + DAY) is LedgerState.OVERDUE


def test_what_was_supplied_is_never_overdue() -> None:
    assert standing_of(DeferralState.SUPPLIED, MAY_20, MAY_20 + DAY) is LedgerState.SUPPLIED
    assert standing_of(DeferralState.CLEARED, MAY_20, MAY_20 + DAY) is LedgerState.CLEARED


def test_the_ledger_speaks_of_its_states_from_the_most_urgent_on() -> None:
    assert [(state.value, state.label) for state in LedgerState] == [
        ('overdue', '逾期'), ('open', '待补'), ('supplied', '已补待复核'), ('cleared', '已复核'),
    ]  # fmt: skip
