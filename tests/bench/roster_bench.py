"""How long a printed roster of 5,000 takes and how long other requests wait during it: run as a module."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from nicegui import run

from components.documents.job_progress import JobProgress
from components.documents.roster import missing_characters, print_roster
from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.rosters import Reach
from domain.rules.vocabulary import Status
from domain.services.lists import rosters
from domain.services.lists.rosters import RosterEntry
from pages.reviewer.lists.roster_papers import APPROVED, ONSITE, RosterPaper, paper_of
from storage.connection.database import close_database, open_database, transaction
from storage.models import Application, Organisation
from storage.settings.config import Settings
from tests.bench.figures import Figure, machine, table
from tests.town import COUNTY, SCHOOL, Town, build

ROWS, BATCH, UNITS = 5_000, 1_000, 400
LIMIT = 20.0  # seconds
HAN = Random(8).sample(range(0x4E00, 0x9FA6), 5_000)  # as many different characters as 5,000 real names have at most


async def _fill(town: Town, rows: int) -> None:
    """Create ``rows`` approved persons with many different characters in their names, in units with long names."""
    chance = Random(5)
    school = town.organisations[SCHOOL]
    parent = school.path[:-4]
    async with transaction():
        units = [
            Organisation(
                code=f'410327009{at:03}', name=f'宜阳县{_name(chance, 18)}综合行政执法服务中心（第 {at} 所）',
                level=school.level, nature=school.nature, parent_id=school.parent_id, path=f'{parent}{2000 + at}',
            )
            for at in range(UNITS)
        ]  # fmt: skip
        await Organisation.bulk_create(units)
    unit_ids = [int(row[0]) for row in await Organisation.filter(code__startswith='410327009').values_list('id')]
    first = await town.application(at=Status.APPROVED)
    values = {name: getattr(first, name) for name in first._meta.db_fields if name != 'id'}
    for start in range(1, rows, BATCH):
        async with transaction():
            await Application.bulk_create([
                Application(**values | {
                    'number': f'B{at:09}', 'id_number': f'{at:018}', 'name': _name(chance, 3),
                    'unit_id': unit_ids[at % UNITS], 'grade': 1 + at % 5,
                })
                for at in range(start, min(start + BATCH, rows))
            ])  # fmt: skip


def _name(chance: Random, length: int) -> str:
    return ''.join(chr(chance.choice(HAN)) for _ in range(length))


async def _watch(late: list[float]) -> None:
    """Measure the delay, in ms, of a wake-up every 5 ms: how long any other page would wait."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - before - 0.005) * 1000)


async def _roster(town: Town, kind: RosterPaper, folder: Path) -> tuple[float, int, float, list[float]]:
    """One roster from the click to the file: seconds, pages, MB, and the waits of others."""
    late: list[float] = []
    watching = asyncio.create_task(_watch(late))
    actor, begun = town.actor(COUNTY), time.perf_counter()
    ids = await rosters.chosen(
        actor, Reach.FINAL, await rosters.everybody(actor, Reach.FINAL, ApplicationFilters(year=YEAR))
    )
    rows: list[RosterEntry] = []
    chosen_in = time.perf_counter() - begun
    async for some in rosters.entries(actor, Reach.FINAL, ids, originals=kind.originals):
        rows += some
    paper = paper_of(
        kind, Reach.FINAL, rows, organisation=actor.organisation, now=clock.now(), demo=True
    )  # fmt: skip
    read_in = time.perf_counter() - begun - chosen_in
    await run.cpu_bound(missing_characters, paper)
    checked_in = time.perf_counter() - begun - chosen_in - read_in
    path = folder / f'{kind.title}.pdf'
    pages = await run.cpu_bound(print_roster, JobProgress(folder), paper, path)
    seconds = time.perf_counter() - begun
    steps = f'chosen {chosen_in:.1f} s, read {read_in:.1f} s, characters checked {checked_in:.1f} s'
    print(f'  {kind.title}: {steps}', file=sys.stderr, flush=True)
    watching.cancel()
    return seconds, int(pages or 0), path.stat().st_size / 2**20, late


async def measure(count: int = ROWS) -> list[Figure]:
    """Print both rosters twice; the first time includes the start of the processes."""
    run.process_pool_start_method = 'spawn'
    run.setup()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await open_database(Settings(data=folder / 'data', database=None))
        try:
            town = await build()
            await _fill(town, count)
            for kind in (APPROVED, ONSITE):
                seconds, waits = list[float](), list[float]()
                for _ in range(2):
                    took, pages, size, late = await _roster(town, kind, folder)
                    seconds.append(took)
                    waits += late
                what = f'{kind.title} of {count:,} persons, {pages} pages, {size:.1f} MB'
                figures.append(Figure(f'{what}: from the click to the file', seconds, 's', LIMIT))
                figures.append(Figure(f'others wait meanwhile, {what}', waits))
        finally:
            await close_database()
            run.reset()
    return figures


if __name__ == '__main__':
    found = asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
    print(f'Machine: {machine(Path(tempfile.gettempdir()))}.\n')
    print(table(found))
    sys.exit(0 if all(figure.holds for figure in found) else 1)
