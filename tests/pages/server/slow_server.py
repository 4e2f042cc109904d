"""The real program with three slow jobs, so that a stop happens while they run: run as a script."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi.responses import PlainTextResponse
from nicegui import app, background_tasks

import main
from components.kit import jobs
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access.sessions import actor_from
from domain.services.unit_of_work import unit_of_work, use_case
from pages.access import Anyone, download
from pages.server import serving
from storage.models import Account
from tests.waiting import PATIENCE, until

FOUND = Path('found')  # in the working directory of the script: what each job saw
_settle = jobs.settle
_stopping, _under_way = asyncio.Event(), set[str]()


@use_case
async def slow_act() -> None:
    """An act whose transaction outlives all pages."""
    async with unit_of_work(None):
        account = await Account.get(login='410000').select_related('organisation')
        _under_way.add('act')
        await until(lambda: app.is_stopped, 'the end of the pages')
        await journal.record(actor_from(account), Act.EXPORT)


async def _job(name: str, end: asyncio.Event) -> None:
    stopped = False

    def call_off() -> None:
        nonlocal stopped
        stopped = True
        end.set()

    with jobs.running(call_off):
        _under_way.add(name)
        await end.wait()
        (FOUND / name).write_text('called off' if stopped else 'finished')


async def _settle_soon(limit: float, last: float) -> bool:
    """As the stop does it, with a limit that is reached when only the endless job is left."""
    _stopping.set()
    await until(lambda: jobs.count() <= 1, 'the end of the short job')
    return await _settle(0, last)


@download('/slow', audience=Anyone)
async def slow() -> PlainTextResponse:
    """Start all three."""
    background_tasks.create(slow_act(), name='slow act')
    background_tasks.create(_job('short', _stopping), name='short job')
    background_tasks.create(_job('endless', asyncio.Event()), name='endless job')
    await until(lambda: _under_way == {'act', 'short', 'endless'}, 'the beginning')
    return PlainTextResponse('begun')


if __name__ == '__main__':
    jobs.settle = _settle_soon
    serving.LAST_ACTS = int(PATIENCE)
    main.commands()
