"""The facts of a decision: which needs of its row in the table do not hold for this application now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, Basis, DeferralState, Level, MaterialKind, Status, WindowKind
from domain.services.review import facts
from domain.services.review.deferrals import defer
from domain.services.year import years
from storage.models import Application, Deferral, Material, Window
from tests import town as cast
from tests.town import Town

NONE: frozenset[Need] = frozenset()


async def unmet(
    town: Town, application: Application, act: Act, reason: str = '', who: str = cast.SCHOOL
) -> frozenset[Need]:
    return (await facts.of_decision(town.actor(who), application, act, reason, 'x')).unmet


async def deferred(town: Town, application: Application, who: str, *items: MaterialKind) -> Application:
    await defer(town.actor(who), application.id, items, '稍后补交', clock.today(), seen=application.version)
    return await Application.get(id=application.id)


async def only_review_window(level: Level | None, opens: int, closes: int) -> Window:
    """Leave one review window, open between so many hours from now."""
    await Window.filter(kind=WindowKind.REVIEW).delete()
    years.forget()
    return await Window.create(
        year_id=1, kind=WindowKind.REVIEW, level=level, name='资格审核',
        opens_at=clock.now() + timedelta(hours=opens), closes_at=clock.now() + timedelta(hours=closes),
    )  # fmt: skip


@pytest.mark.parametrize('act', [Act.RETURN, Act.REJECT])
async def test_a_reason_is_needed_by_a_return_and_a_rejection_only(town: Town, act: Act) -> None:
    application = await town.application()
    assert await unmet(town, application, act, ' 缺 ') == {Need.REASON}
    assert await unmet(town, application, act, '缺章') == NONE
    assert await unmet(town, application, Act.APPROVE) == NONE


async def test_grade_one_needs_the_salary_and_by_excellence_also_the_assessments(town: Town) -> None:
    senior, other = [await town.application(grade=1, basis=Basis.EXCELLENCE) for _ in range(2)]
    for kind in (MaterialKind.SALARY, MaterialKind.EXCELLENCE):
        await town.upload(other, kind)
    assert await unmet(town, senior, Act.APPROVE) == {Need.SALARY, Need.EXCELLENCE}
    salary = await town.upload(senior, MaterialKind.SALARY)
    assert await unmet(town, senior, Act.APPROVE) == {Need.EXCELLENCE}
    await town.upload(senior, MaterialKind.EXCELLENCE)
    assert await unmet(town, senior, Act.APPROVE) == NONE
    await Material.filter(id=salary.id).update(removed_at=clock.now())
    assert await unmet(town, senior, Act.APPROVE) == {Need.SALARY}
    assert await unmet(town, senior, Act.RETURN, '缺章') == NONE
    by_years = await town.application(grade=1, basis=Basis.SENIORITY)
    assert await unmet(town, by_years, Act.APPROVE) == {Need.SALARY}


async def test_an_open_deferral_with_its_note_stands_for_the_papers(town: Town) -> None:
    senior = await deferred(town, await town.application(grade=1), cast.SCHOOL, MaterialKind.SALARY)
    assert await unmet(town, senior, Act.APPROVE) == NONE
    await Deferral.filter(application_id=senior.id).update(note='')
    assert await unmet(town, senior, Act.APPROVE) == {Need.SALARY}
    await Deferral.filter(application_id=senior.id).update(note='稍后补交', state=DeferralState.CLEARED)
    assert await unmet(town, senior, Act.APPROVE) == {Need.SALARY}


async def test_the_last_stage_waits_until_the_deferral_is_cleared(town: Town) -> None:
    senior = await town.application(grade=1, at=Level.PROVINCE)
    assert facts.is_last_stage(senior)
    senior = await deferred(town, senior, cast.PROVINCE, MaterialKind.SALARY)
    assert await unmet(town, senior, Act.APPROVE, who=cast.PROVINCE) == {Need.SETTLED_AT_LAST_STAGE}
    assert await unmet(town, senior, Act.RETURN, '缺章', cast.PROVINCE) == NONE
    await Deferral.filter(application_id=senior.id).update(state=DeferralState.SUPPLIED)
    assert await unmet(town, senior, Act.APPROVE, who=cast.PROVINCE) == {Need.SETTLED_AT_LAST_STAGE}
    await Deferral.filter(application_id=senior.id).update(state=DeferralState.CLEARED)
    await town.upload(senior, MaterialKind.SALARY)
    assert await unmet(town, senior, Act.APPROVE, who=cast.PROVINCE) == NONE


async def test_the_last_stage_is_where_the_route_ends(town: Town) -> None:
    assert not facts.is_last_stage(await town.application(grade=3, at=Level.COUNTY))
    assert facts.is_last_stage(await town.application(grade=3, at=Level.CITY))
    assert not facts.is_last_stage(await town.application(at=Status.DRAFT))  # no route yet, and no holder


async def test_reviewing_is_open_in_the_windows_of_the_level_and_always_without_any(
    town: Town, time_stands: None
) -> None:
    window = await only_review_window(Level.CITY, 1, 2)
    assert facts.review_is_open(await years.current_year(), Level.COUNTY, 5, '')  # this year limits the city only
    for at, open_ in (
        (window.opens_at - timedelta(seconds=1), False),
        (window.opens_at, True),
        (window.closes_at - timedelta(seconds=1), True),
        (window.closes_at, False),
    ):
        clock.move_to(at)
        years.forget()
        assert facts.review_is_open(await years.current_year(), Level.CITY, 5, '') is open_


async def test_reopening_needs_a_window_and_knows_who_rejected_last(town: Town) -> None:
    rejected = await town.application(at=Status.REJECTED, by=Level.COUNTY)
    found = await facts.of_decision(town.actor(cast.COUNTY), rejected, Act.REOPEN, '可以补充', 'x')
    assert (found.unmet, found.rejecter_path, found.unit_path) == (NONE, town.organisations[cast.COUNTY].path, 'x')
    await only_review_window(None, -2, -1)
    assert await unmet(town, rejected, Act.REOPEN, '可以补充', cast.COUNTY) == {Need.REVIEW_WINDOW}
    await only_review_window(Level.COUNTY, -1, 1)
    assert await unmet(town, rejected, Act.REOPEN, '可以补充', cast.COUNTY) == NONE
    await only_review_window(Level.CITY, 1, 2)
    assert await unmet(town, rejected, Act.REOPEN, '可以补充', cast.CITY) == {Need.REVIEW_WINDOW}
    other = await town.application(at=Status.RETURNED)
    found = await facts.of_decision(town.actor(cast.COUNTY), other, Act.REOPEN, '可以补充', 'x')
    assert found.rejecter_path == ''  # nobody rejected it
    assert (await facts.of_decision(town.actor(cast.COUNTY), rejected, Act.RETURN, '缺章', 'x')).rejecter_path == ''
