"""Complete and checked copies of the database, made while other tasks write."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.errors import CannotOpen
from storage.files import sync_directory


async def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live SQLite database with VACUUM INTO, check the copy, and only then give it its name.

    A plain file copy was damaged every time, and the paged backup never ended under writes (stack-storage §6).
    Raises CannotOpen if the copy cannot be made or fails its checks; then nothing is left at ``target``.
    """
    try:
        await asyncio.to_thread(_copy, source, target)
    except (OSError, sqlite3.Error) as error:
        raise CannotOpen(f'数据库备份失败：{error}。请检查磁盘空间后重试，数据没有改动。') from error


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f'{target.name}.tmp')
    draft.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(f'{source.resolve().as_uri()}?mode=rw', uri=True)) as database:
            database.execute('VACUUM INTO ?', (str(draft),))
        check_sqlite(draft)
        with draft.open('rb') as file:
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(target)
        sync_directory(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def check_sqlite(path: Path) -> None:
    """Raise sqlite3.DatabaseError unless the database at ``path`` is undamaged and every foreign key has its row."""
    with contextlib.closing(sqlite3.connect(f'{path.resolve().as_uri()}?mode=ro', uri=True)) as database:
        verdict = [row[0] for row in database.execute('PRAGMA integrity_check(1)')]
        if verdict != ['ok']:
            raise sqlite3.DatabaseError(verdict[0])
        if database.execute('PRAGMA foreign_key_check').fetchone():
            raise sqlite3.DatabaseError('foreign_key_check')


async def dump_postgres(address: str, target: Path, snapshot: str = '') -> None:
    """Write a pg_dump archive of the database at ``address``; the password is never on a command line.

    ``snapshot``: the snapshot exported by another transaction. Raises CannotOpen if pg_dump is missing or
    fails; then nothing is left at ``target``.
    """
    program = shutil.which('pg_dump')
    if program is None:
        raise CannotOpen('没有找到 pg_dump，无法备份数据库，请先安装 PostgreSQL 客户端工具。')
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f'{target.name}.tmp')
    arguments = (program, '--format=custom', f'--file={draft}', *([f'--snapshot={snapshot}'] if snapshot else []))
    process = await asyncio.create_subprocess_exec(
        *arguments, env=os.environ | environment(address), stderr=asyncio.subprocess.PIPE
    )
    try:
        _, complaint = await process.communicate()
        if process.returncode:
            raise CannotOpen(f'数据库备份失败：{complaint.decode(errors="replace").strip()}')
        await asyncio.to_thread(_keep, draft, target)
    finally:
        if process.returncode is None:
            process.kill()
        draft.unlink(missing_ok=True)


def _keep(draft: Path, target: Path) -> None:
    draft.chmod(0o600)
    with draft.open('rb') as file:
        os.fsync(file.fileno())
    draft.replace(target)
    sync_directory(target.parent)


def environment(address: str) -> dict[str, str]:
    """A postgres:// address as the environment variables of PostgreSQL's tools."""
    parts = urlsplit(address)
    wanted = {
        'PGHOST': parts.hostname,
        'PGPORT': str(parts.port or 5432),
        'PGUSER': unquote(parts.username or ''),
        'PGPASSWORD': unquote(parts.password or ''),
        'PGCONNECT_TIMEOUT': '10',
        'PGDATABASE': unquote(parts.path.lstrip('/')),
    }
    return {name: value for name, value in wanted.items() if value}
