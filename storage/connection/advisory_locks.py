"""Who may go first among all processes on one database: one after the other, or one and the others not at all."""

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
    """Inside a transaction: wait until no other one that asked for this name is open; it ends with the transaction.

    SQLite has one writing transaction at a time anyway. Raises Busy after ten seconds.
    """
    if dialect() == 'postgres':
        await get_connection(ALIAS).execute_query('SELECT pg_advisory_xact_lock($1)', [_number(name)])


@contextlib.asynccontextmanager
async def alone(name: str) -> AsyncIterator[bool]:
    """Whether this is the only block of this name that runs now, in all processes: the others are told False at once.

    For work on a schedule. It ends with the block or with the process, however that ends. A process that loses the
    database in the middle loses its turn as well: the work must be right when another one begins it again.
    Raises Busy when the database cannot now.
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
    """The lock of this name: any number, the same in every process of ours."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
