"""Originals outside the daily acts: in backups, in the check of the installation, and after a crash."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from domain.rules.vocabulary import Act, Level, MaterialKind, Status
from domain.services.application import materials
from domain.services.operating import backups, integrity_check, kept_originals
from domain.services.review.decisions import Opinion, decide
from storage import files
from storage.backup import backup_folder, copies
from storage.connection.database import close_database, open_database, transaction
from storage.models import Application, Material
from storage.settings.config import Settings
from tests import samples
from tests import town as cast
from tests.services.operating.backing_up import place
from tests.town import Town

__all__ = ['place']  # the fixture


async def uploaded(town: Town, at: Level | Status = Level.CITY) -> Material:
    """A picture with its original, and the application where it was uploaded."""
    application = await town.application(at=at)
    return await materials.upload(
        town.actor(cast.SCHOOL), application.id, MaterialKind.PROMISE, '承诺书.png', samples.scan(form='PNG')
    )


def place_of(row: Material) -> Path:
    return files.place_of(str(row.original))


async def test_a_backup_contains_the_originals(town: Town, database: Settings, place: Settings) -> None:
    row = await uploaded(town)
    made = await backups.make(database)
    await close_database()
    await backups.restore_backup(made.place, place, replace=False)
    await open_database(place)
    content, _ = await materials.original(town.actor(cast.SCHOOL), row.id)
    assert content == samples.scan(form='PNG')
    await close_database()


async def test_an_original_that_is_deleted_during_a_backup_does_not_spoil_it(
    town: Town, database: Settings, place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await uploaded(town)
    application = await Application.get(id=row.application_id)
    name = 'dump_postgres' if database.database else 'copy_sqlite'
    copy = getattr(copies, name)

    async def then_it_is_decided(*args: object) -> None:
        await copy(*args)
        await decide(town.actor(cast.CITY), application.id, Act.APPROVE, Opinion(), seen=application.version)

    monkeypatch.setattr(copies, name, then_it_is_decided)
    made = await backups.make(database)
    await close_database()
    await backups.restore_backup(made.place, place, replace=False)
    await open_database(place)
    restored, of = await Material.get(id=row.id), await Application.get(id=application.id)
    assert (restored.original, restored.sha256, of.status) == (None, row.sha256, Status.IN_REVIEW)
    assert [line async for line in integrity_check.findings()] == []
    await close_database()


def test_a_file_that_is_gone_when_it_is_copied_is_left_out(tmp_path: Path) -> None:
    source, target = tmp_path / 'source', tmp_path / 'target'
    (source / 'files' / 'ab').mkdir(parents=True)
    target.mkdir()
    there, gone = source / 'files' / 'ab' / 'there.jpg', source / 'files' / 'ab' / 'gone.orig'
    there.write_bytes(b'picture')
    assert backup_folder.adopt([gone, there], source, target) == (1, 7)


@pytest.mark.parametrize(
    ('harm', 'sentence'),
    [('lost', '的原件缺失'), ('changed', '的原件内容被改动'), ('forgotten', '已有最终结果的申报仍保留材料原件')],
)
async def test_the_check_names_what_is_wrong_with_an_original(
    town: Town, database: Settings, harm: str, sentence: str
) -> None:
    row = await uploaded(town)
    assert [line async for line in integrity_check.findings()] == []
    if harm == 'lost':
        place_of(row).unlink()
    elif harm == 'changed':
        place_of(row).write_bytes(b'x' * (row.original_size or 0))
    else:
        ended = "status = 'cancelled', stage = NULL, holder_id = NULL"
        async with transaction() as connection:
            await connection.execute_query(f'UPDATE application SET {ended} WHERE id = {row.application_id}')
    (found,) = [line async for line in integrity_check.findings()]
    assert sentence in found


async def test_the_next_start_deletes_only_originals_that_no_row_names_and_no_upload_still_needs(
    town: Town, database: Settings
) -> None:
    named, young = await uploaded(town), await files.store(b'an upload at this moment', files.ORIGINAL)
    left = await files.store(b'left by a crash', files.ORIGINAL)
    other = await files.store(b'a picture of a submission', 'jpg')
    long_ago = time.time() - kept_originals.SETTLED - 60
    for name in (named.original, left.name, other.name):
        os.utime(files.place_of(str(name)), (long_ago, long_ago))
    await kept_originals.sweep()
    assert not files.place_of(left.name).exists()
    assert all(files.place_of(str(name)).exists() for name in (named.original, young.name, other.name, named.file))
