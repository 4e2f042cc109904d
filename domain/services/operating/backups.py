"""Backups of this installation: by hand, every night with a limited number kept, and restoring them."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from domain import clock, metrics
from domain.errors import Busy
from domain.services.operating import integrity_check, kept_originals
from storage.backup import backup_folder, restore
from storage.connection.advisory_locks import alone
from storage.connection.database import close_database, open_database
from storage.errors import CannotOpen
from storage.settings.config import Settings

log = logging.getLogger(__name__)
LONGEST_NAP = 60.0  # seconds
NAMED = 5  # findings named in one sentence
_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where it is, and what it contains."""

    place: Path
    rows: int
    files: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, of which time, and where the previous data is kept (None: there was none)."""

    rows: int
    files: int
    made_at: datetime
    aside: Path | None


async def make(settings: Settings, *, into: Path | None = None, packed: bool = False, name: str = '') -> Backup:
    """Back up now, also while the server runs; ``packed`` makes one zip of it. Raises CannotOpen."""
    folder = into or settings.backups
    target = folder / (name or f'{backup_folder.BY_HAND}{clock.local(clock.now()):%Y%m%d-%H%M%S}')
    made = await backup_folder.make(settings, target)
    place = target
    if packed:
        place = target.with_name(target.name + backup_folder.PACKED)
        await asyncio.to_thread(backup_folder.pack, target, place)
        await asyncio.to_thread(shutil.rmtree, target)
    return Backup(place, sum(made.counts.values()), made.files)


async def restore_backup(source: Path, settings: Settings, *, replace: bool) -> Restored:
    """Restore the backup ``source`` after checking all of it; only then is the present data replaced, and kept aside.

    A backup of an older version is migrated first. Raises CannotOpen; nothing is changed then.
    """
    async with restore.staged(source, settings, replace=replace) as staged:
        await open_database(staged.settings)
        try:
            await kept_originals.forget_missing()
            found = [line async for line in integrity_check.findings()]
        finally:
            await close_database()
        if found:
            raise CannotOpen(f'备份没有通过检查，未替换任何数据：{"；".join(found[:NAMED])}')
        aside = await staged.accept()
    said = staged.manifest
    return Restored(sum(said.counts.values()), said.files, said.made_at, aside)


async def keep_making(settings: Settings) -> None:
    """Back up every day at ``backup_at``, for as long as the server runs; a failure is logged and counted.

    From then on the age of the newest backup is published. Does nothing when ``backup_at`` is empty.
    """
    global _folder
    _folder = settings.backup_folder
    while settings.backup_at:
        due = next_due(clock.now(), settings.backup_at)
        await _until(due)
        await once(settings, due)


async def _until(due: datetime) -> None:
    """Sleep in small steps: after a suspend of the machine, or a change of its clock, the wait still ends in time."""
    while (left := (due - clock.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is all it waits for
        await asyncio.sleep(min(left, LONGEST_NAP))


async def once(settings: Settings, due: datetime) -> Path | None:
    """Make the scheduled backup ``due`` and remove the oldest; None when it failed or another process made it."""
    name = f'{backup_folder.AUTOMATIC}{clock.local(due):%Y%m%d-%H%M}'
    try:
        async with alone('backup') as first:
            if not first or (settings.backup_folder / name).exists():
                return None
            began = time.monotonic()
            made = await backup_folder.make(settings, settings.backup_folder / name)
            await asyncio.to_thread(backup_folder.prune, settings.backup_folder, settings.backup_keep)
    except (CannotOpen, Busy, OSError):
        metrics.BACKUP_FAILURES.inc()
        log.exception('the scheduled backup failed')
        return None
    facts = {'backup': name, 'files': made.files, 'seconds': round(time.monotonic() - began, 1)}
    log.info('backup', extra={'facts': facts})
    return settings.backup_folder / name


def next_due(now: datetime, at: str) -> datetime:
    """The next moment after ``now`` at which the clock in Henan shows ``at`` (HH:MM)."""
    here, (hour, minute) = clock.local(now), map(int, at.split(':'))
    today = clock.at(here.year, here.month, here.day, hour, minute)
    return today if today > now else today + timedelta(days=1)


async def age() -> float:
    """Seconds since the newest finished backup of the schedule's folder; infinite when there is none."""
    return await asyncio.to_thread(_age)


def _age() -> float:
    if _folder is None or not _folder.is_dir():
        return float('inf')
    newest = backup_folder.newest(list(_folder.iterdir()))
    return time.time() - backup_folder.finished_at(newest) if newest else float('inf')
