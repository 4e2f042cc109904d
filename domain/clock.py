"""The one clock: UTC internally, Asia/Shanghai on screen; a demonstration may move it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo('Asia/Shanghai')
_shift = timedelta()


def now() -> datetime:
    """The current moment of the domain, in UTC."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The calendar day in Henan."""
    return now().astimezone(SHANGHAI).date()


def move_to(moment: datetime) -> None:
    """Set the clock to ``moment``; it runs on from there (demonstrations and tests)."""
    global _shift
    _shift = moment.astimezone(UTC) - datetime.now(UTC)


def reset() -> None:
    """Set the clock back to real time."""
    global _shift
    _shift = timedelta()


def local(moment: datetime) -> datetime:
    """The same moment in Henan time."""
    return moment.astimezone(SHANGHAI)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time in Henan, as UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def minute_text(moment: datetime | None) -> str:
    """2026-04-03 09:12, or an empty text."""
    return local(moment).strftime('%Y-%m-%d %H:%M') if moment else ''


def short_text(moment: datetime | None) -> str:
    """4月3日 09:12, or an empty text."""
    if not moment:
        return ''
    there = local(moment)
    return f'{there.month}月{there.day}日 {there:%H:%M}'
