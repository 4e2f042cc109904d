"""Long jobs running in this process: how many there are, and a way to wait for them or cancel them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOKS = 0.1  # seconds between two checks
_running: dict[object, Callable[[], None]] = {}


@contextmanager
def running(call_off: Callable[[], None]) -> Iterator[None]:
    """Count the work inside; ``call_off`` asks it to stop after the current item."""
    job = object()
    _running[job] = call_off
    try:
        yield
    finally:
        del _running[job]


def count() -> int:
    """How many jobs are running."""
    return len(_running)


async def settle(limit: float, last: float) -> bool:
    """Give the jobs ``limit`` seconds to finish, then cancel them and give them ``last`` more; whether all ended."""
    if await _ended(limit):
        return True
    for call_off in tuple(_running.values()):
        call_off()
    return await _ended(last)


async def _ended(seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while _running and loop.time() < until:  # noqa: ASYNC110 - an event belongs to one loop, tests have many
        await asyncio.sleep(LOOKS)
    return not _running
