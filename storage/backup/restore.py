"""Restores a backup: verified beside the existing data, swapped in at the end; the old data is kept aside."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from domain import clock
from storage.backup import backup_folder, copies, database_statistics, manifest, postgres_restore
from storage.backup.manifest import Manifest
from storage.errors import CannotOpen
from storage.files import sync_directory
from storage.settings import data_lock
from storage.settings.config import SECRETS_FILE, Settings, prepare

STAGING = '.restoring'
ASIDE = 'before-restore-'


@dataclass(frozen=True, slots=True)
class Staged:
    """A backup restored beside its target: ``settings`` open it there, ``accept`` puts it in place."""

    settings: Settings
    manifest: Manifest
    target: Settings

    async def accept(self) -> Path | None:
        """Put it in place; returns the folder of the old data, None if there was none. The database must be closed."""
        stamp = f'{clock.local(clock.now()):%Y%m%d-%H%M%S}'
        aside, marker = self.target.data / f'{ASIDE}{stamp}', self.target.data / data_lock.UNFINISHED
        occupied = _occupied(self.target)
        marker.write_text(str(aside), 'utf-8')  # prevents a start of the server until this is done
        try:
            if self.target.database and self.settings.database:
                await postgres_restore.swap(self.settings.database, self.target.database, stamp)
        except CannotOpen:
            marker.unlink()
            raise
        await asyncio.to_thread(_swap, self.settings.data, self.target, aside)
        marker.unlink()
        return aside if occupied else None


@asynccontextmanager
async def staged(source: Path, target: Settings, *, replace: bool) -> AsyncIterator[Staged]:
    """Restore the backup ``source`` (folder or zip) beside ``target`` and compare it with its manifest.

    Nothing of ``target`` is changed before ``accept``. Raises CannotOpen if the backup is incomplete or of the other
    kind of database, if a server runs on ``target``, or if there is data and ``replace`` is false.
    """
    prepare(target.data)
    lock = data_lock.own(target.data)
    staging = target.data / STAGING
    try:
        if not replace and await asyncio.to_thread(_occupied, target):
            raise CannotOpen(f'{target.data} 中已有数据。确认要替换时请加 --replace，原有数据会另存。')
        said = await asyncio.to_thread(_bring, source, staging, 'postgres' if target.database else 'sqlite')
        settings = target.model_copy(update={'data': staging})
        if target.database:
            address = await postgres_restore.load(staging / said.database, target.database, said, replace=replace)
            settings = settings.model_copy(update={'database': address})
        try:
            yield Staged(settings, said, target)
        finally:
            if target.database and settings.database:
                await postgres_restore.forget(settings.database)
    except (OSError, sqlite3.Error) as error:
        raise CannotOpen(f'恢复失败：{error}。原有数据没有改动。') from error
    finally:
        await asyncio.to_thread(shutil.rmtree, staging, ignore_errors=True)
        lock.close()


def _occupied(target: Settings) -> bool:
    return (
        any((target.data / name).exists() for name in _names(target)) or (target.data / data_lock.UNFINISHED).exists()
    )


def _names(target: Settings) -> tuple[str, ...]:
    """The parts of an installation: the secrets, the files, and the database with SQLite's additional files."""
    database = '' if target.database else target.database_file.name
    beside = (database, f'{database}-wal', f'{database}-shm') if database else ()
    return (SECRETS_FILE, manifest.FILES, *beside)


def _bring(source: Path, staging: Path, kind: str) -> Manifest:
    """Copy the backup to ``staging`` and compare it with its manifest."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    if source.is_dir():
        said = manifest.read(source)
        for name in (said.database, manifest.SECRETS):
            shutil.copyfile(source / name, staging / name)
            (staging / name).chmod(0o600)
        backup_folder.adopt(manifest.files_in(source / manifest.FILES), source, staging)
    else:
        backup_folder.unpack(source, staging)
        said = manifest.read(staging)
        (staging / manifest.NAME).unlink()
        (staging / manifest.FILES).mkdir(exist_ok=True)
    if said.kind != kind:
        raise CannotOpen(f'这是 {said.kind} 数据库的备份，不能恢复到 {kind} 数据库。')
    _compare(staging, said)
    return said


def _compare(staging: Path, said: Manifest) -> None:
    files = manifest.files_in(staging / manifest.FILES)
    faults = {
        '数据库文件': manifest.sha256_of(staging / said.database) != said.database_sha256,
        '密钥文件': manifest.sha256_of(staging / manifest.SECRETS) != said.secrets_sha256,
        '上传的材料': (len(files), sum(file.stat().st_size for file in files)) != (said.files, said.files_bytes),
    }
    if any(faults.values()):
        raise CannotOpen(f'备份已损坏：{"、".join(name for name, bad in faults.items() if bad)}与清单不符。')
    if said.kind == 'sqlite':
        copies.check_sqlite(staging / said.database)
        said.compare(database_statistics.of_sqlite(staging / said.database))


def _swap(staging: Path, target: Settings, aside: Path) -> None:
    """Move the old data aside and the restored data into place."""
    for name in _names(target):
        if (target.data / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (target.data / name).replace(aside / name)
        if (staging / name).exists():
            (staging / name).replace(target.data / name)
    if (staging / target.backups.name).is_dir():  # created by an upgrade of the restored database
        target.backups.mkdir(mode=0o700, exist_ok=True)
        for one in (staging / target.backups.name).iterdir():
            one.replace(target.backups / one.name)
    sync_directory(target.data)
