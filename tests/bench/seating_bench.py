"""How long seating 20,000 persons takes, from the button to the saved seats, and how long others wait during it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.vocabulary import OrderStatus, Status
from domain.services.exam import seating, seating_lists
from domain.services.year import years
from storage.connection.database import close_database, open_database, transaction
from storage.models import Application, ExamSession, Organisation, Room, Site
from storage.settings.config import Settings
from tests.bench.figures import Figure, machine, table
from tests.town import CITY, SCHOOL, Town, build

PERSONS, BATCH, UNITS = 20_000, 1_000, 900
SITES, ROOMS, SEATS = 12, 15, 30  # 5,400 seats a session
LIMIT, RUNS = 10.0, 3  # seconds


async def _fill(town: Town, persons: int) -> None:
    """Create ``persons`` who paid, of 900 units, all trades and grades 2–5; enough rooms, four sessions."""
    chance, office = Random(5), town.organisations[CITY].id
    school = town.organisations[SCHOOL]
    async with transaction():
        await Organisation.bulk_create([
            Organisation(
                code=f'410327009{at:03}', name=f'宜阳县第 {at} 服务中心', level=school.level, nature=school.nature,
                parent_id=school.parent_id, path=f'{school.path[:-4]}{2000 + at}',
            )
            for at in range(UNITS)
        ])  # fmt: skip
    units = [int(row[0]) for row in await Organisation.filter(code__startswith='410327009').values_list('id')]
    trades = list(await years.trade_names())
    first = await town.application(at=Status.APPROVED)
    values = {name: getattr(first, name) for name in first._meta.db_fields if name != 'id'}
    values['payment'] = OrderStatus.PAID
    for start in range(0, persons, BATCH):
        async with transaction():
            await Application.bulk_create([
                Application(**values | {
                    'number': f'B{at:09}', 'id_number': f'{at:018}', 'unit_id': chance.choice(units),
                    'grade': chance.choice((2, 3, 3, 3, 4, 4, 5)), 'trade': chance.choice(trades),
                })
                for at in range(start, min(start + BATCH, persons))
            ])  # fmt: skip
    for number in range(1, SITES + 1):
        site = await Site.create(year_id=1, organisation_id=office, number=number, name=f'考点 {number}', address='—')
        await Room.bulk_create(
            [Room(site_id=site.id, number=at, name=f'{at}', capacity=SEATS) for at in range(1, ROOMS + 1)]
        )
    for at, grades in enumerate(([2, 3], [3], [4, 5], [2, 3, 4, 5]), start=1):
        begins = clock.now() + timedelta(days=5, hours=4 * at)
        await ExamSession.create(
            year_id=1, organisation_id=office, name=f'第 {at} 场', grades=grades, papers=[], starts_at=begins,
            ends_at=begins + timedelta(hours=3),
        )  # fmt: skip


async def _late(waits: list[float]) -> None:
    """Measure the delay, in ms, of a wake-up every 5 ms, and the time of a small database query."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        await Site.get(number=1)
        waits.append((time.perf_counter() - before - 0.005) * 1000)


def _note(steps: list[float], _done: int, _total: int) -> bool:
    steps.append(time.perf_counter())
    return True


async def measure(persons: int = PERSONS) -> list[Figure]:
    """Draw, draw again (which replaces the seats), publish, and read the page."""
    with tempfile.TemporaryDirectory() as name:
        await open_database(Settings(data=Path(name) / 'data', database=None))
        try:
            town = await build()
            await _fill(town, persons)
            city, took, waits = town.actor(CITY), list[float](), list[float]()
            for run in range(RUNS):
                steps: list[float] = []
                watching = asyncio.create_task(_late(waits))
                begun = time.perf_counter()
                plan = await seating.draw(city, YEAR, f'bench{run}', partial(_note, steps))
                took.append(time.perf_counter() - begun)
                watching.cancel()
                parts = ', '.join(f'{at - begun:.1f} s' for at in steps)
                print(f'  {plan.seated} seated, {plan.left or "nobody"} left; read and drawn after {parts}',
                      file=sys.stderr, flush=True)  # fmt: skip
            begun = time.perf_counter()
            await seating.publish(city, plan.id)
            published = time.perf_counter() - begun
            begun = time.perf_counter()
            await seating_lists.standing(city, YEAR)
            shown = (time.perf_counter() - begun) * 1000
        finally:
            await close_database()
            years.forget()
    return [
        Figure(f'考场编排 of {persons:,} persons: from the button to the saved seats', took, 's', LIMIT),
        Figure(f'others wait meanwhile, 考场编排 of {persons:,} persons', waits),
        Figure('发布准考证 of all of them', [published], 's'),
        Figure('考场编排: everything above the lists', [shown]),
    ]


if __name__ == '__main__':
    found = asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS))
    print(f'Machine: {machine(Path(tempfile.gettempdir()))}.\n')
    print(table(found))
    sys.exit(0 if all(figure.holds for figure in found) else 1)
