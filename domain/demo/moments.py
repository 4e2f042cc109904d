"""When acts happened: moments of the last weeks, in office hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from domain import clock

_OPENS, _CLOSES = 8.5, 17.5  # hours of the day
_APART = timedelta(seconds=90)


def beginnings(random: Random, count: int, since: datetime, until: datetime) -> list[datetime]:
    """``count`` moments between two midnights, in order."""
    return [at_work(since + (until - since) * drawn) for drawn in sorted(random.random() for _ in range(count))]


def following(random: Random, begun: datetime, until: datetime) -> Iterator[datetime]:
    """Endless moments from the day after ``begun`` on, each later than the one before; ``until`` is a midnight."""
    raw, last = midnight_of(begun) + timedelta(days=1), begun
    while True:
        raw += (until - raw) * random.uniform(0.1, 0.7)
        last = max(at_work(raw), last + _APART)
        yield last


def at_work(moment: datetime) -> datetime:
    """The same day, scaled into the working hours; the order is kept."""
    midnight = midnight_of(moment)
    share = (moment - midnight) / timedelta(days=1)
    return midnight + timedelta(hours=_OPENS + share * (_CLOSES - _OPENS))


def midnight_of(moment: datetime) -> datetime:
    """The beginning of the day in Henan."""
    there = clock.local(moment)
    return datetime.combine(there.date(), time(), there.tzinfo).astimezone(moment.tzinfo)
