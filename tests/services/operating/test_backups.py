"""R7: a backup made during writes is restored with the same rows, chains and files, or nothing changes."""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain import clock, metrics
from domain.services.access import own_account
from domain.services.operating import backups, integrity_check
from domain.services.operating.backups import next_due
from storage.backup import backup_folder, copies, database_statistics, manifest
from storage.connection.database import close_database, open_database
from storage.models import JournalEntry
from storage.settings.config import Settings
from tests.services.operating.backing_up import filled, held, place
from tests.town import COUNTY, COUNTY_REVIEWER, DEPARTMENT, SCHOOL, Town
from tests.waiting import until

__all__ = ['place']  # the fixture

WRITERS = (COUNTY, COUNTY_REVIEWER, DEPARTMENT, SCHOOL)


async def test_a_backup_made_during_writes_is_restored_identically(
    town: Town, database: Settings, place: Settings, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(town)
    done, written = asyncio.Event(), list[str]()

    async def write(login: str) -> None:
        actor = town.actor(login)
        while not done.is_set():
            await own_account.edit_profile(actor, f'书写者{await JournalEntry.all().count()}', '')
            written.append(login)

    def with_writes(copy: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def copied(*given: object) -> None:
            await copy(*given)
            count = len(written)
            await until(lambda: len(written) > count, 'an act during the backup')

        return copied

    for name in ('copy_sqlite', 'dump_postgres'):
        monkeypatch.setattr(copies, name, with_writes(getattr(copies, name)))
    writing = [asyncio.ensure_future(write(login)) for login in WRITERS]
    await until(lambda: len(set(written)) == len(WRITERS), 'an act of everybody')
    before, began = await JournalEntry.all().count(), time.monotonic()
    made = await backups.make(database)
    took, after = time.monotonic() - began, await JournalEntry.all().count()
    done.set()
    await asyncio.gather(*writing)
    await close_database()

    said = manifest.read(made.place)
    began = time.monotonic()
    back = await backups.restore_backup(made.place, place, replace=False)
    restored = time.monotonic() - began
    assert await held(place) == database_statistics.Census(said.counts, said.journal, said.schema_head)
    assert before <= said.counts['journal_entry'] <= after
    assert after > before  # there were writes during the backup
    assert (back.rows, back.files, back.aside) == (made.rows, made.files, None)
    await open_database(place)
    assert [line async for line in integrity_check.findings()] == []
    await close_database()
    kind = 'PostgreSQL' if database.database else 'SQLite'
    figure(
        f'R7 {kind}: {made.rows} rows and {made.files} files backed up in {took:.2f} s during '
        f'{after - before} acts, restored and checked in {restored:.2f} s; counts, invariants and chains equal'
    )


async def test_a_packed_backup_is_one_complete_file_that_can_be_restored(
    town: Town, database: Settings, place: Settings, tmp_path: Path
) -> None:
    await filled(town)
    made = await backups.make(database, into=tmp_path / 'out', packed=True)
    assert [one.name for one in (tmp_path / 'out').iterdir()] == [made.place.name]
    assert made.place.stat().st_mode & 0o077 == 0
    await close_database()
    back = await backups.restore_backup(made.place, place, replace=False)
    assert back.files == made.files == 4
    for file in manifest.files_in(database.data / manifest.FILES):
        assert (place.data / file.relative_to(database.data)).read_bytes() == file.read_bytes()


async def test_files_are_linked_and_not_copied_on_one_disk(town: Town, database: Settings) -> None:
    await filled(town)
    made = await backups.make(database)
    for file in manifest.files_in(database.data / manifest.FILES):
        assert (made.place / file.relative_to(database.data)).samefile(file)


async def test_every_night_a_backup_is_made_and_the_oldest_are_deleted(town: Town, database: Settings) -> None:
    await filled(town)
    settings = database.model_copy(update={'backup_keep': 2})
    by_hand = await backups.make(settings)
    due = clock.at(2026, 4, 1, 3, 30)
    left_over = settings.backup_folder / '.auto-20260301-0330.tmp'
    left_over.mkdir()
    made = [await backups.once(settings, due + timedelta(days=day)) for day in range(3)]
    assert [one.name for one in made if one] == ['auto-20260401-0330', 'auto-20260402-0330', 'auto-20260403-0330']
    kept = sorted(one.name for one in settings.backup_folder.iterdir())
    assert kept == ['auto-20260402-0330', 'auto-20260403-0330', by_hand.place.name]
    assert await backups.once(settings, due + timedelta(days=2)) is None  # it already exists


async def test_a_failed_backup_is_counted_and_logged(
    database: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / 'a file, no folder'
    blocked.write_text('')
    before = metrics.BACKUP_FAILURES._value.get()
    assert await backups.once(database.model_copy(update={'backup_to': blocked}), clock.now()) is None
    assert metrics.BACKUP_FAILURES._value.get() == before + 1
    assert 'the scheduled backup failed' in caplog.text


async def test_the_schedule_follows_the_clock(
    database: Settings, monkeypatch: pytest.MonkeyPatch, time_stands: None
) -> None:
    looks = 0

    def looked() -> datetime:
        nonlocal looks
        looks += 1
        return clock.now()

    monkeypatch.setattr(backups, 'LONGEST_NAP', 0.01)
    monkeypatch.setattr(backups, 'clock', SimpleNamespace(now=looked, local=clock.local, at=clock.at))
    clock.move_to(clock.at(2026, 4, 1, 3, 29))
    assert next_due(clock.now(), '03:30') == clock.at(2026, 4, 1, 3, 30)
    running = asyncio.ensure_future(backups.keep_making(database))
    try:
        await until(lambda: looks > 5, 'looking at the clock')
        assert await backups.age() == float('inf')
        clock.move_to(clock.at(2026, 4, 1, 3, 30))
        await until(_made_one, 'the backup')
        assert next_due(clock.now(), '03:30') == clock.at(2026, 4, 2, 3, 30)
        assert [one.name for one in database.backups.glob('auto-*')] == ['auto-20260401-0330']
    finally:
        running.cancel()
        clock.reset()


async def _made_one() -> bool:
    return await backups.age() < float('inf')


async def test_another_disk_gets_copies_that_later_backups_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, source = tmp_path / 'earlier', tmp_path / 'source'
    for root in (source, earlier):
        (root / 'files' / 'ab').mkdir(parents=True)
        (root / 'files' / 'ab' / 'abc.jpg').write_bytes(b'picture')
    (source / 'files' / 'ab' / 'new.jpg').write_bytes(b'new')
    files = manifest.files_in(source / 'files')
    target = tmp_path / 'target'
    target.mkdir()
    link = os.link

    def no_links_across(origin: Path, name: Path) -> None:
        if origin.is_relative_to(source):
            raise OSError(errno.EXDEV, 'another disk')
        link(origin, name)

    monkeypatch.setattr(os, 'link', no_links_across)
    assert backup_folder.adopt(files, source, target, earlier) == (2, 10)
    assert (target / 'files' / 'ab' / 'abc.jpg').samefile(earlier / 'files' / 'ab' / 'abc.jpg')
    assert not (target / 'files' / 'ab' / 'new.jpg').samefile(source / 'files' / 'ab' / 'new.jpg')
