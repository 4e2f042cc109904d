"""One backup: a folder with the database, the uploaded files, the secrets and a manifest; or the same in one zip."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import asyncpg

from domain import clock
from storage.backup import copies, database_statistics, manifest
from storage.backup.manifest import Manifest
from storage.errors import CannotOpen
from storage.files import sync_directory
from storage.settings.config import SECRETS_FILE, Settings, secrets_of

PACKED = '.zip'
AUTOMATIC, BY_HAND = 'auto-', 'manual-'


async def make(settings: Settings, target: Path) -> Manifest:
    """Back up the installation of ``settings`` into the new folder ``target``, also while it is in use.

    The database first: every file that a row refers to was stored before the row, and files are never changed. Only an
    original may be deleted in the meantime; a restore accepts that. A file on the same disk is linked instead of copied
    and uses no space. Raises CannotOpen; then nothing is left behind.
    """
    if not settings.database and not settings.database_file.exists():
        raise CannotOpen(f'{settings.data} 中没有数据库，请检查 --data。')
    draft = target.with_name(f'.{target.name}.tmp')
    try:
        await asyncio.to_thread(_fresh, draft, target)
        held = await (_dump(settings.database, draft) if settings.database else _copy(settings.database_file, draft))
        kind: Literal['sqlite', 'postgres'] = 'postgres' if settings.database else 'sqlite'
        made = await asyncio.to_thread(_complete, settings, draft, target, kind, held)
    except OSError as error:
        raise CannotOpen(f'备份失败：{error.strerror}。请检查磁盘空间和目录权限，数据没有改动。') from error
    finally:
        await asyncio.to_thread(shutil.rmtree, draft, ignore_errors=True)
    return made


def _fresh(draft: Path, target: Path) -> None:
    if target.exists():
        raise CannotOpen(f'{target} 已经存在，请换一个名称。')
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)


async def _copy(source: Path, draft: Path) -> database_statistics.Census:
    target = draft / manifest.DATABASES['sqlite']
    await copies.copy_sqlite(source, target)
    return await asyncio.to_thread(database_statistics.of_sqlite, target)


async def _dump(address: str, draft: Path) -> database_statistics.Census:
    """Dump and statistics are from the same moment: both read one exported snapshot."""
    try:
        connection = await asyncpg.connect(address, timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise CannotOpen(f'数据库备份失败：无法连接数据库（{error}）。') from error
    try:
        await connection.execute('SET idle_in_transaction_session_timeout = 0')
        async with connection.transaction(isolation='repeatable_read', readonly=True):
            snapshot = await connection.fetchval('SELECT pg_export_snapshot()')
            await copies.dump_postgres(address, draft / manifest.DATABASES['postgres'], snapshot)
            return await database_statistics.of_postgres(connection)
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotOpen(f'数据库备份失败：{error}') from error
    finally:
        await connection.close(timeout=5)


def _complete(
    settings: Settings, draft: Path, target: Path, kind: Literal['sqlite', 'postgres'], held: database_statistics.Census
) -> Manifest:
    secrets_of(settings.data, settings.secrets_file)  # created if nobody has signed in yet
    earlier = newest([folder for folder in target.parent.iterdir() if folder != draft])
    files = manifest.files_in(settings.data / manifest.FILES)
    count, size = adopt(files, settings.data, draft, earlier)
    shutil.copyfile(settings.secrets_file or settings.data / SECRETS_FILE, draft / manifest.SECRETS)
    (draft / manifest.SECRETS).chmod(0o600)
    made = Manifest(
        kind=kind, made_at=clock.now(), schema_head=held.schema, counts=held.counts, journal=held.journal,
        database_sha256=manifest.sha256_of(draft / manifest.DATABASES[kind]),
        secrets_sha256=manifest.sha256_of(draft / manifest.SECRETS), files=count, files_bytes=size,
    )  # fmt: skip
    made.write(draft)
    if hasattr(os, 'sync'):
        os.sync()  # one call for thousands of small files
    draft.replace(target)
    sync_directory(target.parent)
    return made


def adopt(files: Sequence[Path], root: Path, target: Path, earlier: Path | None = None) -> tuple[int, int]:
    """Put ``files`` from below ``root`` below ``target``, linked if the disk allows it.

    Returns how many they are and their total bytes; a file that is gone in the meantime is left out.

    ``earlier``: a backup on the disk of ``target``; its equal files are linked if those of ``root`` cannot be.
    """
    count = size = 0
    (target / manifest.FILES).mkdir(mode=0o700, exist_ok=True)
    for file in files:
        place = file.relative_to(root)
        (target / place).parent.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            size += _adopted(file, target / place, [file, *([earlier / place] if earlier else [])])
            count += 1
    return count, size


def _adopted(file: Path, target: Path, sources: Sequence[Path]) -> int:
    size = file.stat().st_size
    if not any(_linked(source, target, size) for source in sources):
        shutil.copyfile(file, target)
    return size


def _linked(source: Path, target: Path, size: int) -> bool:
    with contextlib.suppress(OSError):  # another disk, or one without hard links
        if source.stat().st_size == size:
            os.link(source, target)
            return True
    return False


def pack(folder: Path, target: Path) -> None:
    """Write the backup in ``folder`` as one zip, completely or not at all. Raises CannotOpen."""
    draft = target.with_name(f'.{target.name}.tmp')
    try:
        with zipfile.ZipFile(draft, 'x', zipfile.ZIP_STORED) as archive:
            for file in sorted(path for path in folder.rglob('*') if path.is_file()):
                small = zipfile.ZIP_STORED if manifest.FILES in file.parts else zipfile.ZIP_DEFLATED
                archive.write(file, file.relative_to(folder), small)
        draft.chmod(0o600)
        draft.replace(target)
    except OSError as error:
        raise CannotOpen(f'无法写入 {target}：{error.strerror}。') from error
    finally:
        draft.unlink(missing_ok=True)


def unpack(source: Path, folder: Path) -> None:
    """Write the content of a packed backup below ``folder``. Raises CannotOpen if it is not a backup."""
    try:
        with zipfile.ZipFile(source) as archive:
            archive.extractall(folder)  # zipfile never writes outside the folder
    except (OSError, zipfile.BadZipFile) as error:
        raise CannotOpen(f'{source} 不是可读的备份压缩包。') from error


def newest(folders: Sequence[Path]) -> Path | None:
    """The newest finished backup among ``folders``, by the time it was finished."""
    done = [one for one in folders if not one.name.startswith('.') and (one / manifest.NAME).is_file()]
    return max(done, key=finished_at, default=None)


def finished_at(folder: Path) -> float:
    """When the backup in ``folder`` was finished, in seconds since 1970."""
    return (folder / manifest.NAME).stat().st_mtime


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the ``keep`` newest scheduled backups below ``folder``; backups made by hand stay.

    Returns what was removed.
    """
    ours = sorted(one for one in folder.glob(f'{AUTOMATIC}*') if (one / manifest.NAME).is_file())
    old = ours[: max(len(ours) - keep, 0)]
    for one in [*old, *folder.glob(f'.{AUTOMATIC}*')]:  # remains of an interrupted backup
        shutil.rmtree(one)
    return old
