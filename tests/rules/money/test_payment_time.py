"""A payment is inside a payment window, before the last one or after it; ten minutes after the last one all is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from domain.clock import at
from domain.rules.money.payment_time import GRACE, is_over, when
from domain.rules.vocabulary import Level, WindowKind

MINUTE = timedelta(minutes=1)


@dataclass
class Period:
    opens_at: datetime
    closes_at: datetime
    kind: WindowKind = WindowKind.PAYMENT
    level: Level | None = None


APRIL = Period(at(2026, 4, 1), at(2026, 4, 11))
MAY = Period(at(2026, 5, 1), at(2026, 5, 11))
JUNE = Period(at(2026, 6, 1), at(2026, 6, 11, 23, 59))
REVIEW = Period(at(2026, 3, 1), at(2026, 12, 1), WindowKind.REVIEW)
WINDOWS = [REVIEW, APRIL, MAY]


@pytest.mark.parametrize(('moment', 'answer'), [
    (APRIL.opens_at - MINUTE, 'early'),
    (APRIL.opens_at, 'inside'),
    (APRIL.closes_at - MINUTE, 'inside'),
    (APRIL.closes_at, 'early'),  # May is still to come
    (MAY.opens_at, 'inside'),
    (MAY.closes_at - MINUTE, 'inside'),
    (MAY.closes_at, 'late'),
    (MAY.closes_at + MINUTE, 'late'),
])  # fmt: skip
def test_a_moment_is_inside_a_window_or_before_or_after_the_last(moment: datetime, answer: str) -> None:
    assert when(WINDOWS, moment) == answer


def test_without_a_payment_window_every_payment_is_early_and_nothing_is_over() -> None:
    for windows in ([], [REVIEW]):
        assert when(windows, MAY.closes_at) == 'early'
        assert when(windows, APRIL.opens_at) == 'early'
        assert is_over(windows, REVIEW.closes_at + GRACE) is False


def test_orders_stay_open_for_ten_minutes_after_the_last_window() -> None:
    assert timedelta(minutes=10) == GRACE
    for moment in (APRIL.opens_at - MINUTE, APRIL.opens_at, APRIL.closes_at + GRACE, MAY.closes_at + GRACE - MINUTE):
        assert not is_over(WINDOWS, moment)
    assert is_over(WINDOWS, MAY.closes_at + GRACE)
    assert is_over(WINDOWS, MAY.closes_at + GRACE + MINUTE)


def test_a_window_of_one_level_is_no_window_for_the_payments_of_all() -> None:
    county = Period(APRIL.opens_at, APRIL.closes_at, level=Level.COUNTY)
    assert when([county], APRIL.opens_at) == 'early'
    assert not is_over([county], APRIL.closes_at + GRACE)


def test_a_window_until_23_59_takes_payments_through_that_minute() -> None:
    midnight = at(2026, 6, 12)
    assert when([JUNE], midnight - timedelta(seconds=1)) == 'inside'
    assert when([JUNE], midnight) == 'late'
    assert not is_over([JUNE], JUNE.closes_at + GRACE)
    assert is_over([JUNE], midnight + GRACE)
