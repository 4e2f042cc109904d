"""``make load``: how many users can work at once before a decision takes too long, on each kind of installation."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import machine
from tests.bench.seed import CACHE, kept
from tests.load.crowd import ramp
from tests.load.people import DECIDES, SEARCHES
from tests.load.postgres_stage import postgres_with
from tests.load.stage import Stage, on_sqlite
from tests.load.tally import HEAD, LEGEND, LIMIT

STEPS = (100, 300, 500, 600, 700, 800, 1000, 1200)
STAGES = ('sqlite', 'postgres', 'postgres2')
WANTED = 500  # users that must be held
PERSONAS = (
    f'50 % decide every {DECIDES[0]:g}–{DECIDES[1]:g} s, 30 % search every {SEARCHES[0]:g}–{SEARCHES[1]:g} s, 20 % '
    'watch the queue; five in each office, counties and cities mixed'
)


def main(asked: argparse.Namespace) -> bool:
    """Load each installation, print how many users it held, and return whether that was enough everywhere."""
    print(f'Machine: {machine(asked.cache)}.  \nData: {asked.applications:,} applications.  ')
    print(f'People: {PERSONAS}.  \n{LEGEND}')
    enough = True
    for stage in stages(asked):
        print(f'\n**{stage.name}**\n\n{HEAD}', flush=True)
        steps = asyncio.run(ramp(stage, asked.steps, asked.seconds))
        held = max((step.users for step in steps if step.held), default=0)
        enough = enough and held >= min(asked.wanted, max(asked.steps))
        print(f'\nHeld: {held} users, decisions within {LIMIT:g} ms at p95, no error.', flush=True)
    return enough


def stages(asked: argparse.Namespace) -> Iterator[Stage]:
    """The requested stages, one after the other."""
    users = max(asked.steps)
    if 'sqlite' in asked.on:
        with on_sqlite(kept(asked.applications, asked.cache), users) as stage:
            yield stage
    if {'postgres', 'postgres2'}.intersection(asked.on):
        with postgres_with(asked.applications, asked.cache) as server:
            for processes, name in ((1, 'postgres'), (2, 'postgres2')):
                if name in asked.on:
                    with server.stage(processes, users) as stage:
                        yield stage


if __name__ == '__main__':
    words = argparse.ArgumentParser(prog='python -m tests.load', description=__doc__)
    words.add_argument('--applications', type=int, default=200_000)
    words.add_argument('--steps', type=int, nargs='+', default=STEPS, help='users, step by step')
    words.add_argument('--seconds', type=float, default=60, help='how long each step is measured')
    words.add_argument('--on', nargs='+', choices=STAGES, default=STAGES)
    words.add_argument('--wanted', type=int, default=WANTED, help='users to hold everywhere')
    words.add_argument('--cache', type=Path, default=CACHE)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and copies are removed at the end
    sys.exit(0 if main(words.parse_args()) else 1)
