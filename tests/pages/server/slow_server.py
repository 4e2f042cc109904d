"""The real program with three slow things to ask it for, so that a stop can find them under way: run as a script."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi.responses import PlainTextResponse
from nicegui import background_tasks

import main
from components.kit import jobs
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access.sessions import actor_from
from domain.services.unit_of_work import unit_of_work, use_case
from pages.access import Anyone, download
from pages.server import serving
from storage.models import Account

FOUND = Path('found')  # in the working directory of the script: what each job saw


@use_case
async def slow_act() -> None:
    """An act whose transaction takes a second."""
    async with unit_of_work(None):
        account = await Account.get(login='410000').select_related('organisation')
        await asyncio.sleep(1)
        await journal.record(actor_from(account), Act.EXPORT)


async def _job(name: str, seconds: float) -> None:
    stopped = False

    def call_off() -> None:
        nonlocal stopped
        stopped = True

    with jobs.running(call_off):
        left = seconds
        while left > 0 and not stopped:
            await asyncio.sleep(0.05)
            left -= 0.05
        (FOUND / name).write_text('called off' if stopped else 'finished')


@download('/slow', audience=Anyone)
async def slow() -> PlainTextResponse:
    """Begin all three."""
    background_tasks.create(slow_act(), name='slow act')
    background_tasks.create(_job('short', 1.5), name='short job')
    background_tasks.create(_job('endless', 600), name='endless job')
    return PlainTextResponse('begun')


if __name__ == '__main__':
    serving.LAST_JOBS = 3.0
    main.commands()
