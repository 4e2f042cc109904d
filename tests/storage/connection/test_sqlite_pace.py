"""A transaction on SQLite has no unnecessary waits, and necessary waits block nobody else."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tortoise.connection import get_connection

from storage.connection import sqlite_pace
from storage.connection.database import close_database, open_database, transaction
from storage.connection.sqlite_pace import QUICK
from storage.models import CommonReason
from storage.settings.config import Settings
from tests.waiting import PATIENCE

HERE = threading.get_ident()


@pytest_asyncio.fixture(autouse=True)
async def settings(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Settings]:
    settings = Settings(data=tmp_path / 'installation', database=None)
    settings.data.mkdir()
    settings.database_file.write_bytes(sqlite_template.read_bytes())
    await open_database(settings)
    await _write('first')  # its commit measures the speed of the disk
    yield settings
    await close_database()


async def _write(text: str) -> None:
    async with transaction():
        await CommonReason.create(act='return', text=text, position=1)


def _client() -> Any:
    return get_connection('default')


async def test_statements_of_a_transaction_run_on_the_calling_thread() -> None:
    raw: sqlite3.Connection = _client()._connection._conn
    raw.create_function('thread', 0, threading.get_ident)
    async with transaction() as client:
        rows = await client.execute_query_dict('SELECT thread() AS inside')
    assert rows == [{'inside': HERE}]
    async with _client().acquire_connection() as connection:
        assert [row[0] for row in await connection.execute_fetchall('SELECT thread()')] != [HERE]


@pytest.mark.parametrize('took', [0.0, QUICK], ids=['quick', 'slow'])
async def test_a_commit_leaves_the_loops_thread_only_if_the_disk_is_slow(
    monkeypatch: pytest.MonkeyPatch, took: float
) -> None:
    pace, where = _client().pace, list[int]()
    commit = pace.timed_commit

    def noted(connection: sqlite3.Connection) -> None:
        where.append(threading.get_ident())
        commit(connection)

    monkeypatch.setattr(pace, 'timed_commit', noted)
    pace._took = took
    await _write('second')
    assert (where == [HERE]) is (took < QUICK)
    assert await CommonReason.all().count() == 2


@pytest.mark.parametrize('took', [0.0, QUICK], ids=['quick', 'slow'])
async def test_a_failed_commit_leaves_nothing_open(took: float) -> None:
    await _client().execute_script(
        'CREATE TABLE parent (id INT PRIMARY KEY);'
        'CREATE TABLE child (id INT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);'
    )
    _client().pace._took = took
    with pytest.raises(Exception, match=r'(?i)foreign key'):
        async with transaction() as client:
            await client.execute_query('INSERT INTO child VALUES (7)')
    assert not _client()._connection._conn.in_transaction
    await _write('after')
    assert await _client().execute_query_dict('SELECT id FROM child') == []


async def test_waiting_for_another_process_that_writes_blocks_nobody_else(settings: Settings) -> None:
    stranger = sqlite3.connect(settings.database_file, isolation_level=None)
    stranger.execute('BEGIN IMMEDIATE')
    raw: sqlite3.Connection = _client()._connection._conn
    assert not _client().pace.begun(_client()._connection)
    assert raw.execute('PRAGMA busy_timeout').fetchone()[0] == 5000  # as before
    raw.execute(f'PRAGMA busy_timeout={PATIENCE * 1000:.0f}')
    waiting = asyncio.ensure_future(_write('second'))
    for _ in range(20):
        assert await CommonReason.all().count() == 1
    assert not waiting.done()
    stranger.execute('COMMIT')
    stranger.close()
    await waiting
    assert await CommonReason.all().count() == 2


async def test_the_log_is_copied_into_the_file_when_enough_was_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_pace, 'CHANGES', 1)
    await _write('second')
    monkeypatch.setattr(sqlite_pace, 'CHANGES', 40)
    size = settings.database_file.stat().st_size
    for number in range(39):
        await _write(f'{number:0450}')
    assert settings.database_file.stat().st_size == size
    await _write('enough')
    assert settings.database_file.stat().st_size > size


@pytest_asyncio.fixture
async def slower(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same installation with an aiosqlite that moved its private names."""
    await close_database()
    monkeypatch.setattr(sqlite_pace, 'usable', lambda _: False)
    monkeypatch.delattr(sqlite_pace, '_begun')  # what uses the names must not be reached
    monkeypatch.delattr(sqlite_pace.Pace, 'timed_commit')
    await open_database(settings)


@pytest.mark.usefixtures('slower')
async def test_where_aiosqlite_moved_its_names_a_transaction_runs_on_the_thread() -> None:
    raw: sqlite3.Connection = _client()._connection._conn
    raw.create_function('thread', 0, threading.get_ident)
    async with transaction() as client:
        (row,) = await client.execute_query_dict('SELECT thread() AS inside')
    assert row['inside'] != HERE


@pytest.mark.usefixtures('slower')
async def test_where_aiosqlite_moved_its_names_the_log_is_copied_all_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = settings.database_file.stat().st_size
    monkeypatch.setattr(sqlite_pace, 'CHANGES', 1)
    for number in range(40):
        await _write(f'{number:0450}')
    assert settings.database_file.stat().st_size > size
