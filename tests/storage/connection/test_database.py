"""Opening the database: by one process, upgraded, and with a clear sentence if it fails."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from domain import clock
from storage.connection import database as database_module
from storage.connection.database import OPENING, close_database, dialect, open_database, transaction
from storage.errors import CannotOpen
from storage.models import CommonReason, SignInFailure
from storage.schema import migrate
from storage.settings.config import Settings
from storage.settings.tortoise_config import SQLITE
from tests.conftest import Installed
from tests.waiting import PATIENCE


async def test_a_new_installation_gets_its_tables_and_keeps_what_was_written(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / 'new' / 'data', database=None)
    await open_database(settings)
    await CommonReason.create(act='return', text='照片不清晰')
    await close_database()

    await open_database(settings)
    assert dialect() == 'sqlite'
    assert await CommonReason.all().values_list('text', flat=True) == ['照片不清晰']
    await close_database()
    assert settings.data.stat().st_mode & 0o077 == 0
    assert not settings.backups.exists()  # nothing was upgraded


async def test_the_pragmas_hold_on_the_writer_and_on_the_readers(installed: Installed, tmp_path: Path) -> None:
    await open_database(installed(tmp_path))
    wanted = {
        'journal_mode': 'wal', 'synchronous': 2, 'foreign_keys': 1, 'busy_timeout': 5000, 'recursive_triggers': 1,
        'secure_delete': 1, 'trusted_schema': 0, 'cell_size_check': 1,
    }  # fmt: skip
    async with transaction() as writer:
        held = {name: next(iter((await writer.execute_query_dict(f'PRAGMA {name}'))[0].values())) for name in wanted}
    assert held == wanted
    from tortoise.connection import get_connection

    reader = await get_connection('default')._free.get()  # type: ignore[attr-defined]
    held = {name: (await reader.execute_fetchall(f'PRAGMA {name}'))[0][0] for name in wanted}
    assert held == wanted
    with pytest.raises(sqlite3.OperationalError, match='readonly'):
        await reader.execute('DELETE FROM trade')
    await close_database()


async def test_a_second_process_is_refused_while_the_first_one_runs(installed: Installed, tmp_path: Path) -> None:
    await open_database(installed(tmp_path))
    program = (
        'import asyncio, sys\n'
        'from pathlib import Path\n'
        'from storage.settings.config import Settings\n'
        'from storage.connection.database import open_database\n'
        'asyncio.run(open_database(Settings(data=Path(sys.argv[1]), database=None)))'
    )
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, '-c', program, str(tmp_path)],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    await close_database()
    assert second.returncode == 1
    assert '正被另一个正在运行的程序使用' in second.stderr.decode()
    await open_database(Settings(data=tmp_path, database=None))  # the database is free again afterwards
    await close_database()


@pytest.mark.parametrize(
    'content', [b'not a database, but longer than a header ' * 40, b'SQLite format 3\x00' + b'\xff' * 4096]
)
async def test_a_broken_file_ends_the_start_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    settings = Settings(data=tmp_path, database=None)
    settings.database_file.write_bytes(content)
    with pytest.raises(CannotOpen, match='无法打开数据库'):
        await open_database(settings)
    assert settings.database_file.read_bytes() == content


def test_a_start_that_cannot_succeed_takes_less_than_ten_seconds() -> None:
    assert max(OPENING, SQLITE['busy_timeout'] / 1000) < 9  # type: ignore[operator]


async def test_a_file_locked_by_a_stranger_ends_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SQLITE, 'busy_timeout', 50)
    settings = Settings(data=tmp_path, database=None)
    stranger = sqlite3.connect(settings.database_file, isolation_level=None)
    stranger.execute('BEGIN EXCLUSIVE')
    with pytest.raises(CannotOpen, match='没有响应或正被占用'):
        await open_database(settings)
    stranger.close()


async def test_a_server_that_is_away_or_deaf_ends_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, 'OPENING', 0.1)
    with socket.socket() as deaf:  # accepts, never answers
        deaf.bind(('127.0.0.1', 0))
        deaf.listen()
        port = deaf.getsockname()[1]
        with pytest.raises(CannotOpen, match='数据库没有响应'):
            await open_database(Settings(data=tmp_path, database=f'postgres://nobody@127.0.0.1:{port}/none'))
    monkeypatch.setattr(database_module, 'OPENING', PATIENCE)
    with pytest.raises(CannotOpen):  # nobody listens any more
        await open_database(Settings(data=tmp_path, database=f'postgres://nobody@127.0.0.1:{port}/none'))


@pytest.mark.parametrize('address', ['mysql://root@localhost/exams', 'postgres://host:notaport/exams', 'exams.db'])
async def test_an_invalid_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(CannotOpen, match='数据库地址'):
        await open_database(Settings(data=tmp_path, database=address))


async def test_a_database_of_a_newer_program_is_refused(empty_installation: Settings) -> None:
    await open_database(empty_installation)
    async with transaction() as connection:
        await connection.execute_query(
            "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('kaohe', '9999_later', '2099-01-01')"
        )
    await close_database()
    with pytest.raises(CannotOpen, match='请升级程序'):
        await open_database(empty_installation)


async def test_a_bundle_without_its_migrations_is_refused(
    empty_installation: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, 'HEAD', '0002_lost')
    with pytest.raises(CannotOpen, match='缺少数据库升级步骤 0002_lost'):
        await open_database(empty_installation)


async def test_two_processes_may_open_one_server_at_the_same_moment(database: Settings) -> None:
    if dialect() == 'sqlite':
        return  # SQLite allows one process only, see above
    program = (
        'import asyncio, sys\n'
        'from pathlib import Path\n'
        'from storage.settings.config import Settings\n'
        'from storage.connection.database import close_database, open_database\n'
        'async def main():\n'
        '    await open_database(Settings(data=Path(sys.argv[1]), database=sys.argv[2]))\n'
        '    await close_database()\n'
        'asyncio.run(main())'
    )
    command = [sys.executable, '-c', program, str(database.data), str(database.database)]
    starts = [await asyncio.create_subprocess_exec(*command) for _ in range(3)]
    assert [await one.wait() for one in starts] == [0, 0, 0]


async def test_a_moment_is_read_back_in_utc_and_compared_as_a_moment(database: Settings) -> None:
    eight = clock.at(2026, 4, 1, 8)
    await SignInFailure.create(login='a', address='-', at=eight.astimezone(clock.SHANGHAI))
    await SignInFailure.create(login='b', address='-', at=clock.at(2026, 4, 1, 9))
    first = await SignInFailure.get(login='a')
    assert first.at == eight
    assert first.at.utcoffset() == eight.utcoffset()
    assert await SignInFailure.filter(at__gt=clock.local(eight)).values_list('login', flat=True) == ['b']
    with pytest.raises(ValueError, match='time zone'):
        await SignInFailure.create(login='c', address='-', at=eight.replace(tzinfo=None))
