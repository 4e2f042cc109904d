"""资格预审 of one application: what is missing at which key, which materials it needs, and what forbids submitting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain import clock
from domain.clock import SHANGHAI
from domain.errors import Invalid, Problem, Unmet
from domain.rules.application.materials import Requirement, Uploader
from domain.rules.vocabulary import (
    Basis,
    Channel,
    DeferralState,
    Finding,
    Grade,
    Level,
    MaterialKind,
    Status,
    WindowKind,
)
from domain.services.eligibility import prechecks
from domain.services.review.deferrals import defer
from domain.services.year import years
from storage.models import Application, Deferral, Material, Window
from tests import town as cast
from tests.town import Town

PHOTO = Problem('material:photo', '请上传证件照')


async def ready(town: Town, **given: object) -> Application:
    return await town.application(at=Status.DRAFT, papers=True, **given)  # type: ignore[arg-type]


async def test_a_complete_draft_lacks_nothing_and_may_be_submitted(town: Town) -> None:
    found = await prechecks.precheck_of(await ready(town, grade=5))
    assert found.problems == ()
    assert [(need.kind, need.required) for need in found.requirements] == [
        (MaterialKind.PHOTO, True), (MaterialKind.ID_CARD, True), (MaterialKind.FORM, True),
        (MaterialKind.WORK_PROOF, True),
    ]  # fmt: skip
    assert found.report.overall is Finding.MET
    found.must_hold()


async def test_what_is_missing_stands_at_its_field_or_material_and_stops_the_submission(town: Town) -> None:
    application, _ = await ready(town), await ready(town)
    await Material.filter(application_id=application.id, kind=MaterialKind.PHOTO).update(removed_at=clock.now())
    form = prechecks.form_of(application).model_copy(update={'post': '', 'mobile': '1380'})
    found = await prechecks.precheck_of(application, form)
    assert [problem.key for problem in found.problems] == ['mobile', 'post', 'material:photo']
    assert found.problems[1:] == (Problem('post', '请填写现岗位'), PHOTO)
    with pytest.raises(Invalid) as refusal:
        found.must_hold()
    assert refusal.value.problems == list(found.problems)
    assert (await prechecks.precheck_of(application)).problems == (PHOTO,)  # the form as it is stored


async def test_an_unmet_rule_stops_a_complete_application_and_is_named_with_its_numbers(town: Town) -> None:
    application = await ready(town, grade=2)
    form = prechecks.form_of(application).model_copy(update={'obtained_on': clock.today() - timedelta(days=30)})
    found = await prechecks.precheck_of(application, form)
    assert (found.problems, found.report.overall) == ((), Finding.UNMET)
    (check,) = found.report.blocking
    with pytest.raises(Unmet) as refusal:
        found.must_hold()
    assert str(refusal.value) == f'不符合申报条件：{check.label}（{check.shown}）'
    assert check.key == 'held'


async def test_what_an_office_uploads_is_never_asked_of_the_applicant(town: Town) -> None:
    application = await ready(town, grade=1, channel=Channel.FRONTLINE)
    await Material.filter(application_id=application.id, kind=MaterialKind.SALARY).delete()
    found = await prechecks.precheck_of(application)
    assert Requirement(MaterialKind.SALARY, True, Uploader.REVIEWER) in found.requirements
    assert Requirement(MaterialKind.EXCEPTION, True, Uploader.COUNTY) in found.requirements
    assert found.problems == ()


async def test_a_deferred_material_may_follow_and_the_promise_is_asked_for(town: Town) -> None:
    application = await town.application(grade=1, at=Level.UNIT, papers=True)
    kinds = (MaterialKind.APPOINTMENT, MaterialKind.EDUCATION)
    await Material.filter(application_id=application.id, kind__in=kinds).delete()
    note, today = '聘任文件稍后补', clock.today()
    await defer(town.actor(cast.SCHOOL), application.id, kinds[:1], note, today, seen=application.version)
    application = await Application.get(id=application.id)
    found = await prechecks.precheck_of(application)
    assert found.problems == (Problem('material:education', '请上传学历证书'),)
    assert Requirement(MaterialKind.PROMISE, True, Uploader.UNIT) in found.requirements
    deferral = await prechecks.deferral_of(application)
    assert deferral is not None
    assert deferral.items == ['appointment']
    application.deferral_state = DeferralState.SUPPLIED  # from now on the file is there, or it is asked for
    assert await prechecks.deferral_of(application) is None
    keys = [problem.key for problem in (await prechecks.precheck_of(application)).problems]
    assert keys == ['material:education', 'material:appointment']
    assert await Deferral.all().count() == 1


async def test_the_fields_asked_for_follow_grade_channel_and_basis(town: Town) -> None:
    application = await ready(town)
    always = {
        'name', 'nation', 'politics', 'education', 'mobile', 'address', 'staff_kind', 'joined_on', 'post', 'grade',
        'trade', 'basis',
    }  # fmt: skip
    full = prechecks.form_of(application)

    async def asked(grade: Grade | None, basis: Basis | None, channel: Channel = Channel.REGULAR) -> set[str]:
        form = full.model_copy(update={'grade': grade, 'basis': basis, 'channel': channel})
        return set(await prechecks.required_fields(application, form)) - always

    held = {'held_trade', 'held_grade', 'certificate_number', 'obtained_on'}
    assert (
        await prechecks.required_fields(application, full.model_copy(update={'grade': None, 'basis': None})) == always
    )
    assert await asked(Grade.FIVE, Basis.SENIORITY) == {'confirmed_on'}
    assert await asked(Grade.THREE, Basis.SENIORITY) == set()
    assert await asked(Grade.THREE, Basis.PROMOTION) == held
    assert await asked(Grade.TWO, Basis.ACHIEVEMENT) == held | {'honours'}
    assert await asked(Grade.FIVE, Basis.FRONTLINE, Channel.FRONTLINE) == {
        'confirmed_on', 'exception_category', 'exception_document',
    }  # fmt: skip


async def test_registration_opens_on_the_first_day_of_its_first_window_in_henan(town: Town) -> None:
    await Window.filter(kind=WindowKind.REGISTRATION).delete()
    years.forget()
    assert prechecks.registration_opens_on(await years.current_year()) == clock.today()
    for month in (5, 3):  # half past midnight in Henan is the day before in UTC
        opens = datetime(2026, month, 2, 0, 30, tzinfo=SHANGHAI)
        await Window.create(
            year_id=1,
            kind=WindowKind.REGISTRATION,
            name='网上报名',
            opens_at=opens,
            closes_at=opens + timedelta(days=9),
        )
    years.forget()
    assert prechecks.registration_opens_on(await years.current_year()) == date(2026, 3, 2)
