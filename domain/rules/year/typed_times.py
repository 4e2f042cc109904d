"""Times as people type them: 24:00 is the end of a day, and an end at minute 59 lasts through that minute."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from domain import clock
from domain.rules.typed_text import visible

_MOMENT = re.compile(r'(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?', re.ASCII)


def since_midnight(hour: int, minute: int, second: int = 0) -> timedelta | None:
    """The time since the beginning of the day, 24:00 being the end of it; None if there is no such time."""
    if (hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0):
        return timedelta(hours=hour, minutes=minute, seconds=second)
    return None


def read_minute(text: str) -> datetime | None:
    """2026-03-01T09:00, also with a blank and with 24:00, as a minute in Henan; None if it is none."""
    match = _MOMENT.fullmatch(unicodedata.normalize('NFKC', visible(text)).strip())
    since = since_midnight(int(match[2]), int(match[3])) if match else None
    if match is None or since is None:
        return None
    try:
        there = datetime.fromisoformat(match[1]) + since
        return clock.at(there.year, there.month, there.day, there.hour, there.minute)
    except (ValueError, OverflowError):
        return None


def over_at(end: datetime) -> datetime:
    """The first moment after an end that was typed as a minute: until 23:59 means through 23:59, until 18:00 does not.

    Every comparison with an end uses it: windows, payments, links, exams.
    """
    return end + timedelta(minutes=1) if (end.minute, end.second, end.microsecond) == (59, 0, 0) else end


def last_day_of(end: datetime) -> date:
    """The last day in Henan with a moment before this end: an end at 24:00 is that of the day before midnight."""
    return clock.local(end - timedelta(microseconds=1)).date()


def end_text(start: datetime, end: datetime) -> str:
    """The hour of an end, as it is typed and shown beside its start: 10:30; 24:00 for the end of the start's day."""
    hour = f'{clock.local(end):%H:%M}'
    return '24:00' if hour == '00:00' and timedelta() < end - start <= timedelta(days=1) else hour
