"""R1: repeated kill -9 while deciding: acknowledged acts stay, no act is incomplete, the chains are intact."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from domain.rules.vocabulary import Act, Level
from domain.services import journal
from domain.services.year import years
from storage.connection.database import close_database, open_database
from storage.models import Application, JournalEntry, Ruling
from storage.queries.operating import integrity
from storage.settings.config import Settings
from tests import town as cast
from tests.town import build

ROOT = Path(__file__).parents[3]
KILLS, EACH = 5, 12  # how often it is killed, and on how many applications it works


async def test_a_kill_loses_no_decision_and_leaves_none_half_done(
    empty_installation: Settings, figure: Callable[[str], None]
) -> None:
    figure(await kill_often(empty_installation, KILLS))


async def kill_often(settings: Settings, kills: int) -> str:
    """Kill ``kills`` times, each at another moment, check everything, and return the figure."""
    dice, told = Random(kills), dict[int, tuple[str, int]]()
    await open_database(settings)
    town = await build()
    await close_database()
    for _ in range(kills):
        await open_database(settings)
        for _ in range(EACH - await Application.filter(stage=Level.COUNTY).count()):
            await town.application(grade=4, at=Level.COUNTY)
        await close_database()
        years.forget()
        told |= _killed(settings, dice.randrange(EACH - 1), dice.random() * 0.02)
        await open_database(settings)
        try:
            await _whole(told)
        finally:
            await close_database()
    return (
        f'R1 {kills} × kill -9 while deciding on {"postgres" if settings.database else "sqlite"}: {len(told)} '
        'acknowledged acts, 0 lost, 0 half-written, chains whole'
    )


def _killed(settings: Settings, enough: int, longer: float) -> dict[int, tuple[str, int]]:
    """What the process acknowledged before it was killed ``after`` so many seconds of work."""
    program = [
        sys.executable,
        '-m',
        'tests.services.review.deciding',
        str(settings.data),
        settings.database or '',
        cast.COUNTY,
    ]
    with subprocess.Popen(program, cwd=ROOT, env={**os.environ}, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == 'ready\n'
        lines = [worker.stdout.readline() for _ in range(enough)]
        time.sleep(longer)
        worker.kill()
        lines += worker.stdout.read().splitlines(keepends=True)
    words = [line.split() for line in lines if line.endswith('\n')]
    return {int(number): (act, int(version)) for number, act, version in words}


async def _whole(told: dict[int, tuple[str, int]]) -> None:
    """Every acknowledged act is stored; every stored act is complete; and everything agrees."""
    rows = {row.id: row for row in await Application.all()}
    decided = JournalEntry.filter(level='county', act__in=[Act.APPROVE, Act.RETURN, Act.REJECT], reason='核实后处理')
    entries = {entry.application_id: entry for entry in await decided}
    assert {number: entries[number].act.value for number in told} == {number: act for number, (act, _) in told.items()}
    for number, entry in entries.items():
        assert number is not None
        assert rows[number].version == entry.details['after']['version']
        assert rows[number].stage != Level.COUNTY
        assert await Ruling.exists(application_id=number, act=entry.act, version=rows[number].version)
    waiting = [row.id for row in rows.values() if row.stage == Level.COUNTY]
    assert not await JournalEntry.exists(application_id__in=waiting, level='county')
    assert [found async for found in journal.breaks()] == []
    assert [sentence for sentence in integrity.RULES if (await integrity.offenders(sentence))[0]] == []
