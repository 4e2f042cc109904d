"""Opening and closing the one database of this process, and the only place a transaction begins."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from typing import Literal, cast

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException
from tortoise.transactions import in_transaction

from domain.errors import Busy
from storage import files
from storage.backup import copies
from storage.errors import CannotOpen
from storage.schema import migrate
from storage.settings import data_lock
from storage.settings.config import Settings, prepare
from storage.settings.tortoise_config import ALIAS, config_of

OPENING = 8  # seconds: a broken or locked database ends the start with a sentence, not with silence
UPGRADE_LOCK = 0x6B616F6865  # any number, the same in every process of ours
_context: TortoiseContext | None = None
_owned: sqlite3.Connection | None = None
_address = ''


async def open_database(settings: Settings, *, beside_server: bool = False) -> None:
    """Open the database of ``settings`` for this process and upgrade it if needed.

    Raises CannotOpen within ten seconds if it is damaged, unreachable, in use by another process of ours, or newer
    than this program; then everything is closed again. An upgrade of a large database may take longer.
    ``beside_server``: for reading or a short act while the server runs; the database must be up to date.
    """
    global _context, _address, _owned
    config = config_of(settings)
    if beside_server and not settings.database and not settings.database_file.exists():
        raise CannotOpen(f'{settings.data} 中没有数据库，请检查 --data。')
    prepare(settings.data)
    data_lock.refuse_unfinished(settings.data)
    files.open_files(settings.data)
    try:
        if not settings.database and not beside_server:
            _owned = data_lock.own(settings.data)
        _context = await Tortoise.init(config=config, use_tz=True, timezone='UTC', _enable_global_fallback=True)
        async with asyncio.timeout(OPENING):
            connection = get_connection(ALIAS)
            await connection.create_connection(with_db=True)
            await connection.execute_query_dict('SELECT 1 AS one')
        if beside_server:
            await migrate.require_current(connection, config['apps'])
        else:
            async with _alone(settings):
                await migrate.upgrade(connection, config['apps'], lambda name: _back_up(settings, name))
        _address = settings.database or ''
    except BaseException as error:
        await close_database()
        if isinstance(error, TimeoutError | Busy):
            raise CannotOpen('数据库没有响应或正被占用，请检查数据库服务后再启动。') from error
        if isinstance(
            error, BaseORMException | sqlite3.Error | asyncpg.PostgresError | asyncpg.InterfaceError | OSError
        ):
            raise CannotOpen(f'无法打开数据库：{error}') from error
        raise


async def close_database() -> None:
    """Close every connection; an open one would stop the process from ending. Closing twice is allowed."""
    global _context, _owned, _address
    context, _context, _address = _context, None, ''
    try:
        if context is not None:
            await context.close_connections()
    finally:
        EXECUTOR_CACHE.clear()  # its key leaves out the dialect: the next database may be of the other kind
        owned, _owned = _owned, None
        if owned is not None:
            owned.close()


@contextlib.asynccontextmanager
async def transaction() -> AsyncIterator[BaseDBAsyncClient]:
    """Everything inside is written, or nothing: exceptions and cancellations roll back, a commit runs to its end.

    Only this task may use it. Raises Busy if the database is not available now, RuntimeError if nested.
    """
    if isinstance(get_connection(ALIAS), TransactionalDBClient):
        raise RuntimeError('a transaction does not nest')  # noqa: TRY004 - a wrong moment, not a wrong type
    async with in_transaction(ALIAS) as client:
        yield client


def dialect() -> Literal['sqlite', 'postgres']:
    """The kind of the open database."""
    return cast(Literal['sqlite', 'postgres'], get_connection(ALIAS).capabilities.dialect)


def address() -> str:
    """The address of the open PostgreSQL database, for connections outside the pool; empty with SQLite."""
    return _address


@contextlib.asynccontextmanager
async def _alone(settings: Settings) -> AsyncIterator[None]:
    """Let only one process upgrade at a time; on SQLite there is only one process anyway."""
    if not settings.database:
        yield
        return
    async with asyncio.timeout(OPENING):
        connection = await asyncpg.connect(settings.database)
    try:
        async with asyncio.timeout(OPENING):
            await connection.execute('SELECT pg_advisory_lock($1)', UPGRADE_LOCK)
        yield
    finally:
        await connection.close(timeout=5)


async def _back_up(settings: Settings, name: str) -> None:
    target = settings.backups / f'before-{name}'
    if settings.database:
        await copies.dump_postgres(settings.database, target.with_suffix('.dump'))
    else:
        await copies.copy_sqlite(settings.database_file, target.with_suffix('.db'))
