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


async def test_an_open_deferral_lets_grade_one_go_on_without_its_papers(town: Town) -> None:
    application = await deferred(town)
    assert application.deferral_state is DeferralState.OPEN
    application = await decide(
        town.actor(cast.SCHOOL), application.id, Act.APPROVE, Opinion(), seen=application.version
    )
    assert application.stage is Level.DEPARTMENT


async def test_the_whole_life_of_a_deferral(town: Town) -> None:
    application, school, county = await deferred(town), town.actor(cast.SCHOOL), town.actor(cast.COUNTY)
    with pytest.raises(Unmet, match='请先上传补交的材料'):
        await confirm_supplied(school, application.id, seen=application.version)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(school, application.id, seen=application.version)
    with pytest.raises(Unmet, match='请填写原因'):
        await recheck(county, application.id, False, '', seen=application.version + 1)
    await recheck(county, application.id, False, '印章不清晰', seen=application.version + 1)
    assert (await Deferral.get(application_id=application.id)).state is DeferralState.OPEN
    with pytest.raises(Unmet, match='请先上传补交的材料'):  # files that failed do not count
        await confirm_supplied(school, application.id, seen=application.version + 2)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(school, application.id, seen=application.version + 2)
    await recheck(county, application.id, True, seen=application.version + 3)
    deferral = await Deferral.get(application_id=application.id)
    stored = await Application.get(id=application.id)
    assert (deferral.state, stored.deferral_state) == (DeferralState.CLEARED, DeferralState.CLEARED)
    assert (stored.status, stored.stage) == (Status.IN_REVIEW, Level.UNIT)
    acts = await cast.acts_of(application)
    assert acts[-5:] == [Act.DEFER, Act.CONFIRM, Act.RECHECK_FAIL, Act.CONFIRM, Act.RECHECK_PASS]
    assert [found async for found in journal.breaks()] == []


async def test_an_uncleared_deferral_blocks_the_last_stage(town: Town) -> None:
    application = await deferred(town, Level.PROVINCE, cast.PROVINCE)
    province = town.actor(cast.PROVINCE)
    with pytest.raises(Unmet, match='容缺材料尚未复核通过'):
        await decide(province, application.id, Act.APPROVE, Opinion(), seen=application.version)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(province, application.id, seen=application.version)
    with pytest.raises(Unmet, match='容缺材料尚未复核通过'):
        await decide(province, application.id, Act.APPROVE, Opinion(), seen=application.version + 1)
    await recheck(province, application.id, True, seen=application.version + 1)
    application = await decide(province, application.id, Act.APPROVE, Opinion(), seen=application.version + 2)
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


async def test_who_holds_it_defers_who_set_it_confirms_who_stands_above_rechecks(town: Town) -> None:
    application = await town.application(grade=1)
    with pytest.raises(Forbidden):
        await defer(town.actor(cast.COUNTY), application.id, ITEMS, NOTE, clock.today(), seen=application.version)
    with pytest.raises(NotFound):
        await defer(town.actor(cast.PRIMARY), application.id, ITEMS, NOTE, clock.today(), seen=application.version)
    application = await deferred(town)
    await town.upload(application, MaterialKind.SALARY)
    with pytest.raises(Forbidden):
        await confirm_supplied(town.actor(cast.DEPARTMENT), application.id, seen=application.version)
    await confirm_supplied(town.actor(cast.SCHOOL), application.id, seen=application.version)
    for login in (cast.SCHOOL, cast.DEPARTMENT):
        with pytest.raises(Forbidden):
            await recheck(town.actor(login), application.id, True, seen=application.version + 1)


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
