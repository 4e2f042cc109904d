"""The simulated users: deciders, searchers and idle watchers, each with a tab, a session and pauses of their own."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from random import Random

import aiohttp

from domain.rules.vocabulary import Act
from tests.bench.tab import ACK_EVERY
from tests.load.tally import Tally
from tests.load.window import NoAnswer, Window

QUEUE, SEARCH = '/review/manual', '/search'
DECIDES, SEARCHES = (20.0, 40.0), (15.0, 30.0)  # seconds of pause before each act
RETURNS = 0.1  # of all decisions
BACK_TO_QUEUE = 6  # decisions one after the other, then the queue is opened again
REASON = '证明材料不清晰，请重新上传。'
TAKEN, BUSY = '该申报已被处理', '系统繁忙'
FAILURES = (NoAnswer, RuntimeError, OSError, aiohttp.ClientError, TimeoutError)


class Person(ABC):
    """Opens pages, pauses, acts; failures are counted, and the page is reloaded as a person would do."""

    first = QUEUE

    def __init__(self, base: str, http: aiohttp.ClientSession, cookie: str, number: int) -> None:
        self.base, self.http, self.cookie, self.random = base, http, cookie, Random(number)
        self.tally = Tally()
        self.window: Window | None = None

    async def live(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self.work(await self.opened(self.first))
            except FAILURES as failure:
                self.tally.errors[f'{type(self).__name__}: {failure}'[:120]] += 1
            await self.leave()
            await asyncio.sleep(2)

    async def opened(self, path: str) -> Window:
        """A new tab, loaded over HTTP."""
        await self.leave()
        window = Window(self.base, self.http, self.cookie)
        async with asyncio.timeout(20):
            await window.open(path)
        self.window = window
        self.tally.times['queue' if path == QUEUE else path].append(window.page_ms)
        return window

    async def leave(self) -> None:
        """Close the tab."""
        window, self.window = self.window, None
        if window:
            await window.close()

    @abstractmethod
    async def work(self, window: Window) -> None:
        """What such a person does in an open tab, once."""

    async def think(self, window: Window, seconds: tuple[float, float]) -> None:
        """Wait with the page open. Raises NoAnswer when its connection is lost."""
        whole = self.random.uniform(*seconds)
        done, _ = await asyncio.wait((window._listening,), timeout=min(ACK_EVERY, whole))
        if not done:
            await window.acknowledge()
            done, _ = await asyncio.wait((window._listening,), timeout=max(0.0, whole - ACK_EVERY))
        if done:
            raise NoAnswer('the socket was cut')


class Watcher(Person):
    """Has the queue open and does nothing."""

    async def work(self, window: Window) -> None:
        window.elements, window.idle = {}, True
        while True:
            await self.think(window, (60, 120))


class Decider(Person):
    """Opens an application from the queue, then decides one after the other, as 连续审核 opens them."""

    async def work(self, window: Window) -> None:
        await asyncio.sleep(self.random.uniform(0, DECIDES[0]))
        while True:
            await self.pick(window)
            for _ in range(BACK_TO_QUEUE):
                await self.think(window, DECIDES)
                if not await self.decide(window):
                    break
            if self.random.random() < 0.5:
                window = await self.opened(QUEUE)
            else:
                await window.after(window.turn_to(QUEUE), lambda data: '"rows":[' in data)
            await self.think(window, (2, 6))

    async def pick(self, window: Window) -> None:
        """Open one of the rows."""
        rows = window.rows()
        if not rows:
            raise NoAnswer('an empty queue: the world is too small')
        row = self.random.choice(rows)
        _, took = await window.after(window.act_on(row, 'review'), lambda data: 'review-bar' in data)
        self.tally.times['review page'].append(took)

    async def decide(self, window: Window) -> bool:
        """通过, or 退回本人 with a reason; False when there is nothing to decide here."""
        act = Act.RETURN if self.random.random() < RETURNS else Act.APPROVE
        if not window.button(act.label):
            self.tally.overtaken += 1
            return False
        button = act.label
        if act is Act.RETURN:
            button = f'确认{act.label}'
            await window.after(window.click(act.label), lambda data: button in data)
            field = next(number for number, _ in window.those(aria_label='原因'))
            await window.say(field, 'update', REASON)
            await asyncio.sleep(self.random.uniform(1, 3))

        def sign(data: str) -> str:
            if f'：{act.label}"' in data:
                return 'done'
            if TAKEN in data:
                return 'taken'
            return 'busy' if BUSY in data else 'refused' if '"refusal"]' in data else ''

        found, took = await window.after(window.click(button), sign)
        if found == 'done':
            self.tally.times['decision'].append(took)
        elif found == 'busy':
            raise NoAnswer(BUSY)
        else:
            self.tally.overtaken += found == 'taken'
            self.tally.refused += found == 'refused'
        return bool(found == 'done')


class Searcher(Person):
    """报名信息查询: by a name, by a grade, and sometimes the details of one."""

    first = SEARCH

    async def work(self, window: Window) -> None:
        await asyncio.sleep(self.random.uniform(0, SEARCHES[0]))
        while True:
            await self.think(window, SEARCHES)
            if self.random.random() < 0.3 and window.rows():
                row = self.random.choice(window.rows())
                _, took = await window.after(window.act_on(row, 'open'), lambda data: 'review-bar' in data)
                self.tally.times['details'].append(took)
                await self.think(window, SEARCHES)
                await window.after(window.turn_to(SEARCH), lambda data: '"rows":[{' in data)
            else:
                await self.search(window)

    async def search(self, window: Window) -> None:
        """Search with one filter, a different one each time."""
        by_name = self.random.random() < 0.6
        keyword = next(number for number, _ in window.those(placeholder='姓名/证号/手机'))
        grades, said = next(window.those(aria_label='申报等级'))
        names = [row['name'] for _, one in window.those() for row in (one.get('props') or {}).get('rows', ())]
        chosen = self.random.choice(said['props']['options'])
        await window.say(keyword, 'update', self.random.choice(names)[:2] if by_name and names else '')
        await window.say(grades, 'update', [] if by_name else [chosen])
        _, took = await window.after(window.click('查询'), lambda data: '"rows":[' in data)
        self.tally.times['search'].append(took)


# Of ten users five decide, three search and two watch; five in a row share an office.
CAST = (Decider, Searcher, Decider, Watcher, Decider, Searcher, Decider, Watcher, Decider, Searcher)
TEAM = 5
