"""Long work when the server stops: it may finish, then it is called off, and then it is left."""

from __future__ import annotations

import asyncio

from components.kit import jobs
from tests.waiting import PATIENCE


async def _job(end: asyncio.Event, called_off: list[str]) -> None:
    with jobs.running(lambda: called_off.append('once')):
        await end.wait()


async def test_what_ends_in_time_is_not_called_off() -> None:
    end, called_off = asyncio.Event(), list[str]()
    job = asyncio.ensure_future(_job(end, called_off))
    settling = asyncio.ensure_future(jobs.settle(PATIENCE, PATIENCE))
    await asyncio.sleep(0)
    assert not settling.done()
    end.set()
    assert await settling
    assert (called_off, jobs.count()) == ([], 0)
    await job


async def test_what_takes_too_long_is_called_off() -> None:
    end = asyncio.Event()

    async def work() -> None:
        with jobs.running(end.set):
            await end.wait()

    job = asyncio.ensure_future(work())
    await asyncio.sleep(0)
    assert await jobs.settle(0, PATIENCE)
    await job


async def test_what_does_not_end_when_called_off_is_left() -> None:
    end, called_off = asyncio.Event(), list[str]()
    job = asyncio.ensure_future(_job(end, called_off))
    await asyncio.sleep(0)
    assert not await jobs.settle(0, 0)
    assert (called_off, jobs.count()) == (['once'], 1)
    end.set()
    await job
