"""How tests wait: for what is to happen, never for a time; one end for all, which no busy machine reaches."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

PATIENCE = 60.0  # seconds; only a test that fails waits so long
LOOK = 0.01  # seconds between two looks
PATIENT = ('-m', 'tests.patient_server')  # instead of main.py: its pages are whole when they come


async def until(true: Callable[[], object | Awaitable[object]], what: str) -> None:
    """Wait until this is true; it may be asked of the database. Raises AssertionError with ``what`` is missing."""
    end = time.monotonic() + PATIENCE
    while not await _answer(true):
        assert time.monotonic() < end, f'{what} did not happen within {PATIENCE:.0f} s'
        await asyncio.sleep(LOOK)


async def _answer(true: Callable[[], object | Awaitable[object]]) -> object:
    found = true()
    return await found if inspect.isawaitable(found) else found


def wait_until(true: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """The same where no loop runs: for processes and what they write."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f'{what} did not happen within {seconds:.0f} s'
        time.sleep(LOOK)
