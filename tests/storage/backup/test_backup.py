"""A copy of the database is complete although others write, is checked, and is never left half-written."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
from pathlib import Path

import asyncpg
import pytest

from storage.backup import copies
from storage.connection.database import close_database, open_database, transaction
from storage.errors import CannotOpen
from storage.models import CommonReason
from storage.settings.config import Settings
from tests.waiting import until


async def test_a_copy_under_writes_holds_whole_transactions_only(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database=None)
    await open_database(settings)
    written = 0
    done = asyncio.Event()

    async def write() -> None:
        nonlocal written
        while not done.is_set():
            async with transaction():
                for _ in range(3):
                    await CommonReason.create(act='return', text='一次三条')
            written += 3

    writing = asyncio.ensure_future(write())
    for number in range(5):
        before = written
        await until(lambda: written > before, 'a write')  # noqa: B023 - awaited here
        before = written
        target = settings.backups / f'{number}.db'
        await copies.copy_sqlite(settings.database_file, target)
        with contextlib.closing(sqlite3.connect(target)) as copy:
            count = copy.execute('SELECT count(*) FROM common_reason').fetchone()[0]
        assert count % 3 == 0
        assert before <= count <= written + 3
        assert target.stat().st_mode & 0o077 == 0
    done.set()
    await writing
    await close_database()
    assert len(list(settings.backups.iterdir())) == 5  # no other files are left


async def test_a_damaged_database_gives_no_copy(tmp_path: Path) -> None:
    source = tmp_path / 'source.db'
    with contextlib.closing(sqlite3.connect(source)) as database:
        database.execute('CREATE TABLE parent (id INTEGER PRIMARY KEY)')
        database.execute('CREATE TABLE child (id INTEGER REFERENCES parent (id))')
        database.execute('INSERT INTO child VALUES (7)')  # foreign keys are off: there is no error
        database.commit()
    target = tmp_path / 'copies' / 'copy.db'
    with pytest.raises(CannotOpen, match='数据没有改动'):
        await copies.copy_sqlite(source, target)
    assert list(target.parent.iterdir()) == []


async def test_an_older_copy_is_replaced_only_by_a_good_one(tmp_path: Path) -> None:
    target = tmp_path / 'copy.db'
    target.write_bytes(b'the copy of yesterday')
    with pytest.raises(CannotOpen):
        await copies.copy_sqlite(tmp_path / 'missing.db', target)
    assert target.read_bytes() == b'the copy of yesterday'


async def test_a_dump_of_postgres_can_be_restored(database: Settings, tmp_path: Path) -> None:
    if not database.database:
        return  # SQLite is tested above
    await CommonReason.create(act='return', text='照片不清晰')
    target = tmp_path / 'copies' / 'one.dump'
    await copies.dump_postgres(database.database, target)
    restored = f'{database.database}_restored'
    await _administer(database, f'CREATE DATABASE {restored.rpartition("/")[2]}')
    command = ['pg_restore', '--exit-on-error', f'--dbname={restored}', str(target)]
    await asyncio.to_thread(subprocess.run, command, check=True)
    connection = await asyncpg.connect(restored)
    assert await connection.fetchval('SELECT text FROM common_reason') == '照片不清晰'
    await connection.close()
    await _administer(database, f'DROP DATABASE {restored.rpartition("/")[2]}')
    with pytest.raises(CannotOpen, match='数据库备份失败'):
        await copies.dump_postgres(f'{database.database}_missing', target)
    assert target.read_bytes()[:5] == b'PGDMP'  # the good dump is still there
    assert [one.name for one in target.parent.iterdir()] == ['one.dump']


async def _administer(settings: Settings, statement: str) -> None:
    connection = await asyncpg.connect(settings.database)
    await connection.execute(statement)
    await connection.close()


async def test_a_missing_pg_dump_is_reported_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('PATH', str(tmp_path))
    with pytest.raises(CannotOpen, match='没有找到 pg_dump'):
        await copies.dump_postgres('postgres://nobody@127.0.0.1/none', tmp_path / 'x.dump')
