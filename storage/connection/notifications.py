"""Publish/subscribe between the processes on one PostgreSQL database: sent on commit, received on a connection."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

import asyncpg
from tortoise.connection import get_connection

from storage.connection.database import address
from storage.settings.tortoise_config import ALIAS

log = logging.getLogger(__name__)

CHANNEL = 'kaohe'
LONGEST = 7900  # bytes of one text: PostgreSQL takes less than 8,000
SOONEST, LATEST = 0.2, 10.0  # seconds until the next attempt to listen; each failure doubles the wait
PULSE, PATIENCE = 10.0, 5.0  # seconds between two signs of life, and for the answer
FAILURES = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


async def send(texts: list[str]) -> None:
    """Inside a transaction: send these texts, each of at most LONGEST bytes, to all listeners on commit.

    Two equal texts in one transaction would arrive as one. Not for SQLite.
    """
    await get_connection(ALIAS).execute_query(
        'SELECT pg_notify($1, text) FROM unnest($2::text[]) text', [CHANNEL, texts]
    )


async def listen(on_text: Callable[[str], None], on_start: Callable[[], None]) -> None:
    """Receive the texts of all processes, including this one, until cancelled; on SQLite there are none.

    ``on_start`` is called each time listening starts: earlier texts were not received. A lost connection is opened
    again, first at once, then with growing pauses.
    """
    if not address():
        return
    pause = SOONEST
    while True:
        try:
            async with _listening(on_text) as lost:
                on_start()
                pause = SOONEST
                await _until(lost)
        except FAILURES as error:
            log.warning('cannot hear the other processes: %s', type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LATEST)


@contextlib.asynccontextmanager
async def _listening(on_text: Callable[[str], None]) -> AsyncIterator[tuple[asyncpg.Connection, asyncio.Event]]:
    """A listening connection outside the pool, and the event that is set when the connection is lost."""
    lost = asyncio.Event()
    connection = await asyncpg.connect(
        address(), timeout=PATIENCE, command_timeout=PATIENCE, server_settings={'application_name': 'kaohe listens'}
    )
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, text: on_text(text))
        yield connection, lost
    finally:
        with contextlib.suppress(*FAILURES):
            await connection.close(timeout=PATIENCE)


async def _until(listening: tuple[asyncpg.Connection, asyncio.Event]) -> None:
    """Wait until the connection is lost; send a query now and then, because a cut line is not reported by itself."""
    connection, lost = listening
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), PULSE)
        except TimeoutError:
            await connection.execute('SELECT 1')
