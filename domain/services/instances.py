"""Publish/subscribe between the processes of one installation: each event, with its commit, to all others once."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator, Sequence

from domain.events import Event, Resync, packed, publish, unpacked
from storage.connection import notifications
from storage.connection.database import dialect

log = logging.getLogger(__name__)
ROOM = notifications.LONGEST - 80  # bytes for the events of one notification, beside the sender's id
_me = secrets.token_hex(8)  # the sender's id: a process publishes its own events itself


async def send(events: Sequence[Event]) -> None:
    """Inside the transaction that causes them: send these events to the other processes with its commit.

    A transaction that is rolled back sends nothing, and none is committed without sending. SQLite has one process only.
    """
    if events and dialect() == 'postgres':
        await notifications.send(list(_texts(events)))


async def keep_listening() -> None:
    """Publish the events that the other processes send, until cancelled; after each gap a Resync."""
    await notifications.listen(_received, lambda: publish(Resync()))


def _texts(events: Sequence[Event]) -> Iterator[str]:
    """The events in as few texts as possible; an event too long for a text becomes a Resync."""
    kept: list[str] = []
    size = 0
    for event in events:
        text = _compact(packed(event))
        if len(text.encode()) >= ROOM:
            text = _compact(packed(Resync()))
        length = len(text.encode()) + 1
        if size + length > ROOM:
            yield _joined(kept)
            kept, size = [], 0
        kept.append(text)
        size += length
    yield _joined(kept)


def _joined(events: Sequence[str]) -> str:
    # The nonce makes two equal texts of one transaction different: PostgreSQL would deliver only one of them.
    return f'{{"from":"{_me}","nonce":"{secrets.token_hex(4)}","events":[{",".join(events)}]}}'


def _compact(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(',', ':'))


def _received(text: str) -> None:
    try:
        message = json.loads(text)
        if message['from'] == _me:
            return
        events = [unpacked(values) for values in message['events']]
    except (ValueError, TypeError, KeyError):  # of another version, or of another program in this database
        log.warning('another process sent what cannot be read')
        events = [Resync()]
    for event in events:
        publish(event)
