"""``make bench``: measures the promised figures and prints the results."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from storage.connection.database import close_database, open_database
from tests.bench import (
    export_bench,
    list_bench,
    live_bench,
    roster_bench,
    seating_bench,
    statistics_bench,
    storage_bench,
    ticket_bench,
)
from tests.bench.figures import Figure, machine, table
from tests.bench.seed import CACHE, copied, kept_years, settings_of


def main(asked: argparse.Namespace) -> bool:
    """Measure, print, and return whether every limit was kept."""
    print(f'preparing {asked.applications:,} applications …', file=sys.stderr, flush=True)
    world = kept_years(asked.applications, asked.years, asked.cache)
    with copied(world) as data:
        size = (data / 'kaohe.db').stat().st_size / 1024 / 1024
        print('measuring the services …', file=sys.stderr, flush=True)
        figures = asyncio.run(services(data, asked.runs))
    with copied(world) as data:
        print('measuring the pages …', file=sys.stderr, flush=True)
        figures += asyncio.run(live_bench.measure(data, pages=asked.pages, decisions=asked.decisions))
    print('measuring exports, rosters, tickets and seating …', file=sys.stderr, flush=True)
    figures += asyncio.run(export_bench.measure())
    figures += asyncio.run(roster_bench.measure())
    figures += asyncio.run(ticket_bench.measure())
    figures += asyncio.run(seating_bench.measure())
    print(f'Machine: {machine(asked.cache)}.  ')
    of = f'{asked.applications:,} applications in each of {asked.years} exam years'
    print(f'Data: {of}, SQLite file of {size:,.0f} MB.\n')
    print(table(figures))
    missed = [figure for figure in figures if not figure.holds]
    for figure in missed:
        print(f'\nNot reached: {figure.what}: {figure.p95:.1f} {figure.unit}, limit {figure.limit:g} {figure.unit}.')
    return not missed


async def services(data: Path, runs: int) -> list[Figure]:
    """The figures of the services, on the installation in ``data``."""
    await open_database(settings_of(data))
    try:
        some = max(20, runs // 10)  # there are many of these; with fewer runs the p95 would be the maximum
        lists = await list_bench.measure(some)  # before anything is decided
        return [*lists, *await statistics_bench.measure(some), *await storage_bench.measure(runs)]
    finally:
        await close_database()


if __name__ == '__main__':
    words = argparse.ArgumentParser(prog='python -m tests.bench', description=__doc__)
    words.add_argument('--applications', type=int, default=200_000)
    words.add_argument('--years', type=int, default=1, help='exam years with as many applications each')
    words.add_argument('--pages', type=int, default=300)
    words.add_argument('--decisions', type=int, default=40)
    words.add_argument('--runs', type=int, default=200)
    words.add_argument('--cache', type=Path, default=CACHE)
    sys.exit(0 if main(words.parse_args()) else 1)
