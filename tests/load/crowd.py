"""More and more users at work, step by step, until the system is too slow or fails."""

from __future__ import annotations

import asyncio
import math
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.load.people import CAST, Person
from tests.load.stage import Stage
from tests.load.tally import Spent, Step, Tally

EVERY = 0.15  # seconds between two new users
SETTLE = 15.0  # seconds before a step is measured
WARM = 20  # the first users: what they load stays in memory for all
DECISION = 'kaohe_decision_seconds'


class Crowd:
    """All users at work on one stage."""

    def __init__(self, stage: Stage, http: aiohttp.ClientSession) -> None:
        self.stage, self.http = stage, http
        self.people: list[Person] = []
        self.working: list[asyncio.Task[None]] = []
        self.empty = 0.0  # MB of the servers that belong to no single user

    async def grow(self, users: int) -> None:
        """Add users until there are ``users``."""
        for number in range(len(self.people), users):
            bases = [server.base for server in self.stage.servers]
            kind, cookie = CAST[number % len(CAST)], self.stage.cookies[number]
            person = kind(bases[number % len(bases)], self.http, cookie, number)  # always the same, as with nginx
            self.people.append(person)
            self.working.append(asyncio.create_task(person.live()))
            await asyncio.sleep(EVERY)
            if number + 1 == WARM:
                await asyncio.sleep(3)
                self.empty = self.stage.memory_mb

    async def measured(self, users: int, seconds: float) -> Step:
        """The step that this number of users experiences in ``seconds``."""
        coming = Tally()
        self._note(coming)
        await self.grow(users)
        await asyncio.sleep(SETTLE)
        tally = Tally(errors=coming.errors)
        self._note(tally)
        spent, began, counted = self._spent(), time.monotonic(), await self._decisions()
        await asyncio.sleep(seconds)
        cores = self._spent().since(spent, time.monotonic() - began)
        in_service = _p95(counted, await self._decisions())
        memory = (self.stage.memory_mb - self.empty) / max(1, users - WARM)
        return Step(users, tally, in_service, cores, memory)

    def _note(self, tally: Tally) -> None:
        for person in self.people:
            person.tally = tally

    def _spent(self) -> Spent:
        servers = sum(server.cpu_ms for server in self.stage.servers) / 1000
        waiting = sum(server.waited_ms for server in self.stage.servers) / 1000
        return Spent(servers, waiting, self.stage.database_seconds(), time.process_time())

    async def _decisions(self) -> dict[float, float]:
        """The number of decisions so far by upper bound in seconds, from the servers' histogram."""
        counted: dict[float, float] = {}
        for server in self.stage.servers:
            async with self.http.get(f'{server.base}/metrics') as answer:
                text = await answer.text()
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    if sample.name == f'{DECISION}_bucket':
                        bound = float(sample.labels['le'])
                        counted[bound] = counted.get(bound, 0) + sample.value
        return counted


def _p95(before: dict[float, float], after: dict[float, float]) -> float:
    """Milliseconds, from a histogram: linear between two bounds."""
    rising = [(bound, after[bound] - before.get(bound, 0)) for bound in sorted(after)]
    wanted, low, below = rising[-1][1] * 0.95, 0.0, 0.0
    for bound, count in rising:
        if count >= wanted and count > below:
            return 1000 * (low if math.isinf(bound) else low + (bound - low) * (wanted - below) / (count - below))
        low, below = bound, count
    return 0.0


@asynccontextmanager
async def gathered(stage: Stage) -> AsyncIterator[Crowd]:
    """A crowd that is closed afterwards."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        crowd = Crowd(stage, http)
        try:
            yield crowd
        finally:
            for working in crowd.working:
                working.cancel()
            await asyncio.gather(*crowd.working, return_exceptions=True)
            await asyncio.gather(*(person.leave() for person in crowd.people), return_exceptions=True)


async def ramp(stage: Stage, steps: Sequence[int], seconds: float) -> list[Step]:
    """The steps until the first one that does not hold, that one included."""
    done: list[Step] = []
    async with gathered(stage) as crowd:
        for users in steps:
            step = await crowd.measured(users, seconds)
            done.append(step)
            print(step.line(), flush=True)
            for what, count in step.tally.errors.most_common(5):
                print(f'{count} × {what}', file=sys.stderr, flush=True)
            if not step.held:
                break
    return done
