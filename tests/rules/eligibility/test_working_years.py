"""Years of work are counted in one of the two ways of the public notices."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules.eligibility.career_checks import years_between
from domain.rules.year.parameters import Counting

START, FULL = Counting.START_YEAR, Counting.FULL_YEARS


@pytest.mark.parametrize(
    ('start', 'until', 'calendar_years', 'full_years'),
    [
        ('2017-12-31', '2026-12-31', 10, 9),
        ('2017-01-01', '2026-12-31', 10, 9),
        ('2016-12-31', '2026-12-30', 11, 9),
        ('2016-12-31', '2026-12-31', 11, 10),
        ('2016-12-31', '2027-01-01', 12, 10),
        ('2026-12-31', '2026-12-31', 1, 0),
        ('2027-01-01', '2026-12-31', 0, 0),
        ('2040-01-01', '2026-12-31', 0, 0),
    ],
)
def test_the_first_calendar_year_counts_or_only_full_years(
    start: str, until: str, calendar_years: int, full_years: int
) -> None:
    days = date.fromisoformat(start), date.fromisoformat(until)
    assert [years_between(*days, counting) for counting in (START, FULL)] == [calendar_years, full_years]
