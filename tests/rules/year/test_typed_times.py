"""24:00 is the end of a day, and an end at minute 59 lasts through that minute, wherever a time is typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import at, local
from domain.rules.year.typed_times import end_text, last_day_of, over_at, read_minute, since_midnight

SECOND = timedelta(seconds=1)
minutes = st.datetimes(datetime.fromisoformat('2020-01-01'), datetime.fromisoformat('2040-01-01')).map(
    lambda moment: at(moment.year, moment.month, moment.day, moment.hour, moment.minute)
)


@pytest.mark.parametrize(('text', 'moment'), [
    ('2026-03-01T09:00', at(2026, 3, 1, 9)), (' 2026-03-01 9:05\n', at(2026, 3, 1, 9, 5)),
    ('2026-03-01　23：59', at(2026, 3, 1, 23, 59)), ('2026-03-01T23:59:59', at(2026, 3, 1, 23, 59)),
    ('2026-03-01 24:00', at(2026, 3, 2)), ('2026-12-31 24:00', at(2027, 1, 1)), ('2026-02-28 24:00', at(2026, 3, 1)),
    ('\u200b２０２６－03-01 00:00', at(2026, 3, 1)),
])  # fmt: skip
def test_a_minute_is_read_as_people_type_it(text: str, moment: datetime) -> None:
    assert read_minute(text) == moment


@pytest.mark.parametrize('text', [
    '', '2026-03-01', '2026-03-01 24:01', '2026-03-01 25:00', '2026-03-01 23:60', '2026-02-30 09:00', '09:00',
    '2026-03-01T09:00+08:00', '9999-12-31 24:00', '0001-01-01 00:00', '2026-13-01 09:00',
])  # fmt: skip
def test_what_is_no_minute_is_none(text: str) -> None:
    assert read_minute(text) is None


@given(minutes)
def test_every_minute_is_read_back(moment: datetime) -> None:
    assert read_minute(f'{local(moment):%Y-%m-%dT%H:%M}') == moment


def test_only_24_00_is_later_than_23_59() -> None:
    assert since_midnight(24, 0) == timedelta(days=1)
    assert since_midnight(23, 59, 59) == timedelta(days=1) - SECOND
    assert [since_midnight(24, 1), since_midnight(24, 0, 1), since_midnight(9, 60), since_midnight(9, 0, 60)] == [
        None
    ] * 4


@pytest.mark.parametrize(('end', 'over'), [
    (at(2026, 3, 1, 23, 59), at(2026, 3, 2)), (at(2026, 3, 1, 17, 59), at(2026, 3, 1, 18)),
    (at(2026, 3, 1, 18), at(2026, 3, 1, 18)), (at(2026, 3, 2), at(2026, 3, 2)),
    (at(2026, 3, 1, 9, 30), at(2026, 3, 1, 9, 30)),
    (at(2026, 3, 1, 23, 59) + SECOND, at(2026, 3, 1, 23, 59) + SECOND),  # no minute that somebody typed
    (at(2026, 3, 1, 23, 59) + SECOND / 2, at(2026, 3, 1, 23, 59) + SECOND / 2),
])  # fmt: skip
def test_an_end_at_minute_59_lasts_through_that_minute(end: datetime, over: datetime) -> None:
    assert over_at(end) == over


@given(minutes)
def test_what_is_over_stays_over(end: datetime) -> None:
    assert end <= over_at(end) == over_at(over_at(end))


def test_the_end_of_a_day_is_shown_as_24_00_beside_its_start() -> None:
    start = at(2026, 3, 1, 22)
    assert [end_text(start, end) for end in (at(2026, 3, 1, 23, 30), at(2026, 3, 2), at(2026, 3, 2, 1))] == [
        '23:30', '24:00', '01:00',
    ]  # fmt: skip
    assert end_text(at(2026, 3, 1), at(2026, 3, 2)) == '24:00'
    assert end_text(start, at(2026, 3, 3)) == '00:00'


@pytest.mark.parametrize(('end', 'day'), [
    (at(2026, 3, 1, 18), 1), (at(2026, 3, 1, 23, 59), 1), (at(2026, 3, 2), 1), (at(2026, 3, 2) + SECOND, 2),
])  # fmt: skip
def test_an_end_at_24_00_is_the_end_of_the_day_before_midnight(end: datetime, day: int) -> None:
    assert last_day_of(end) == date(2026, 3, day)
