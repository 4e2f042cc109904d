"""Windows are open from their first moment and closed at their last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from domain.clock import at
from domain.rules.vocabulary import Level, WindowKind
from domain.rules.year.windows import closing_of, is_open, left_text, next_opening, open_now, remaining_text

REVIEW = WindowKind.REVIEW


@dataclass
class Period:
    kind: WindowKind
    opens_at: datetime
    closes_at: datetime
    level: Level | None = None


APRIL = Period(REVIEW, at(2026, 4, 1, 9), at(2026, 4, 20, 18))
MAY = Period(REVIEW, at(2026, 5, 1), at(2026, 5, 20))
COUNTY = Period(REVIEW, at(2026, 4, 10), at(2026, 4, 30), Level.COUNTY)


def test_a_window_is_open_from_its_first_moment_to_just_before_its_last() -> None:
    assert is_open(APRIL, at(2026, 4, 1, 9))
    assert not is_open(APRIL, at(2026, 4, 1, 8, 59))
    assert not is_open(APRIL, at(2026, 4, 20, 18))


def test_a_window_until_23_59_is_open_through_that_minute_and_says_so() -> None:
    window = Period(REVIEW, at(2026, 4, 1, 9), at(2026, 4, 20, 23, 59))
    last = at(2026, 4, 21) - timedelta(seconds=1)
    assert is_open(window, last)
    assert open_now([window], REVIEW, last) is window
    assert left_text(window, last) == '还有 1 分钟'
    assert not is_open(window, at(2026, 4, 21))
    assert left_text(window, at(2026, 4, 21)) == '已结束'
    assert closing_of(window) == at(2026, 4, 21)


def test_a_window_of_one_level_is_closed_to_the_others() -> None:
    windows, late_april = [APRIL, COUNTY, MAY], at(2026, 4, 25)
    assert open_now(windows, REVIEW, late_april, Level.COUNTY) is COUNTY
    assert open_now(windows, REVIEW, late_april, Level.CITY) is None
    assert open_now(windows, WindowKind.PAYMENT, at(2026, 4, 15)) is None


def test_of_two_open_windows_the_one_that_lasts_longer_counts() -> None:
    assert open_now([APRIL, COUNTY], REVIEW, at(2026, 4, 15), Level.COUNTY) is COUNTY


def test_the_next_opening_is_the_nearest_one_ahead() -> None:
    assert next_opening([MAY, APRIL], REVIEW, at(2026, 3, 1)) is APRIL
    assert next_opening([MAY, APRIL], REVIEW, at(2026, 4, 1, 9)) is MAY
    assert next_opening([MAY, APRIL], REVIEW, at(2026, 5, 1)) is None


@pytest.mark.parametrize(
    ('left', 'text'),
    [
        (timedelta(days=3, hours=5), '还有 3 天'),
        (timedelta(days=1), '还有 1 天'),
        (timedelta(hours=23, minutes=59), '还有 23 小时'),
        (timedelta(minutes=12), '还有 12 分钟'),
        (timedelta(seconds=1), '还有 1 分钟'),
        (timedelta(), '已结束'),
        (timedelta(days=-1), '已结束'),
    ],
)
def test_the_remaining_time_is_written_as_people_say_it(left: timedelta, text: str) -> None:
    now = at(2026, 4, 1)
    assert remaining_text(now + left, now) == text
