"""One of two instances is killed under load: acknowledged acts are kept, and everybody continues at the other."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import cycle

import aiohttp

from domain.rules.vocabulary import Act, Level
from domain.services import journal
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.instances.pair import Pair, Window, opened
from tests.instances.proxy import Front
from tests.waiting import until

QUEUE = '/review/manual'
DECIDERS = 6
BEFORE = 10  # acts acknowledged before the kill
GONE = (aiohttp.ClientError, OSError, RuntimeError, AssertionError)


class Deciders:
    """People who approve waiting applications, each at one instance until it is gone, then at the other."""

    def __init__(self, pair: Pair, http: aiohttp.ClientSession) -> None:
        self.pair, self.http = pair, http
        self.left = list(pair.waiting)
        self.acknowledged: list[int] = []
        self.broken = 0

    async def work(self, base: str, cookie: str) -> None:
        """Decide one after the other; if an instance is dead, open the page at the other one, as a proxy does."""
        while self.left:
            row = self.left.pop(0)
            try:
                await self.decide(base, cookie, row)
            except LookupError:
                pass  # the page came without the button: the act is done
            except GONE:
                self.broken += 1
                base = self.pair.servers[1].base
            if row not in self.acknowledged and await Application.filter(id=row, stage=Level.COUNTY).exists():
                self.left.append(row)

    async def decide(self, base: str, cookie: str, row: int) -> None:
        """Approve it and wait for the message that it is done."""
        page: Window = await opened(base, self.http, cookie, f'{QUEUE}/{row}')
        try:
            await page.press('通过')
            await until(lambda: page.said('：通过') or page._listening.done(), 'an answer')
            assert page.said('：通过')
            self.acknowledged.append(row)
        finally:
            await page.close()


async def test_no_acknowledged_act_is_lost_and_none_is_done_twice(
    pair: Pair, http: aiohttp.ClientSession, inside: None
) -> None:
    deciders, rows = Deciders(pair, http), list(pair.waiting)
    names = [pair.cookie(login) for login, _ in zip(cycle((cast.COUNTY, cast.COUNTY_REVIEWER)), range(DECIDERS))]
    bases = [server.base for server, _ in zip(cycle(pair.servers), names)]
    working = [asyncio.create_task(deciders.work(base, cookie)) for base, cookie in zip(bases, names, strict=True)]
    await until(lambda: len(deciders.acknowledged) >= BEFORE, 'the first acts')
    pair.kill_first()
    before = len(deciders.acknowledged)
    await asyncio.gather(*working)
    written = Counter(
        await JournalEntry.filter(act=Act.APPROVE, level='county', application_id__in=rows).values_list(
            'application_id', flat=True
        )
    )
    assert set(deciders.acknowledged) <= set(written)
    assert set(written.values()) == {1}
    assert len(written) == len(rows)
    assert not await Application.filter(id__in=rows, stage=Level.COUNTY).exists()
    assert [fault async for fault in journal.breaks()] == []
    assert deciders.broken
    print(f'\n{len(deciders.acknowledged)} acknowledged, {before} of them before the kill; {deciders.broken} cut off')


async def test_the_sessions_of_the_killed_instance_continue_at_the_other(
    pair: Pair, front: Front, http: aiohttp.ClientSession
) -> None:
    pair.kill_first()
    cookies = [pair.cookie(cast.COUNTY_SECOND) for _ in range(2)]
    for cookie in cookies:
        page = await opened(front.base, http, cookie, QUEUE)
        await page.close()
