"""A client of the socket protocol without a browser: real pages, their listeners, and events that nobody caused."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.bench.tab import Tab

# Possible arguments for a handler: JSON values of every kind that a person could not have typed there.
ODD_VALUES = (
    'NaN', 'Infinity', '-Infinity', '1e999', '-1', '99999999999999999999999', 'true', '{}', '[]', '[[]]', '[NaN]',
    '{"value": {"value": NaN}}', '{"id": 1}', '{"selection": [{"id": 1}], "added": true}', '[{"id": "x"}]',
    '{"pagination": {"page": NaN, "rowsPerPage": 1000000, "sortBy": "password_hash", "descending": 7}}',
    '{"page": -1, "rowsPerPage": 0}', '{"__proto__": {"admin": true}}', '"\\u0000"', '"\\ud800"', '{', 'nonsense', '',
    '"' + 'x' * 5_000 + '"', '[' * 900 + ']' * 900,
)  # fmt: skip
ODD_LISTS: tuple[Any, ...] = (None, 0, 'text', {}, {'a': 1}, [1], [{}], [['x']], [True], ['1'] * 99, ['x' * 300_000])
ODD_NAMES: tuple[Any, ...] = (None, 0, -1, 1.5, True, '', 'x' * 100_000, [], {}, '../..', '\x00', '0' * 36)


@dataclass(frozen=True)
class Listener:
    """One handler of a page: ``kind`` is its event, ``reachable`` says whether a person could cause it now."""

    element: int
    id: str
    kind: str
    reachable: bool


def listeners(tab: Tab) -> Iterator[Listener]:
    """Every listener of an open page, those in hidden parts and closed dialogs marked."""
    parents = {
        str(child): element_id
        for element_id, element in tab.elements.items()
        for slot in (element.get('slots') or {}).values()
        for child in slot.get('ids', ())
    }
    for element_id, element in tab.elements.items():
        reachable, above = True, str(element_id)
        while above:
            part = tab.elements[above]
            hidden = 'hidden' in (part.get('class') or ())
            closed = part.get('tag') == 'q-dialog' and not (part.get('props') or {}).get('model-value')
            reachable = reachable and not hidden and not (closed and above != element_id)
            above = parents.get(above, '')
        for event in element.get('events') or ():
            yield Listener(int(element_id), event['listener_id'], event['type'], reachable)


class Forger(Tab):
    """A tab that can send any message."""

    path = ''

    async def open(self, path: str) -> None:
        """Open a page like every tab, and store its path."""
        self.path = path
        await super().open(path)

    async def reopen(self) -> None:
        """Open the page again after the server closed the socket, as a browser does."""
        await self.close()
        await self.open(self.path)

    async def close(self) -> None:
        """Close the tab, even if the server has already closed the socket."""
        await self.socket.close()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def say(self, name: str, content: Any) -> None:
        """Send one message with this content."""
        with contextlib.suppress(ConnectionResetError):  # the server closed it in the meantime
            await self.socket.send_str('42' + json.dumps([name, content]))

    async def event(self, listener: Listener, args: Any, **changes: Any) -> None:
        """Send the message of a listener, with these changes."""
        own = {'client_id': self.client_id, 'id': listener.element, 'listener_id': listener.id, 'args': args}
        await self.say('event', own | changes)


async def forge(tab: Forger, others: list[Forger], listener: Listener, dice: Random) -> str:
    """Send one forged message for this listener; returns its kind."""
    victim = dice.choice([one for one in others if one is not tab])  # to itself it would be its person's own click
    kinds = ['foreign', 'wrong types', 'unknown', 'not a message', 'other handlers']
    if not listener.reachable:
        kinds += ['hidden'] * 3
    elif listener.kind not in ('click', 'submit') and not listener.kind.startswith('key'):
        kinds += ['odd value'] * 3  # a click has no value: with an odd value it is still a valid click by this person
    match kind := dice.choice(kinds):
        case 'foreign':
            theirs = dice.choice(list(listeners(victim)) or [listener])
            await tab.event(theirs, [dice.choice(('{}', '[]', 'null'))], client_id=victim.client_id)
        case 'hidden':
            await tab.event(listener, [dice.choice(('{}', 'null', '"x"'))])
        case 'odd value':
            # Text in the applicant's own form is what a person may type there: it is stored, as it should be.
            values = [value for value in ODD_VALUES if tab.path != '/my' or not value.startswith('"')]
            await tab.event(listener, [dice.choice(values) for _ in range(dice.randint(1, 2))])
        case 'wrong types':
            await tab.event(listener, dice.choice(ODD_LISTS))
        case 'unknown':
            field = dice.choice(('client_id', 'id', 'listener_id'))
            await tab.event(listener, ['{}'], **{field: dice.choice(ODD_NAMES)})
        case 'not a message' if dice.random() < 0.02:
            await tab.event(listener, ['x' * 1_100_000])  # the server closes the socket after more than a megabyte
        case 'not a message':
            await tab.say('event', dice.choice((None, 1, 'x', [], [[]], {'client_id': tab.client_id}, float('nan'))))
        case _:
            name = dice.choice(('ack', 'log', 'javascript_response', 'handshake', 'sub_pages_open', 'disconnect', 'x'))
            odd = {key: dice.choice(ODD_NAMES) for key in ('next_message_id', 'request_id', 'level', 'message')}
            await tab.say(name, {'client_id': dice.choice((tab.client_id, victim.client_id)), **odd})
    return kind
