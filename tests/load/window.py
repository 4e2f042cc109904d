"""A tab in which a user works: it keeps the present content of its page and waits for the result of an act."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import orjson

from tests.bench.tab import MESSAGE_ID, Tab

UPDATE = '42["update",'
MESSAGE_TAIL = 40
PATIENCE = 10.0  # seconds for an answer; a longer wait is an error
Element = dict[str, Any]
Sign = Callable[[str], object]  # called with each message, may read the page; true when the awaited result has arrived


class NoAnswer(Exception):
    """The awaited result did not arrive in time, or the socket was closed."""


class Window(Tab):
    """Keeps ``elements`` as the browser would."""

    idle = False  # nobody reads the page again: its messages are not kept
    _latest = ''  # the end of the last message
    _sign: Sign | None = None
    _heard: asyncio.Future[tuple[Any, float]]

    def on_message(self, data: str) -> None:
        self._latest = data[-MESSAGE_TAIL:]
        if self.idle:
            return
        if data.startswith(UPDATE):
            for number, element in orjson.loads(data[2:])[1].items():
                if element is None:
                    self.elements.pop(number, None)
                elif number != '_id':
                    self.elements[number] = element
        if self._sign and not self._heard.done() and (found := self._sign(data)):
            self._heard.set_result((found, time.perf_counter()))

    async def acknowledge(self) -> None:
        """Acknowledge the received messages, as a browser does every three seconds: the server then drops them."""
        latest, self._latest = self._latest, ''
        if numbered := MESSAGE_ID.search(latest):
            await self._emit('ack', next_message_id=int(numbered[1]) + 1)

    async def after(self, act: Awaitable[None], sign: Sign) -> tuple[Any, float]:
        """Do ``act`` and wait for ``sign``: its value, and the milliseconds since the act. Raises NoAnswer."""
        self._sign, self._heard = sign, asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await act
        try:
            done, _ = await asyncio.wait(
                (self._heard, self._listening), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            self._sign = None
        if self._heard not in done:
            raise NoAnswer('the socket was cut' if done else f'no answer within {PATIENCE:g} s')
        found, at = self._heard.result()
        return found, (at - began) * 1000

    def those(self, **props: str) -> Iterator[tuple[str, Element]]:
        """The elements with these properties, the newest first."""
        wanted = {name.replace('_', '-'): value for name, value in props.items()}
        for number, element in sorted(self.elements.items(), key=lambda pair: -int(pair[0])):
            said = element.get('props') or {}
            if all(said.get(name) == value for name, value in wanted.items()):
                yield number, element

    def button(self, label: str) -> str:
        """The button with this label that can be pressed; empty when there is none."""
        for number, element in self.those(label=label):
            if not element['props'].get('disable') and 'hidden' not in (element.get('class') or ()):
                return number
        return ''

    def rows(self) -> list[int]:
        """The ids of the rows on the page that are not grey."""
        for element in self.elements.values():
            if 'rows' in (element.get('props') or {}):
                return [row['id'] for row in element['props']['rows'] if row.get('_class') != 'gone']
        return []

    async def say(self, number: str, event: str, *args: object) -> None:
        """Send the first event of this element whose name begins with ``event``. Raises NoAnswer without one."""
        for listener in self.elements.get(number, {}).get('events', ()):
            if listener['type'].startswith(event):
                said = [json.dumps(arg) for arg in args]
                await self._emit('event', id=int(number), listener_id=listener['listener_id'], args=said)
                return
        raise NoAnswer(f'nothing hears {event}')

    async def click(self, label: str) -> None:
        """Press the button. Raises NoAnswer without one."""
        await self.say(self.button(label), 'click')

    async def act_on(self, row: int, name: str) -> None:
        """Press the button of a row of the table."""
        for number, element in self.elements.items():
            if 'rows' in (element.get('props') or {}):
                await self.say(number, 'act', name, row)
                return
        raise NoAnswer('there is no table')

    async def turn_to(self, path: str) -> None:
        """Follow a link within the shell."""
        await self.say('0', 'sub_pages_navigate', path)
