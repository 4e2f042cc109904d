"""Each submission is kept as it was, with what differs from the one before and the remark that asked for it."""

from __future__ import annotations

from datetime import date, timedelta

from domain import clock
from domain.rules.application.form import Form
from domain.rules.vocabulary import MaterialKind, Status
from domain.services.application import revisions
from domain.services.eligibility.prechecks import form_of
from storage.models import Application, Material, Revision
from tests.town import Town

PHOTO, FORM = MaterialKind.PHOTO, MaterialKind.FORM


async def submitted(town: Town) -> tuple[Application, Form]:
    """An application with a photo and a form whose first submission is kept, an hour ago."""
    application = await town.application(at=Status.DRAFT)
    for kind in (PHOTO, FORM):
        await town.upload(application, kind, clock.now() - timedelta(hours=2))
    form = form_of(application)
    await revisions.keep(application, form, clock.now() - timedelta(hours=1))
    await Application.filter(id=application.id).update(submissions=1)
    return await Application.get(id=application.id), form


async def replaced(material: Material, sha256: str, label: str) -> Material:
    """The file is removed, and another one is in its place."""
    await Material.filter(id=material.id).update(removed_at=clock.now())
    return await Material.create(
        application_id=material.application_id, kind=material.kind, file='x', label=label, media_type='image/jpeg',
        size=1, sha256=sha256, uploaded_by_id=material.uploaded_by_id, uploaded_at=clock.now(),
    )  # fmt: skip


async def test_the_first_submission_is_kept_whole_and_differs_from_nothing(town: Town) -> None:
    application, form = await submitted(town)
    (kept,) = await Revision.filter(application_id=application.id)
    assert (kept.submission, kept.changes, Form.model_validate(kept.form)) == (1, [], form)
    digests = {row.kind.value: [row.sha256] for row in await Material.filter(application_id=application.id)}
    assert kept.materials == digests
    assert set(digests) == {'photo', 'form'}


async def test_the_next_one_says_what_changed_and_who_asked_for_it(town: Town) -> None:
    application, form = await submitted(town)
    application.pins = [{'key': 'material:photo', 'remark': '重拍'}, {'key': 'trade', 'remark': '请核对'}]
    await replaced(await Material.get(application_id=application.id, kind=PHOTO), 'f' * 64, '新照片.jpg')
    changed = form.model_copy(update={'trade': '0102', 'post': '水电工'})
    kept = await revisions.keep(application, changed, clock.now())
    assert kept.submission == 2
    assert kept.changes == [
        {'key': 'post', 'label': '现岗位', 'old': form.post, 'new': '水电工', 'remark': ''},
        {'key': 'trade', 'label': '申报工种', 'old': '汽车驾驶员', 'new': '办公设备维修工', 'remark': '请核对'},
        {'key': 'material:photo', 'label': '证件照', 'old': '证件照.jpg', 'new': '新照片.jpg', 'remark': '重拍'},
    ]
    assert kept.materials['photo'] == ['f' * 64]


async def test_a_file_that_was_only_removed_leaves_its_name(town: Town) -> None:
    application, form = await submitted(town)
    await Material.filter(application_id=application.id, kind=FORM).update(removed_at=clock.now())
    kept = await revisions.keep(application, form, clock.now())
    assert kept.changes == [
        {'key': 'material:form', 'label': '报名表（盖章）', 'old': '报名表（盖章）.jpg', 'new': '—', 'remark': ''}
    ]
    assert list(kept.materials) == ['photo']


async def test_the_same_file_again_is_no_change(town: Town) -> None:
    application, form = await submitted(town)
    photo = await Material.get(application_id=application.id, kind=PHOTO)
    await replaced(photo, photo.sha256, '同一张.jpg')
    assert (await revisions.keep(application, form, clock.now())).changes == []


async def test_a_file_keeps_the_name_it_had_then_whatever_its_content_is_called_elsewhere(town: Town) -> None:
    application, form = await submitted(town)
    photo, paper = await Material.filter(application_id=application.id).order_by('id')
    assert photo.sha256 == paper.sha256  # one picture for two materials, and of another person
    same = await town.upload(await town.application(at=Status.DRAFT), PHOTO, photo.uploaded_at)
    await Material.filter(id=same.id).update(label='别人的.jpg')
    await replaced(await replaced(photo, photo.sha256, '另一个名字.jpg'), 'f' * 64, '新照片.jpg')
    (change,) = (await revisions.keep(application, form, clock.now())).changes
    assert (change['old'], change['new']) == ('证件照.jpg', '新照片.jpg')


async def test_the_latest_submission_is_that_with_the_highest_number_of_this_application(town: Town) -> None:
    application, form = await submitted(town)
    other = await town.application(at=Status.DRAFT)
    assert await revisions.latest(other.id) is None
    kept = await revisions.keep(application, form, clock.now())
    assert await revisions.latest(application.id) == kept


async def test_touched_is_what_differs_from_the_latest_submission(town: Town) -> None:
    application, form = await submitted(town)
    assert await revisions.touched(application, form) == frozenset()
    changed = form.model_copy(update={'joined_on': date(2001, 9, 1), 'post': '水电工'})
    await town.upload(application, MaterialKind.CERTIFICATE)
    removed = await town.upload(application, MaterialKind.EDUCATION)
    await Material.filter(id=removed.id).update(removed_at=clock.now())
    assert await revisions.touched(application, changed) == {'joined_on', 'post', 'material:certificate'}
    unsubmitted = await town.application(at=Status.DRAFT)
    assert await revisions.touched(unsubmitted, Form(post='水电工')) == frozenset()
