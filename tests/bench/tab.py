"""One simulated browser tab: loads a page and keeps its socket, as the page's own script would."""

from __future__ import annotations

import ast
import asyncio
import html
import json
import re
import time
import uuid
from collections.abc import Sequence
from typing import Any

import aiohttp

ACK_EVERY = 3.0  # seconds, as in NiceGUI's own script
QUERY = re.compile(r'query: (\{.*?\}),\n')
ELEMENTS = re.compile(r'parseElements\(String\.raw`(.*?)`\)', re.DOTALL)
MESSAGE_ID = re.compile(r'"_id":(\d+)\}*\]?$')
WAITING = re.compile(r'待审核 (\d+) 人')
REQUEST_ID = re.compile(r'"request_id":"([^"]+)"')


class Tab:
    """Opened by ``open``; afterwards it answers pings and reports when all awaited texts have arrived."""

    def __init__(self, base: str, http: aiohttp.ClientSession, cookie: str) -> None:
        self.base, self.http = base, http
        self.headers = {'Cookie': cookie, 'Accept-Encoding': 'gzip'}
        self.elements: dict[str, dict[str, Any]] = {}
        self.waiting = 0  # the number of the tag beside the title: 待审核 N 人
        self.page_ms = 0.0
        self.received = 0
        self.came_at = 0.0  # when the last of the awaited texts was received; 0 while one is missing
        self._missing: set[str] = set()

    async def open(self, path: str) -> None:
        """Load the page and shake hands. Raises RuntimeError when the server does not send a page."""
        began = time.perf_counter()
        async with self.http.get(self.base + path, headers=self.headers, allow_redirects=False) as response:
            text = await response.text()
            self.page_ms = (time.perf_counter() - began) * 1000
            query, elements = QUERY.search(text), ELEMENTS.search(text)
            if response.status != 200 or not query or not elements:
                raise RuntimeError(f'{path}: status {response.status}, {text[:200]!r}')
        self.elements = json.loads(html.unescape(elements[1]))
        if counted := WAITING.search(elements[1]):
            self.waiting = int(counted[1])
        told = ast.literal_eval(query[1])  # the page holds a Python repr
        self.client_id: str = told['client_id']
        self.socket = await self.http.ws_connect(
            f'{self.base}/_nicegui_ws/socket.io/?client_id={self.client_id}&next_message_id={told["next_message_id"]}'
            f'&implicit_handshake=true&document_id={uuid.uuid4()}&tab_id={uuid.uuid4()}&EIO=4&transport=websocket',
            headers={'Cookie': self.headers['Cookie'], 'Origin': self.base}, max_msg_size=0, compress=0,
        )  # fmt: skip
        await self.socket.receive()
        await self.socket.send_str('40')
        while True:
            data = (await self.socket.receive()).data
            if not isinstance(data, str) or data.startswith('44'):
                raise RuntimeError(f'{path}: the socket was refused: {data!r}')
            if data == '2':
                await self.socket.send_str('3')
            elif data.startswith('40'):
                break
        self._listening = asyncio.create_task(self._listen())

    def expect(self, texts: Sequence[str]) -> None:
        """From now on, wait for all of these texts."""
        self._missing, self.came_at = set(texts), 0.0

    async def _listen(self) -> None:
        acknowledged = time.monotonic()
        async for message in self.socket:
            now = time.monotonic()
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            data: str = message.data
            if data == '2':
                await self.socket.send_str('3')
                continue
            self.received += len(data)
            self.on_message(data)
            if counted := WAITING.search(data):
                self.waiting = int(counted[1])
            if self._missing:
                self._missing = {text for text in self._missing if text not in data}
                if not self._missing:
                    self.came_at = now
            if asked := REQUEST_ID.search(data):  # the server awaits the result of a script: answer like a browser
                await self._emit('javascript_response', request_id=asked[1], result=True)
            if now - acknowledged > ACK_EVERY and (numbered := MESSAGE_ID.search(data)):
                acknowledged = now
                await self._emit('ack', next_message_id=int(numbered[1]) + 1)

    def on_message(self, data: str) -> None:
        """Called with each message: for subclasses that read it."""

    async def _emit(self, name: str, **content: object) -> None:
        await self.socket.send_str('42' + json.dumps([name, {'client_id': self.client_id, **content}]))

    async def press(self, label: str) -> None:
        """Click the button with this label. Raises LookupError when the loaded page has none."""
        for element_id, element in self.elements.items():
            if element.get('props', {}).get('label') != label:
                continue
            for event in element.get('events', ()):
                if event['type'] == 'click':
                    await self._emit('event', id=int(element_id), listener_id=event['listener_id'], args=[])
                    return
        raise LookupError(label)

    async def close(self) -> None:
        """Disconnect, as a closed tab does."""
        await self.socket.close()
        await self._listening
