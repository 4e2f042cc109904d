"""How much of what strangers send this process works on at once, and writes down at all."""

from __future__ import annotations

import asyncio
import time
from weakref import WeakKeyDictionary


class RateLimit:
    """So many at once and so many per second after that: one bucket of tokens for everybody together."""

    def __init__(self, *, per_second: float, burst: int) -> None:
        self._per_second, self._burst = per_second, float(burst)
        self._left, self._at = float(burst), time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed; counts it if so."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class ConcurrencyLimit:
    """So many at once, the others wait their turn: a flood must not take every connection of the database.

    ``async with desk.turn():`` around the work.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        # Kept per event loop, because a semaphore belongs to the loop that waited at it (tests open one each).
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    def turn(self) -> asyncio.Semaphore:
        """A place at the desk."""
        return self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._places))
