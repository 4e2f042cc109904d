"""去年同期: the same day of the registration, whatever the dates of the two years are, and its words."""

from __future__ import annotations

from datetime import date

import pytest

from domain import clock
from domain.rules.year.same_day import compared_text, growth_text, same_moment

OPENED, BEFORE = date(2026, 3, 10), date(2025, 4, 1)


def test_the_fifth_day_is_compared_with_the_fifth_day_at_the_same_hour() -> None:
    assert same_moment(clock.at(2026, 3, 14, 15, 30), OPENED, BEFORE) == clock.at(2025, 4, 5, 15, 30)


def test_the_first_minute_of_the_first_day_is_compared_and_none_before_it() -> None:
    assert same_moment(clock.at(2026, 3, 10), OPENED, BEFORE) == clock.at(2025, 4, 1)
    assert same_moment(clock.at(2026, 3, 9, 23, 59), OPENED, BEFORE) is None


@pytest.mark.parametrize(
    ('now', 'before', 'text'),
    [
        (112, 100, '+12%'),
        (80, 100, '-20%'),
        (1, 3, '-66.7%'),
        (100, 100, '持平'),
        (100_001, 100_000, '持平'),
        (5, 0, ''),
        (0, 4, '-100%'),
    ],
)
def test_growth_is_said_as_a_share_of_last_year(now: int, before: int, text: str) -> None:
    assert growth_text(now, before) == text


def test_nobody_a_year_ago_is_a_number_without_a_share() -> None:
    assert compared_text(5, 0) == '去年同期 0'
    assert compared_text(112, 100) == '去年同期 100，+12%'
