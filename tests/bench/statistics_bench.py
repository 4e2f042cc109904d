"""How long the four tables of 信息统计 take on a large database: run as a module, after ``make bench`` or alone."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from domain.demo.applications.forms import YEAR
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Channel, Status
from domain.services.lists import statistics
from storage.connection.database import close_database, open_database
from tests.bench.figures import Figure, machine, table
from tests.bench.seed import CACHE, copied, kept_years, settings_of
from tests.bench.storage_bench import CITY, COUNTY, PROVINCE, office, timed

RUNS = 20
LIMIT = 1000  # ms for all four tables


async def measure(runs: int = RUNS) -> list[Figure]:
    """The tables as each level opens them, without filters and with those of the page."""
    figures = []
    for code in (PROVINCE, CITY, COUNTY):
        actor = (await office(code)).actor
        for word, filters in (
            ('no filter', ApplicationFilters(year=YEAR)),
            ('status', ApplicationFilters(year=YEAR, statuses=(Status.IN_REVIEW,))),
            ('channel', ApplicationFilters(year=YEAR, channels=(Channel.SUPPLEMENTARY,))),
        ):

            async def ask(filters: ApplicationFilters = filters) -> None:
                await statistics.cross_tables(actor, filters)  # noqa: B023 - awaited before the next office

            what = f'four tables of {actor.organisation}: {word}'
            figures.append(Figure(what, await timed(ask, runs), limit=LIMIT))
    return figures


async def _measured(data: Path, runs: int) -> list[Figure]:
    await open_database(settings_of(data))
    try:
        return await measure(runs)
    finally:
        await close_database()


if __name__ == '__main__':
    words = argparse.ArgumentParser(prog='python -m tests.bench.statistics_bench', description=__doc__)
    words.add_argument('--applications', type=int, default=200_000)
    words.add_argument('--years', type=int, default=1, help='exam years with as many applications each')
    words.add_argument('--runs', type=int, default=RUNS)
    asked = words.parse_args()
    with copied(kept_years(asked.applications, asked.years)) as folder:
        found = asyncio.run(_measured(folder, asked.runs))
    print(f'Machine: {machine(CACHE)}.  ')
    print(f'Data: {asked.applications:,} applications in each of {asked.years} exam years.\n')
    print(table(found))
