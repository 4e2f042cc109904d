"""The original of a file: kept as it came, for those who see the material, until the application is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import Busy, Invalid, NotFound
from domain.rules.vocabulary import Act, Level, MaterialKind, Status
from domain.services.application import materials, originals
from domain.services.money import billing
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo
from storage import files
from storage.files import StoredFile
from storage.models import Application, Material
from storage.settings.config import Settings
from tests import samples
from tests import town as cast
from tests.town import Town

JUNK_BEFORE = (Path(__file__).parents[2] / 'data' / 'cases' / 'pdf_junk_before.pdf').read_bytes()
PICTURE = samples.scan(form='PNG')
# Where the application is, who decides, and how.
ENDS = {
    Status.REJECTED: (Level.UNIT, cast.SCHOOL, Act.REJECT),
    Status.APPROVED: (Level.CITY, cast.CITY, Act.APPROVE),
    Status.CANCELLED: (Level.COUNTY, cast.CITY, Act.CANCEL),
}
GOES_ON = {Act.APPROVE: Status.IN_REVIEW, Act.RETURN: Status.RETURNED}
WHY = Opinion('材料与档案不符')


def kept(database: Settings) -> set[str]:
    """The names of the originals on the disk."""
    return {path.name for path in (database.data / 'files').rglob(f'*.{files.ORIGINAL}')}


async def promised(town: Town, application: Application) -> Material:
    """A picture that the unit uploads during the review."""
    return await materials.upload(town.actor(cast.SCHOOL), application.id, MaterialKind.PROMISE, '承诺书.png', PICTURE)


async def ended(town: Town, status: Status) -> tuple[Application, Material]:
    """An application that came to this end after a picture was uploaded."""
    at, login, act = ENDS[status]
    application = await town.application(at=at)
    row = await promised(town, application)
    return await decide(town.actor(login), application.id, act, WHY, seen=application.version), row


@pytest.mark.parametrize(
    ('label', 'content', 'saved_as'),
    [('身份证.png', PICTURE, '身份证.png'), ('身份证.bat', JUNK_BEFORE, '身份证.bat.pdf')],
)
async def test_the_original_is_saved_exactly_as_it_came(town: Town, label: str, content: bytes, saved_as: str) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    row = await materials.upload(person, application.id, MaterialKind.ID_CARD, label, content)
    assert row.original_size == len(content)
    for actor in (person, town.actor(cast.SCHOOL), town.actor(cast.COUNTY_REVIEWER), town.actor(cast.PROVINCE)):
        assert await materials.original(actor, row.id) == (content, saved_as)


async def test_out_of_reach_an_original_looks_like_missing(town: Town) -> None:
    row, other = await promised(town, await town.application()), await town.application()
    for stranger in (town.applicant(other), town.actor(cast.PRIMARY), town.actor(cast.OTHER_COUNTY)):
        for asked in (row.id, 999_999):
            with pytest.raises(NotFound, match=r'^该材料不存在，或不在您的管理范围内$'):
                await materials.original(stranger, asked)


async def test_a_file_that_is_stored_unchanged_has_no_second_copy(town: Town, database: Settings) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    row = await materials.upload(person, application.id, MaterialKind.FORM, '表.pdf', samples.pdf())
    assert (row.original, kept(database)) == (None, set())
    with pytest.raises(NotFound, match='该材料的原件'):
        await materials.original(person, row.id)


async def test_a_refused_upload_leaves_no_original(town: Town, database: Settings) -> None:
    application = await town.application()
    row = await promised(town, application)
    with pytest.raises(Invalid, match='已经上传过'):
        await promised(town, application)
    assert kept(database) == {row.original}


async def test_a_disk_that_refuses_the_original_keeps_nothing_of_the_upload(
    town: Town, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: bytes) -> StoredFile:
        raise Busy

    monkeypatch.setattr(originals, 'store', full)
    application = await town.application()
    with pytest.raises(Busy):
        await promised(town, application)
    assert [path for path in (database.data / 'files').rglob('*') if path.is_file()] == []


async def test_a_replaced_photo_and_a_removed_file_take_their_originals_with_them(
    town: Town, database: Settings
) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    old = await materials.upload(person, application.id, MaterialKind.PHOTO, '旧.png', samples.photo(form='PNG'))
    new = await materials.upload(person, application.id, MaterialKind.PHOTO, '新.jpg', samples.photo(590, 826))
    assert kept(database) == {new.original}
    await materials.remove(person, new.id)
    assert kept(database) == set()
    assert await Material.filter(original__isnull=False).count() == 0
    assert await files.read(old.file)  # an earlier submission may contain it


@pytest.mark.parametrize('status', ENDS)
async def test_a_final_decision_deletes_the_originals_and_nothing_else(
    town: Town, database: Settings, status: Status
) -> None:
    application, row = await ended(town, status)
    assert (application.status, kept(database)) == (status, set())
    with pytest.raises(NotFound, match='该材料的原件'):
        await materials.original(town.actor(cast.SCHOOL), row.id)
    assert await materials.content(town.actor(cast.SCHOOL), row.id)


@pytest.mark.parametrize('act', GOES_ON)
async def test_a_decision_that_is_not_the_last_leaves_the_originals(town: Town, database: Settings, act: Act) -> None:
    application = await town.application()
    row = await promised(town, application)
    application = await decide(town.actor(cast.SCHOOL), application.id, act, WHY, seen=application.version)
    assert (application.status, kept(database)) == (GOES_ON[act], {row.original})


async def test_a_decision_that_fails_leaves_the_originals(
    town: Town, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(billing, 'bill', lost)
    with pytest.raises(Busy):
        await ended(town, Status.APPROVED)
    row = await Material.get()
    assert kept(database) == {row.original}


async def test_a_decision_stands_when_the_disk_does_not_delete(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(_: str) -> None:
        raise OSError

    monkeypatch.setattr(files, 'remove', refuses)
    application, row = await ended(town, Status.REJECTED)
    assert application.status is Status.REJECTED
    with pytest.raises(NotFound):
        await materials.original(town.actor(cast.SCHOOL), row.id)


async def test_taking_an_end_back_brings_no_original_back_and_new_ones_are_kept_again(
    town: Town, database: Settings
) -> None:
    application, row = await ended(town, Status.APPROVED)
    application = await undo(town.actor(cast.CITY), application.id, seen=application.version)
    assert application.status is Status.IN_REVIEW
    with pytest.raises(NotFound):
        await materials.original(town.actor(cast.CITY), row.id)
    await materials.remove(town.actor(cast.SCHOOL), row.id)
    again = await promised(town, application)
    assert kept(database) == {again.original}


async def test_what_is_uploaded_after_the_end_has_no_original(town: Town, database: Settings) -> None:
    row = await promised(town, await town.application(at=Status.APPROVED))
    assert (row.original, kept(database)) == (None, set())


async def test_an_end_during_an_upload_leaves_no_original(
    town: Town, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, store = await town.application(at=Level.CITY), originals.store

    async def slowly(content: bytes, made: bytes) -> StoredFile | None:
        stored = await store(content, made)
        await decide(town.actor(cast.CITY), application.id, Act.APPROVE, Opinion(), seen=application.version)
        return stored

    monkeypatch.setattr(originals, 'store', slowly)
    row = await promised(town, application)
    assert (row.original, kept(database)) == (None, set())
    assert await files.read(row.file)
