"""Materials: checked by content, kept outside the tables, changed by who may upload them, seen by those in reach."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from domain import clock
from domain.errors import Forbidden, Invalid, NotFound
from domain.rules.application import pictures
from domain.rules.vocabulary import Act, Channel, DeferralState, Level, MaterialKind, Status
from domain.services.application import materials
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion, decide
from domain.services.review.deferrals import defer
from storage import files
from storage.models import Application, Material
from storage.settings.config import Settings
from tests import samples
from tests import town as cast
from tests.town import Town

BAD = {
    'empty': (b'', '空的'),
    'nothing but zeros': (b'\0' * 4096, '空的'),
    'program': (b'MZ' + b'\0' * 100, '只接受'),
    'page named as picture': (b'<html><script>alert(1)</script>', '只接受'),
    'vector picture': (b'<svg xmlns="http://www.w3.org/2000/svg"/>', '只接受'),
    'animated picture': (b'GIF89a' + b'\0' * 50, '只接受'),
    'cut off': (samples.scan()[:3000], '损坏'),
    'too large': (samples.scan() + b'\0' * (10 << 20), '超过 10 MB'),
    'bomb': (samples.bomb(), '像素过大'),
    'archive behind a picture': (samples.scan() + b'PK\x05\x06' + b'\0' * 18, '压缩包'),
    'script behind a picture': (samples.scan() + b'<SCRIPT>alert(1)</SCRIPT>', '夹带'),
    'picture that is also a document': (b'\xff\xd8\xff%PDF-1.4' + samples.scan(), '夹带'),
    'document cut off': (samples.pdf()[:400], '损坏'),
    'document in name only': (b'%PDF-1.4\n%%EOF', '损坏'),
    'document with a script': (samples.pdf_with('script'), '脚本'),
    'document with a file inside': (samples.pdf_with('attachment'), '附件'),
    'document with a password': (samples.pdf_with('password'), '密码'),
    'document of 51 pages': (samples.pdf(51), '1 到 50 页'),
}
BAD_PHOTOS = {
    'wide': (samples.photo(800, 600), '5:7'),
    'small': (samples.photo(200, 280), '295×413'),
    'light': (samples.scan('', size=(295, 413)), '20 KB'),
    'document': (samples.pdf(), 'JPG 或 PNG'),
}


def kept(database: Settings) -> list[Path]:
    return [path for path in (database.data / 'files').rglob('*') if path.is_file()]


async def test_a_photo_is_converted_to_its_one_size_and_replaces_the_last(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    await materials.upload(person, application.id, MaterialKind.PHOTO, '旧.png', samples.photo(form='PNG'))
    photo = await materials.upload(person, application.id, MaterialKind.PHOTO, '新.jpg', samples.photo(590, 826))
    content, media_type, label = await materials.content(person, photo.id)
    assert (Image.open(io.BytesIO(content)).size, media_type, label) == ((295, 413), 'image/jpeg', '新.jpg')
    assert hashlib.sha256(content).hexdigest() == photo.sha256
    assert [row.label for row in await materials.of(person, application.id)] == ['新.jpg']
    assert await cast.acts_of(application) == [Act.REGISTER]


async def test_nothing_of_the_original_is_in_the_picture_that_is_shown(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    with_gps = Image.Exif()
    with_gps[0x010E] = 'secret place'
    out = io.BytesIO()
    Image.open(io.BytesIO(samples.scan())).save(out, 'JPEG', exif=with_gps)
    for name, original in (('a.jpg', out.getvalue() + b'tail of something else'), ('b.png', samples.see_through())):
        row = await materials.upload(person, application.id, MaterialKind.ID_CARD, name, original)
        content, _, _ = await materials.content(person, row.id)
        assert b'secret place' not in content
        assert b'tail of something else' not in content
    shown = Image.open(io.BytesIO(content)).convert('RGB')
    assert shown.getpixel((200, 200)) == (255, 255, 255)


@pytest.mark.parametrize('name', [*BAD, *BAD_PHOTOS])
async def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_stored(
    town: Town, database: Settings, name: str
) -> None:
    application = await town.application(at=Status.DRAFT)
    content, sentence = BAD.get(name) or BAD_PHOTOS[name]
    kind = MaterialKind.PHOTO if name in BAD_PHOTOS else MaterialKind.FORM
    with pytest.raises(Invalid, match=sentence) as refusal:
        await materials.upload(town.applicant(application), application.id, kind, 'good.pdf', content)
    assert [problem.key for problem in refusal.value.problems] == [f'material:{kind.value}']
    assert not await Material.all().exists()
    assert kept(database) == []


@pytest.mark.parametrize(
    ('given', 'shown'),
    [
        ('../../etc/passwd', 'passwd'),
        ('C:\\Users\\x\\证书.pdf', '证书.pdf'),
        ('a\0b\u202efdp.exe\n', 'abfdp.exe'),
        ('名' * 300 + '.pdf', '名' * 116 + '.pdf'),
        ('..', '报名表（盖章）'),
    ],
)
async def test_a_name_is_a_label_and_never_a_path(town: Town, database: Settings, given: str, shown: str) -> None:
    application = await town.application(at=Status.DRAFT)
    row = await materials.upload(town.applicant(application), application.id, MaterialKind.FORM, given, samples.pdf())
    assert (row.label, row.pages, row.media_type) == (shown, 2, 'application/pdf')
    assert [path.name for path in kept(database)] == [row.file]


async def test_the_same_file_twice_and_too_many_are_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(materials, 'MOST_FILES', 2)
    application = await town.application(at=Status.DRAFT)
    person, kind = town.applicant(application), MaterialKind.ID_CARD
    await materials.upload(person, application.id, kind, '正.jpg', samples.scan('front'))
    with pytest.raises(Invalid, match='已经上传过'):
        await materials.upload(person, application.id, kind, '再.jpg', samples.scan('front'))
    await materials.upload(person, application.id, kind, '反.jpg', samples.scan('back'))
    with pytest.raises(Invalid, match='最多 2 个'):
        await materials.upload(person, application.id, kind, '三.jpg', samples.scan('third'))


async def test_out_of_reach_looks_like_missing(town: Town) -> None:
    application, other = await town.application(papers=True), await town.application()
    row = (await materials.of(town.actor(cast.SCHOOL), application.id))[0]
    for stranger in (town.applicant(other), town.actor(cast.PRIMARY), town.actor(cast.OTHER_COUNTY)):
        for asked in (row.id, 999_999):
            for read in (materials.content, materials.thumbnail, materials.remove):
                with pytest.raises(NotFound, match=r'^该材料不存在，或不在您的管理范围内$'):
                    await read(stranger, asked)
        with pytest.raises(NotFound):
            await materials.of(stranger, application.id)
        with pytest.raises(NotFound):
            await materials.upload(stranger, application.id, MaterialKind.FORM, 'x.pdf', samples.pdf())
    assert await materials.content(town.actor(cast.PROVINCE), row.id)


async def test_each_material_is_uploaded_by_those_the_table_names(town: Town, database: Settings) -> None:
    one, relaxed = await town.application(grade=1), await town.application(channel=Channel.EXCEPTIONAL)
    cases = (
        (one, MaterialKind.SALARY, cast.SCHOOL, cast.DEPARTMENT),
        (one, MaterialKind.PROMISE, cast.SCHOOL, cast.COUNTY),
        (relaxed, MaterialKind.EXCEPTION, cast.COUNTY, cast.SCHOOL),
        (one, MaterialKind.FORM, None, cast.SCHOOL),
    )
    for application, kind, may, may_not in cases:
        version = application.version
        with pytest.raises(Forbidden):
            await materials.upload(town.actor(may_not), application.id, kind, 'x.jpg', samples.scan(kind.value))
        with pytest.raises(Forbidden):  # submitted: the applicant can no longer change anything
            await materials.upload(town.applicant(application), application.id, kind, 'x.jpg', samples.scan())
        if may:
            await materials.upload(town.actor(may), application.id, kind, 'x.jpg', samples.scan(kind.value))
            assert (await cast.acts_of(application))[-1] is Act.UPLOAD
        assert (await Application.get(id=application.id)).version == version
    assert len([path for path in kept(database) if path.suffix == '.jpg']) == 3


async def test_an_office_removes_its_own_upload_and_the_journal_records_it(town: Town) -> None:
    application = await town.application(grade=1)
    school = town.actor(cast.SCHOOL)
    row = await materials.upload(school, application.id, MaterialKind.SALARY, '工资.jpg', samples.scan())
    await materials.remove(school, row.id)
    assert (await cast.acts_of(application))[-2:] == [Act.UPLOAD, Act.REMOVE_FILE]
    assert await materials.of(school, application.id) == []
    assert await files.read(row.file)  # an earlier submission may contain it
    with pytest.raises(NotFound):
        await materials.content(school, row.id)


async def test_after_a_return_only_the_pinned_material_is_open(town: Town) -> None:
    application = await town.application(papers=True)
    pins = (Pin('material:certificate', '不清晰'),)
    application = await decide(
        town.actor(cast.SCHOOL), application.id, Act.RETURN, Opinion('证书不清晰', pins), seen=application.version
    )
    person = town.applicant(application)
    with pytest.raises(Forbidden, match='没有要求'):
        await materials.upload(person, application.id, MaterialKind.FORM, 'x.pdf', samples.pdf())
    await materials.upload(person, application.id, MaterialKind.CERTIFICATE, '新.jpg', samples.scan())


async def test_a_deferred_material_can_still_be_uploaded_in_any_stage(town: Town) -> None:
    application = await town.application(grade=1, at=Level.UNIT)
    school, kind = town.actor(cast.SCHOOL), MaterialKind.SALARY
    await defer(school, application.id, (kind,), '工资表稍后补', clock.today(), seen=application.version)
    application = await Application.get(id=application.id)
    application = await decide(school, application.id, Act.APPROVE, Opinion(), seen=application.version)
    assert (application.stage, application.deferral_state) == (Level.DEPARTMENT, DeferralState.OPEN)
    await materials.upload(school, application.id, kind, '工资.jpg', samples.scan())
    with pytest.raises(Forbidden):
        await materials.upload(school, application.id, MaterialKind.EXCELLENCE, 'x.jpg', samples.scan('x'))


async def test_a_thumbnail_is_small_and_made_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    row = await materials.upload(person, application.id, MaterialKind.FORM, 'x.jpg', samples.scan())
    first, media_type = await materials.thumbnail(person, row.id)
    assert (max(Image.open(io.BytesIO(first)).size), media_type) == (320, 'image/jpeg')
    monkeypatch.setattr(pictures, 'thumbnail_of', None)
    assert (await materials.thumbnail(person, row.id))[0] == first
    document = await materials.upload(person, application.id, MaterialKind.FORM, 'x.pdf', samples.pdf(3))
    card, media_type = await materials.thumbnail(person, document.id)
    assert media_type == 'image/svg+xml'
    assert '3 页' in card.decode()
