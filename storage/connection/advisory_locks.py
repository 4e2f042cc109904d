"""Locks among all processes on one database: one waits for the other, or only one runs."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator

import asyncpg
from tortoise.connection import get_connection

from domain.errors import Busy
from storage.connection.asyncpg_engine import NOT_NOW
from storage.connection.database import address, dialect
from storage.settings.tortoise_config import ALIAS

PATIENCE = 5.0  # seconds for a connection
_mine: set[str] = set()


async def in_turn(name: str) -> None:
    """Inside a transaction: take the lock of this name, waiting for other transactions; it ends with the transaction.

    SQLite allows only one writing transaction at a time anyway. Raises Busy after ten seconds.
    """
    if dialect() == 'postgres':
        await get_connection(ALIAS).execute_query('SELECT pg_advisory_xact_lock($1)', [_number(name)])


@contextlib.asynccontextmanager
async def alone(name: str) -> AsyncIterator[bool]:
    """Yields True in one block of this name at a time, over all processes; the others get False at once.

    For scheduled work. The lock ends with the block or with the process, however the process ends. A process that
    loses its connection also loses the lock: the work must be correct if another process starts it again.
    Raises Busy if the database is not available now.
    """
    if name in _mine:
        yield False
        return
    _mine.add(name)
    try:
        async with _held(name) as held:
            yield held
    finally:
        _mine.discard(name)


@contextlib.asynccontextmanager
async def _held(name: str) -> AsyncIterator[bool]:
    if not address():
        yield True
        return
    try:
        connection = await asyncpg.connect(address(), timeout=PATIENCE)  # the pool's would come back for other work
    except NOT_NOW as error:
        raise Busy from error
    try:
        try:
            held = await connection.fetchval('SELECT pg_try_advisory_lock($1)', _number(name), timeout=PATIENCE)
        except NOT_NOW as error:
            raise Busy from error
        yield bool(held)
    finally:
        with contextlib.suppress(*NOT_NOW, asyncpg.InterfaceError):
            await connection.close(timeout=PATIENCE)


def _number(name: str) -> int:
    """The lock number of this name, the same in all our processes."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
