"""Long work under way in this process: how much there is, and a stop that lets it finish or calls it off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOKS = 0.1  # seconds between two looks at what is left
_running: dict[object, Callable[[], None]] = {}


@contextmanager
def running(call_off: Callable[[], None]) -> Iterator[None]:
    """Count the work inside; ``call_off`` asks it to stop after the item under way."""
    job = object()
    _running[job] = call_off
    try:
        yield
    finally:
        del _running[job]


def count() -> int:
    """How many are running."""
    return len(_running)


async def settle(limit: float, last: float) -> bool:
    """Give the jobs ``limit`` seconds to finish, then call them off and give them ``last`` more; whether all ended."""
    if await _ended(limit):
        return True
    for call_off in tuple(_running.values()):
        call_off()
    return await _ended(last)


async def _ended(seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while _running and loop.time() < until:  # noqa: ASYNC110 - an event would belong to one loop, tests have many
        await asyncio.sleep(LOOKS)
    return not _running
