"""How long a large export takes, what memory it needs, and how long other requests wait during it: run as a module."""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from domain.demo.applications.forms import YEAR
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.lists import exports
from pages.downloads.workbooks import written
from pages.reviewer.lists import exporting
from pages.views.application_rows import SEARCH
from storage.connection.database import close_database, open_database, transaction
from storage.models import Application
from storage.settings.config import Settings
from tests.bench.figures import Figure, machine, table
from tests.town import COUNTY, Town, build

ROWS = 50_000
BATCH = 2_000
LIMIT = 20.0  # seconds
FLAT = 64.0  # MB that may be added, for any number of rows


async def _fill(town: Town, rows: int) -> None:
    """Many copies of one application: the same work for an export, with less to build."""
    first = await town.application()
    values = {name: getattr(first, name) for name in first._meta.db_fields if name != 'id'}
    for start in range(1, rows, BATCH):
        numbers = range(start, min(start + BATCH, rows))
        async with transaction():
            await Application.bulk_create(
                [Application(**values | {'number': f'B{at:09}', 'id_number': f'{at:018}'}) for at in numbers]
            )


def _memory() -> float:
    """The present memory of this process, in MB (Linux)."""
    return int(Path('/proc/self/statm').read_text().split()[1]) * resource.getpagesize() / 2**20


async def _watch(late: list[float], held: list[float]) -> None:
    """Measure the delay of a wake-up every 5 ms: how long a decision would wait during the export."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - before - 0.005) * 1000)
        held.append(_memory())


async def _export(town: Town, path: Path) -> int:
    county = town.actor(COUNTY)
    leaving = await exports.rows_for_search(county, filters=ApplicationFilters(year=YEAR))
    cells_of = partial(exporting.values, columns=SEARCH, actor=county)
    return await written(
        path, '报名信息查询', exporting.headings(SEARCH), leaving.total, leaving.chunks, cells_of, to_the_end
    )


async def measure(rows: int = ROWS) -> list[Figure]:
    """Export the search of a county with ``rows`` persons."""
    with tempfile.TemporaryDirectory() as folder:
        await open_database(Settings(data=Path(folder) / 'data', database=None))
        try:
            town = await build()
            await _fill(town, rows)
            await _export(town, Path(folder) / 'first.xlsx')  # fill the database's own caches first
            late: list[float] = []
            held: list[float] = []
            watching = asyncio.create_task(_watch(late, held))
            begun, before, busy = time.perf_counter(), _memory(), time.process_time()
            count = await _export(town, Path(folder) / 'export.xlsx')
            seconds, processor = time.perf_counter() - begun, time.process_time() - busy
            watching.cancel()
        finally:
            await close_database()
    what = f'导出Excel of {count:,} rows × {len(SEARCH)} columns'
    return [
        Figure(what, [seconds], 's', LIMIT),
        Figure(f'{what}: memory above that before', [max(held) - before], 'MB', FLAT),
        Figure(f'{what}: processor time', [processor], 's'),
        Figure(f'others wait meanwhile, {what}', late),
    ]


if __name__ == '__main__':
    figures = asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
    print(f'Machine: {machine(Path(tempfile.gettempdir()))}.\n')
    print(table(figures))
    sys.exit(0 if all(figure.holds for figure in figures) else 1)
