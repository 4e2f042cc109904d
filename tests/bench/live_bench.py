"""Measures the pages: what hundreds of open queues cost, and how soon one decision is on the last screen."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle, islice
from pathlib import Path

import aiohttp

from domain.services.access import sessions
from storage.connection.database import close_database, open_database, transaction
from storage.models import Account
from tests.bench.figures import Figure
from tests.bench.seed import settings_of
from tests.bench.server import Server, running
from tests.bench.tab import Tab

DESK = ('410327', '410327-sh01', '410327-sh02')  # accounts that share the queue that all pages show
QUEUE = '/review/manual'
PER_SESSION = 10  # tabs that share a cookie
AT_ONCE = 8  # tabs that load at the same time
WARM = 12  # tabs opened before anything is measured: what they load first stays in memory for all
ON_SCREEN = 20  # decisions on visible rows; the others are on later rows and change only the counts
PATIENCE = 15  # seconds until a decision must be on all pages


async def measure(data: Path, *, pages: int, decisions: int) -> list[Figure]:
    """All figures of a server on the installation in ``data``, which is changed."""
    cookies = await sign_in(data, 1 + pages // PER_SESSION)
    with running(data) as server:
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
            return await Audience(server, http, cookies).measure(pages, decisions)


async def sign_in(data: Path, count: int) -> list[str]:
    """Cookies of so many sessions, written before the server starts: the file belongs to one process at a time."""
    await open_database(settings_of(data))
    try:
        accounts = await Account.filter(login__in=DESK)
        async with transaction():
            return [
                'kaohe=' + await sessions.open_session(account, '127.0.0.1', 'bench', restricted=False)
                for account in islice(cycle(accounts), count)
            ]
    finally:
        await close_database()


class Audience:
    """All pages that show the queue of one office."""

    def __init__(self, server: Server, http: aiohttp.ClientSession, cookies: list[str]) -> None:
        self.server, self.http, self.cookies = server, http, cookies
        self.tabs: list[Tab] = []

    async def measure(self, pages: int, decisions: int) -> list[Figure]:
        """Open the pages, decide, and load some pages more while the others are open."""
        warm = [await self.open(QUEUE, turn) for turn in range(WARM)]
        first, later = rows_of(warm[0]), rows_of(await self.open(f'{QUEUE}?page=2&size=50', 0))
        memory, computed = self.server.memory_mb, self.server.cpu_ms
        for start in range(0, pages, AT_ONCE):
            turns = range(start, min(start + AT_ONCE, pages))
            self.tabs += await asyncio.gather(*(self.open(QUEUE, turn) for turn in turns))
        opening = (self.server.cpu_ms - computed) / pages
        await asyncio.sleep(3)
        each = (self.server.memory_mb - memory) / pages
        chosen = [*first[:ON_SCREEN], *[row for row in later if row not in first]][:decisions]
        told = [await self.decide(row, seen=row in first) for row in chosen]
        loading = [(await self.open(QUEUE, turn)).page_ms for turn in range(60)]
        return [
            Figure(f'one decision on the last of {pages} open queue pages', [max(each) for each in told], limit=300),
            Figure(f'memory of each of {pages} open queue pages, MB', [each], 'MB', limit=0.6),
            Figure('queue page over HTTP, while these are open', loading, limit=50),
            Figure('one decision on any of these pages', [one for each in told for one in each]),
            Figure('processor time to open a queue page, ms', [opening]),
        ]

    async def open(self, path: str, turn: int) -> Tab:
        """A tab of the ``turn``-th visitor."""
        tab = Tab(self.server.base, self.http, self.cookies[turn // PER_SESSION % len(self.cookies)])
        await tab.open(path)
        return tab

    async def decide(self, application_id: int, *, seen: bool) -> list[float]:
        """Press 通过 on its review page; milliseconds from the click until each open page shows the result."""
        page = await self.open(f'{QUEUE}/{application_id}', 0)
        await asyncio.sleep(0.6)  # the claim is published first
        for tab in self.tabs:
            tab.expect([f'待审核 {tab.waiting - 1} 人', *(['已通过'] if seen else [])])
        began = time.monotonic()
        await page.press('通过')
        while not all(tab.came_at for tab in self.tabs):
            await asyncio.sleep(0.005)
            if time.monotonic() - began > PATIENCE:
                missing = sum(not tab.came_at for tab in self.tabs)
                raise RuntimeError(f'{missing} of {len(self.tabs)} pages did not show the decision on {application_id}')
        await page.close()
        return [(tab.came_at - began) * 1000 for tab in self.tabs]


def rows_of(tab: Tab) -> list[int]:
    """The ids of the rows of a loaded queue page."""
    return [row['id'] for element in tab.elements.values() for row in element.get('props', {}).get('rows', ())]
