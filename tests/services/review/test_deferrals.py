"""容缺后补: what is missing and by when; confirmed by its office, rechecked above, cleared before the last approval."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import DecidedAlready, Forbidden, NotFound, Unmet
from domain.rules.vocabulary import Act, DeferralState, Level, MaterialKind, Status
from domain.services import journal
from domain.services.review.decisions import Opinion, decide
from domain.services.review.deferrals import confirm_supplied, defer, recheck
from storage.models import Application, Deferral
from tests import town as cast
from tests.town import Town

ITEMS = (MaterialKind.SALARY,)
NOTE = '工资表待财务盖章，下周补齐'


async def deferred(town: Town, at: Level = Level.UNIT, by: str = cast.SCHOOL) -> Application:
    application = await town.application(grade=1, at=at)
    day = clock.today() + timedelta(days=7)
    await defer(town.actor(by), application.id, ITEMS, NOTE, day, seen=application.version)
    return await Application.get(id=application.id)


async def supplied(town: Town, at: Level = Level.UNIT, by: str = cast.SCHOOL) -> Application:
    application = await deferred(town, at, by)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(town.actor(by), application.id, seen=application.version)
    return await Application.get(id=application.id)


async def failed(town: Town) -> Application:
    application = await supplied(town)
    await recheck(town.actor(cast.COUNTY), application.id, False, '印章不清晰', seen=application.version)
    return await Application.get(id=application.id)


async def states(application: Application) -> tuple[DeferralState, DeferralState | None]:
    """Of the deferral, and of the application that shows it."""
    deferral = await Deferral.get(application_id=application.id)
    return deferral.state, (await Application.get(id=application.id)).deferral_state


async def test_an_open_deferral_lets_grade_one_go_on_without_its_papers(town: Town) -> None:
    application = await deferred(town)
    application = await decide(
        town.actor(cast.SCHOOL), application.id, Act.APPROVE, Opinion(), seen=application.version
    )
    assert application.stage is Level.DEPARTMENT


async def test_it_is_confirmed_only_after_an_upload(town: Town) -> None:
    application = await deferred(town)
    with pytest.raises(Unmet, match='请先上传补交的材料'):
        await confirm_supplied(town.actor(cast.SCHOOL), application.id, seen=application.version)


async def test_a_confirmed_deferral_waits_for_the_recheck(town: Town) -> None:
    assert await states(await supplied(town)) == (DeferralState.SUPPLIED, DeferralState.SUPPLIED)


async def test_a_recheck_that_passes_clears_it(town: Town) -> None:
    application = await supplied(town)
    await recheck(town.actor(cast.COUNTY), application.id, True, seen=application.version)
    assert await states(application) == (DeferralState.CLEARED, DeferralState.CLEARED)


async def test_a_failed_recheck_needs_a_reason(town: Town) -> None:
    application = await supplied(town)
    with pytest.raises(Unmet, match='请填写原因'):
        await recheck(town.actor(cast.COUNTY), application.id, False, '', seen=application.version)


async def test_a_failed_recheck_opens_it_again_and_says_why(town: Town) -> None:
    application = await failed(town)
    assert await states(application) == (DeferralState.OPEN, DeferralState.OPEN)
    assert (await Deferral.get(application_id=application.id)).opinion == '印章不清晰'


async def test_a_file_that_failed_the_recheck_does_not_count_as_supplied(town: Town) -> None:
    application = await failed(town)
    with pytest.raises(Unmet, match='请先上传补交的材料'):
        await confirm_supplied(town.actor(cast.SCHOOL), application.id, seen=application.version)


async def test_a_new_file_after_a_failed_recheck_is_confirmed_and_rechecked_again(town: Town) -> None:
    application = await failed(town)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(town.actor(cast.SCHOOL), application.id, seen=application.version)
    await recheck(town.actor(cast.COUNTY), application.id, True, seen=application.version + 1)
    assert await states(application) == (DeferralState.CLEARED, DeferralState.CLEARED)


async def test_a_deferral_leaves_the_application_where_it_stands(town: Town) -> None:
    stored = await Application.get(id=(await failed(town)).id)
    assert (stored.status, stored.stage) == (Status.IN_REVIEW, Level.UNIT)


async def test_the_journal_keeps_every_act_on_a_deferral(town: Town) -> None:
    application = await failed(town)
    acts = await cast.acts_of(application)
    assert acts[-3:] == [Act.DEFER, Act.CONFIRM, Act.RECHECK_FAIL]
    assert [found async for found in journal.breaks()] == []


@pytest.mark.parametrize('confirmed', [False, True])
async def test_an_uncleared_deferral_blocks_the_last_stage(town: Town, confirmed: bool) -> None:
    until = supplied if confirmed else deferred
    application = await until(town, Level.PROVINCE, cast.PROVINCE)
    with pytest.raises(Unmet, match='容缺材料尚未复核通过'):
        await decide(town.actor(cast.PROVINCE), application.id, Act.APPROVE, Opinion(), seen=application.version)


async def test_a_cleared_deferral_lets_the_last_stage_approve(town: Town) -> None:
    application, province = await supplied(town, Level.PROVINCE, cast.PROVINCE), town.actor(cast.PROVINCE)
    await recheck(province, application.id, True, seen=application.version)
    application = await decide(province, application.id, Act.APPROVE, Opinion(), seen=application.version + 1)
    assert application.status is Status.APPROVED


@pytest.mark.parametrize(
    ('items', 'note', 'days'),
    [((), NOTE, 7), (ITEMS, ' ', 7), (ITEMS, '长' * 501, 7), (ITEMS, NOTE, -1)],
    ids=['no items', 'no note', 'too long', 'a day that is over'],
)
async def test_a_deferral_says_what_is_missing_and_by_when(
    town: Town, items: tuple[MaterialKind, ...], note: str, days: int
) -> None:
    application = await town.application(grade=1)
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Unmet, match='请填写容缺后补备注'):
        await defer(town.actor(cast.SCHOOL), application.id, items, note, day, seen=application.version)
    assert await Deferral.all().count() == 0
    assert (await Application.get(id=application.id)).version == application.version


async def test_other_grades_may_not_defer(town: Town) -> None:
    application = await town.application(grade=2)
    with pytest.raises(Unmet, match='不允许容缺后补'):
        await defer(town.actor(cast.SCHOOL), application.id, ITEMS, NOTE, clock.today(), seen=application.version)


async def test_only_the_office_that_holds_it_defers(town: Town) -> None:
    application = await town.application(grade=1)
    with pytest.raises(Forbidden):
        await defer(town.actor(cast.COUNTY), application.id, ITEMS, NOTE, clock.today(), seen=application.version)


async def test_another_unit_cannot_even_find_it(town: Town) -> None:
    application = await town.application(grade=1)
    with pytest.raises(NotFound):
        await defer(town.actor(cast.PRIMARY), application.id, ITEMS, NOTE, clock.today(), seen=application.version)


async def test_only_the_office_that_set_it_confirms(town: Town) -> None:
    application = await deferred(town)
    await town.upload(application, MaterialKind.SALARY)
    with pytest.raises(Forbidden):
        await confirm_supplied(town.actor(cast.DEPARTMENT), application.id, seen=application.version)


@pytest.mark.parametrize('login', [cast.SCHOOL, cast.DEPARTMENT])
async def test_only_a_county_or_above_rechecks(town: Town, login: str) -> None:
    application = await supplied(town)
    with pytest.raises(Forbidden):
        await recheck(town.actor(login), application.id, True, seen=application.version)


@pytest.mark.parametrize('passed', [True, False])
async def test_only_a_confirmed_deferral_is_rechecked(town: Town, passed: bool) -> None:
    application = await deferred(town)
    with pytest.raises(Forbidden, match='当前不是'):
        await recheck(town.actor(cast.COUNTY), application.id, passed, '不清晰', seen=application.version)


async def test_somebody_was_faster(town: Town) -> None:
    application = await town.application(grade=1)
    school, seen = town.actor(cast.SCHOOL), application.version
    await defer(school, application.id, ITEMS, NOTE, clock.today(), seen=seen)
    with pytest.raises(DecidedAlready, match='容缺后补'):
        await defer(school, application.id, ITEMS, '另一份备注', clock.today(), seen=seen)
    assert (await Deferral.get(application_id=application.id)).note == NOTE


async def test_a_second_note_changes_the_open_deferral(town: Town) -> None:
    application = await deferred(town)
    later = clock.today() + timedelta(days=20)
    await defer(town.actor(cast.SCHOOL), application.id, ITEMS, '延期', later, seen=application.version)
    (only,) = await Deferral.filter(application_id=application.id)
    assert (only.note, only.promised_on) == ('延期', later)
