"""Restores a dump into PostgreSQL: into a new database, which then gets the name of the target database."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg

from storage.backup import copies, database_statistics
from storage.backup.manifest import Manifest
from storage.errors import CannotOpen

BESIDE = '_restoring'
LONGEST = 63  # bytes of a database name


async def load(dump: Path, address: str, said: Manifest, *, replace: bool) -> str:
    """Restore ``dump`` into a new database on the server of ``address``; returns the address of the new one.

    Raises CannotOpen if the target has tables and ``replace`` is false, if the account may not create databases, or
    if the restored content differs from the manifest.
    """
    name = _name(address)
    beside = _renamed(address, f'{name}{BESIDE}')
    async with _maintenance(address) as server:
        if not replace and await _holds_tables(server, address):
            raise CannotOpen(f'数据库 {name} 中已有数据。确认要替换时请加 --replace，原有数据库会改名保留。')
        await server.execute(f'DROP DATABASE IF EXISTS {_quoted(_name(beside))}')
        await server.execute(f'CREATE DATABASE {_quoted(_name(beside))} TEMPLATE template0')
    try:
        await _pg_restore(dump, beside)
        said.compare(await _census_of(beside))
    except BaseException:
        await forget(beside)
        raise
    return beside


async def _census_of(address: str) -> database_statistics.Census:
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction(isolation='repeatable_read', readonly=True):
            return await database_statistics.of_postgres(connection)
    finally:
        await connection.close()


async def swap(beside: str, address: str, stamp: str) -> None:
    """Give the restored database the target's name; an existing database is renamed and keeps its content.

    Raises CannotOpen if there are still connections to it: the server must be stopped first.
    """
    name = _name(address)
    async with _maintenance(address) as server:
        if await server.fetchval('SELECT 1 FROM pg_database WHERE datname = $1', name):
            aside = f'{name}_before_{stamp.replace("-", "_")}'[:LONGEST]
            await server.execute(f'ALTER DATABASE {_quoted(name)} RENAME TO {_quoted(aside)}')
        await server.execute(f'ALTER DATABASE {_quoted(_name(beside))} RENAME TO {_quoted(name)}')


async def forget(beside: str) -> None:
    """Drop a restored database that was not accepted; an accepted one has been renamed already."""
    async with _maintenance(beside) as server:
        await server.execute(f'DROP DATABASE IF EXISTS {_quoted(_name(beside))}')


@asynccontextmanager
async def _maintenance(address: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the maintenance database: a database cannot be renamed over its own connection."""
    try:
        connection = await asyncpg.connect(_renamed(address, 'postgres'), timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotOpen(f'无法连接 PostgreSQL：{error}') from error
    try:
        yield connection
    except asyncpg.ObjectInUseError as error:
        raise CannotOpen(f'数据库 {_name(address)} 正在使用，请先停止所有连接它的程序。') from error
    except asyncpg.InsufficientPrivilegeError as error:
        raise CannotOpen('数据库账号没有建库权限（CREATEDB），请授权后再恢复。') from error
    except asyncpg.PostgresError as error:
        raise CannotOpen(f'恢复失败：{error}') from error
    finally:
        await connection.close(timeout=5)


async def _holds_tables(server: asyncpg.Connection, address: str) -> bool:
    if not await server.fetchval('SELECT 1 FROM pg_database WHERE datname = $1', _name(address)):
        return False
    connection = await asyncpg.connect(address)
    try:
        return bool(await connection.fetchval("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"))
    finally:
        await connection.close()


async def _pg_restore(dump: Path, address: str) -> None:
    program = shutil.which('pg_restore')
    if program is None:
        raise CannotOpen('没有找到 pg_restore，无法恢复数据库，请先安装 PostgreSQL 客户端工具。')
    environment = os.environ | copies.environment(address)
    process = await asyncio.create_subprocess_exec(
        *(program, '--exit-on-error', '--no-owner', '--no-privileges', f'--dbname={_name(address)}', str(dump)),
        env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, complaint = await process.communicate()
    if process.returncode:
        raise CannotOpen(f'恢复失败：{complaint.decode(errors="replace").strip()}')


def _name(address: str) -> str:
    return unquote(urlsplit(address).path.lstrip('/'))


def _renamed(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f'/{name}'))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
