"""Limits on requests without a session: how often something may happen, and how many are handled at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

MANY = 5000  # buckets of one limit; at this number the full ones are removed


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RateLimit:
    """So many at once, and then so many per second, for each key separately: a token bucket each.

    Without keys all callers share one bucket. A key that was inactive for long enough is removed.
    """

    def __init__(self, *, per_second: float, burst: int) -> None:
        self.per_second, self.burst = per_second, burst
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str = '') -> bool:
        """Whether one more is allowed for this key; if so, it is counted."""
        now = time.monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= MANY:
                self._buckets = {key: one for key, one in self._buckets.items() if self._filled(one, now) < self.burst}
            bucket = self._buckets[key] = _Bucket(self.burst, now)
        bucket.left, bucket.at = self._filled(bucket, now), now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def _filled(self, bucket: _Bucket, now: float) -> float:
        return min(self.burst, bucket.left + (now - bucket.at) * self.per_second)


class ConcurrencyLimit:
    """So many at once, the others wait: a flood of requests must not take every connection of the database.

    ``async with limit.turn():`` around the work.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        # Kept per event loop, because a semaphore belongs to the loop that first waited for it (each test opens one).
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    def turn(self) -> asyncio.Semaphore:
        """One of the places."""
        return self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._places))
