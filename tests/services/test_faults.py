"""R8: a full or read-only disk and a damaged database: a clear sentence, nothing lost, and quick recovery."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from domain import metrics
from domain.errors import Busy
from domain.services import journal
from domain.services.access import own_account
from domain.services.operating import integrity_check
from storage import files
from storage.connection.database import close_database, open_database, transaction
from storage.errors import CannotOpen
from storage.models import Account, JournalEntry
from storage.queries.operating.integrity import damage
from storage.settings.config import Settings
from tests.conftest import Installed
from tests.town import COUNTY, Town, build
from tests.waiting import PATIENCE, until


@contextmanager
def disk_without_room(largest: int) -> Iterator[None]:
    """No file of this process can grow beyond ``largest`` bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def _act(town: Town, times: int = 1) -> int:
    """Do ``times`` acts, one after the other; returns how many were acknowledged before the first refusal."""
    actor = town.actor(COUNTY)
    for count in range(times):
        try:
            await own_account.edit_profile(actor, f'第{count}次', '')
        except Busy:
            return count
    return times


async def _well_again(town: Town, acknowledged: int) -> float:
    """Seconds until an act succeeds; every acknowledged act is stored, and the chains are intact."""
    began = time.monotonic()
    await until(lambda: _act(town), 'an act')
    took = time.monotonic() - began
    assert await JournalEntry.filter(act='edit_profile').count() == acknowledged + 1
    assert [one async for one in journal.breaks()] == []
    assert await damage() == []
    return took


async def test_a_full_database_refuses_and_recovers(
    installed: Installed, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    done, took = await fill_the_database(installed(tmp_path))
    figure(f'R8 full database: refused with a sentence, {done} acts kept, well again after {took:.2f} s')


async def fill_the_database(settings: Settings) -> tuple[int, float]:
    """Stop its growth, then allow it again: how many acts were kept, and the seconds until the next one succeeded."""
    await open_database(settings)
    town = await build()
    async with transaction() as writer:
        pages = (await writer.execute_query_dict('PRAGMA page_count'))[0]['page_count']
    connection = get_connection('default')
    await connection.execute_query(f'PRAGMA max_page_count = {pages + 2}')
    errors = metrics.DATABASE_ERRORS._value.get()
    done = await _act(town, 500)
    assert 0 < done < 500
    assert metrics.DATABASE_ERRORS._value.get() > errors
    assert await Account.get(login=COUNTY)  # reading still works
    await connection.execute_query('PRAGMA max_page_count = 1073741823')
    took = await _well_again(town, done)
    await close_database()
    return done, took


async def test_a_full_disk_refuses_and_recovers(
    installed: Installed, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    settings = installed(tmp_path)
    await open_database(settings)
    town = await build()
    log = settings.database_file.with_name('kaohe.db-wal')
    with disk_without_room(log.stat().st_size + 100_000):
        done = await _act(town, 500)
        assert 0 < done < 500
        with pytest.raises(Busy):
            await files.store(b'x' * (log.stat().st_size + 200_000), 'pdf')
        with pytest.raises(Busy):
            await files.keep('0' * 32 + '.png', b'x' * (log.stat().st_size + 200_000))
    assert not [one for one in (tmp_path / 'files').rglob('*') if one.is_file()]  # no incomplete file is left
    took = await _well_again(town, done)
    assert (await files.store(b'x' * 200_000, 'pdf')).size == 200_000
    await close_database()
    await open_database(settings)  # refused acts do not appear after the next start
    assert await JournalEntry.filter(act='edit_profile').count() == done + 1
    await close_database()
    figure(f'R8 full disk: refused with a sentence, {done} acts kept, well again after {took:.2f} s')


async def test_a_server_that_only_reads_refuses_and_recovers(
    town: Town, database: Settings, figure: Callable[[str], None]
) -> None:
    if not database.database:
        return
    import asyncpg

    done = await _act(town, 3)
    name = database.database.rpartition('/')[2]
    administrator = await asyncpg.connect(database.database)
    await administrator.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    await administrator.execute(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', name
    )
    assert await _act(town) == 0
    assert await _act(town) == 0
    await administrator.execute('SET default_transaction_read_only = off')
    await administrator.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    await administrator.execute(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()', name
    )
    await administrator.close()
    took = await _well_again(town, done)
    figure(f'R8 PostgreSQL that only reads, its connections cut twice: {done} acts kept, well after {took:.2f} s')


def _start(data: Path, *before: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Start the real program on ``data``; returns its output, and after how many seconds it ended."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    command = [*before, sys.executable, 'main.py', '--no-browser', '--port', str(port), '--data', str(data)]
    environment = {name: text for name, text in os.environ.items() if name != 'PYTEST_CURRENT_TEST'}
    began = time.monotonic()
    ended = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended, time.monotonic() - began


async def test_a_broken_database_ends_the_start(
    installed: Installed, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    took = await start_broken(installed(tmp_path))
    figure(f'R8 broken database: the start ended with a sentence after {took:.1f} s')


async def start_broken(settings: Settings) -> float:
    """Start on a damaged database: the seconds until the program ended; repaired, the data is as before."""
    await open_database(settings)
    await build()
    await close_database()
    whole = settings.database_file.read_bytes()
    settings.database_file.write_bytes(whole[:8192] + b'\xff' * (len(whole) - 8192))
    ended, took = await asyncio.to_thread(_start, settings.data)
    assert ended.returncode != 0
    assert '无法启动：' in ended.stderr
    assert 'Traceback' not in ended.stderr
    settings.database_file.write_bytes(whole)
    await open_database(settings)
    assert [line async for line in integrity_check.findings()] == []
    await close_database()
    return took


async def test_a_data_directory_without_write_permission_ends_the_start(
    installed: Installed, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    settings = installed(tmp_path / 'data')
    await open_database(settings)
    await close_database()
    settings.data.chmod(0o555)
    # The superuser can write to every directory, unless the program gives up that right.
    before = ('setpriv', '--bounding-set=-dac_override') if os.geteuid() == 0 else ()
    for file in settings.data.iterdir():
        file.chmod(0o444)
    ended, took = await asyncio.to_thread(_start, settings.data, *before)
    settings.data.chmod(0o755)
    assert ended.returncode != 0
    assert '无法' in ended.stderr, ended.stderr
    figure(f'R8 read-only data directory: the start ended with a sentence after {took:.1f} s')


async def test_a_broken_database_gives_a_command_a_sentence(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database=None)
    settings.database_file.write_bytes(b'not a database, but longer than a header ' * 40)
    with pytest.raises(CannotOpen, match='无法打开数据库'):
        await open_database(settings, beside_server=True)
