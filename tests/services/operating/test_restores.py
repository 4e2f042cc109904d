"""What a restore replaces, keeps and refuses."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from domain.services.operating import backups
from storage.backup import manifest
from storage.connection.database import close_database, open_database, transaction
from storage.errors import CannotOpen
from storage.models import Application
from storage.settings.config import Settings
from tests.conftest import postgres_address
from tests.services.operating.backing_up import filled, held, place
from tests.town import Town

__all__ = ['place']  # the fixture


async def test_existing_data_is_replaced_only_on_request_and_is_kept(town: Town, database: Settings) -> None:
    first = await town.application()
    made = await backups.make(database)
    second = await town.application()
    await close_database()
    with pytest.raises(CannotOpen, match='--replace'):
        await backups.restore_backup(made.place, database, replace=False)
    back = await backups.restore_backup(made.place, database, replace=True)
    assert back.aside is not None
    assert made.place.is_dir()  # the backups stay where they were
    await open_database(database)
    assert await Application.all().values_list('id', flat=True) == [first.id]
    await close_database()
    if not database.database:
        with contextlib.closing(sqlite3.connect(back.aside / 'kaohe.db')) as kept:
            assert kept.execute('SELECT max(id) FROM application').fetchone() == (second.id,)
        return
    name = database.database.rpartition('/')[2]
    kept_name = f'{name}_before_{back.aside.name.removeprefix("before-restore-").replace("-", "_")}'
    connection = await asyncpg.connect(postgres_address(kept_name))
    assert await connection.fetchval('SELECT max(id) FROM application') == second.id
    await connection.close()
    connection = await asyncpg.connect(postgres_address('postgres'))
    await connection.execute(f'DROP DATABASE "{kept_name}"')
    await connection.close()


def _cut_the_database(folder: Path) -> None:
    file = next(folder.glob('kaohe.d*'))
    file.write_bytes(file.read_bytes()[:-100])


def _lose_a_file(folder: Path) -> None:
    manifest.files_in(folder / manifest.FILES)[0].unlink()


def _forge_a_file(folder: Path) -> None:
    file = manifest.files_in(folder / manifest.FILES)[0]
    size = file.stat().st_size
    file.unlink()  # it may be a link to the file of the installation
    file.write_bytes(b'x' * size)


def _miscount(folder: Path) -> None:
    file = folder / manifest.NAME
    said = json.loads(file.read_text('utf-8'))
    said['counts']['application'] += 1
    file.write_text(json.dumps(said), 'utf-8')


def _lose_the_manifest(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


@pytest.mark.parametrize(
    ('harm', 'sentence'),
    [
        (_cut_the_database, '备份已损坏'),
        (_lose_a_file, '上传的材料与清单不符'),
        (_forge_a_file, '文件内容被改动'),
        (_miscount, '行数或操作日志与清单不符'),
        (_lose_the_manifest, '不是完整的备份'),
    ],
)
async def test_a_damaged_backup_replaces_nothing(town: Town, database: Settings, harm: object, sentence: str) -> None:
    await filled(town)
    made = await backups.make(database)
    await close_database()
    before = await held(database)
    harm(made.place)  # type: ignore[operator]
    with pytest.raises(CannotOpen, match=sentence):
        await backups.restore_backup(made.place, database, replace=True)
    assert await held(database) == before
    assert [one.name for one in database.data.iterdir() if 'restor' in one.name] == []


async def test_a_journal_that_was_tampered_with_is_not_restored(
    town: Town, database: Settings, place: Settings
) -> None:
    await filled(town)
    unguarded = (
        'ALTER TABLE journal_entry DISABLE TRIGGER USER' if database.database else 'DROP TRIGGER journal_no_update'
    )
    async with transaction() as connection:
        await connection.execute_query(unguarded)
        await connection.execute_query("UPDATE journal_entry SET reason = '改过' WHERE id = 3")
    made = await backups.make(database)
    await close_database()
    with pytest.raises(CannotOpen, match=r'操作日志.*内容被改动'):
        await backups.restore_backup(made.place, place, replace=False)
    assert not place.database_file.exists()
    assert not list(place.data.glob('files/*'))


async def test_a_running_server_is_not_replaced(town: Town, database: Settings) -> None:
    await filled(town)
    made = await backups.make(database)
    if not database.database:
        with pytest.raises(CannotOpen, match='请先停止'):
            await backups.restore_backup(made.place, database, replace=True)
        assert await Application.all().count() == 4
        return
    await close_database()
    server = await asyncpg.connect(database.database)
    with pytest.raises(CannotOpen, match='请先停止'):
        await backups.restore_backup(made.place, database, replace=True)
    assert await server.fetchval('SELECT count(*) FROM application') == 4
    assert not await server.fetch("SELECT 1 FROM pg_database WHERE datname LIKE '%_restoring'")
    await server.close()
    await open_database(database)  # nothing prevents the next start
    await close_database()


async def test_a_start_after_a_half_restore_is_refused(database: Settings) -> None:
    await close_database()
    (database.data / 'restore-unfinished').write_text('/kept/here', 'utf-8')
    with pytest.raises(CannotOpen, match=r'上一次恢复在替换数据时中断.*/kept/here'):
        await open_database(database)
