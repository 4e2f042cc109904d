"""Two years at once: 2026 is still reviewed while 2027 is the current year, each by its own windows and parameters."""

from __future__ import annotations

from datetime import timedelta

import pytest
import pytest_asyncio

from domain import clock
from domain.errors import Refusal, Unmet
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.deferral_terms import LedgerState
from domain.rules.vocabulary import Act, Level, MaterialKind, Status, WindowKind
from domain.rules.year.parameters import Parameters
from domain.services.application import filling
from domain.services.review import application_detail, deferral_ledger
from domain.services.review.decisions import Opinion, decide
from domain.services.review.deferrals import defer
from domain.services.year import years
from storage.models import Application, ExamYear, Window
from tests import town as cast
from tests.town import Town

ITEMS, NOTE = (MaterialKind.SALARY,), '工资表待财务盖章'


@pytest_asyncio.fixture
async def turned(town: Town) -> Town:
    """The town after 设为当前年度: 2027 has other parameters, and no window of it is open."""
    await ExamYear.all().update(current=False)
    parameters = Parameters(final_level=dict.fromkeys(range(1, 6), Level.PROVINCE), other_grades_may_defer=True)
    await ExamYear.create(
        year=(await ExamYear.get()).year + 1, current=True, parameters=parameters.model_dump(mode='json'), fees={}
    )
    await only(WindowKind.REVIEW, 30, 60)
    await only(WindowKind.REGISTRATION, 30, 60)
    return town


async def only(kind: WindowKind, opens: int, closes: int) -> None:
    """Leave the current year one window of this kind, open between so many days from now."""
    year = await ExamYear.get(current=True)
    await Window.filter(year_id=year.id, kind=kind).delete()
    await Window.create(
        year_id=year.id, kind=kind, name=kind.label,
        opens_at=clock.now() + timedelta(days=opens), closes_at=clock.now() + timedelta(days=closes),
    )  # fmt: skip
    years.forget()


async def reopen(town: Town, application: Application) -> Application:
    opinion = Opinion('材料齐全，重新审核')
    return await decide(town.actor(cast.COUNTY), application.id, Act.REOPEN, opinion, seen=application.version)


async def test_a_rejected_application_is_reopened_in_the_review_time_of_its_own_year(turned: Town) -> None:
    rejected = await turned.application(at=Status.REJECTED, by=Level.COUNTY)
    again = await reopen(turned, rejected)
    assert again.status is Status.RETURNED  # the person may submit again
    newer = await turned.application(cast.PRIMARY, at=Status.REJECTED, by=Level.COUNTY)
    await Application.filter(id=newer.id).update(year_id=2)
    with pytest.raises(Unmet, match='审核时间'):
        await reopen(turned, newer)


async def test_a_returned_application_goes_the_way_of_its_own_year(turned: Town) -> None:
    returned = await turned.application(at=Status.RETURNED, papers=True)
    again = await filling.submit(turned.applicant(returned), returned.id, seen=returned.version)
    assert again.status is Status.IN_REVIEW
    assert [stop['level'] for stop in again.route][-1] == Level.CITY.value  # 2027 would end at the province
    late = await turned.application(cast.PRIMARY, at=Status.RETURNED, papers=True)
    await Application.filter(id=late.id).update(year_id=2)
    with pytest.raises(Refusal):
        await filling.submit(turned.applicant(late), late.id, seen=late.version)


async def test_the_precheck_counts_by_the_parameters_of_its_own_year(turned: Town) -> None:
    application = await turned.application(at=Level.COUNTY)
    of_2026 = await application_detail.dossier(turned.actor(cast.COUNTY), application.id)
    await Application.filter(id=application.id).update(year_id=2)
    of_2027 = await application_detail.dossier(turned.actor(cast.COUNTY), application.id)
    assert Act.DEFER not in of_2026.may  # 二级至五级也可容缺后补 only from 2027 on
    assert Act.DEFER in of_2027.may
    assert of_2026.months_to_retirement > of_2027.months_to_retirement  # counted from the next year's registration


async def test_materials_follow_until_the_last_day_of_their_own_year(turned: Town) -> None:
    application = await turned.application(grade=1, at=Level.UNIT)
    soon = clock.today() + timedelta(days=7)
    await only(WindowKind.DEFERRAL, -20, 1)  # of 2027: it ends before that day
    await defer(turned.actor(cast.SCHOOL), application.id, ITEMS, NOTE, soon, seen=application.version)
    newer = await turned.application(cast.PRIMARY, grade=1, at=Level.UNIT)
    await Application.filter(id=newer.id).update(year_id=2)
    with pytest.raises(Unmet):
        await defer(turned.actor(cast.PRIMARY), newer.id, ITEMS, NOTE, soon, seen=newer.version)


async def test_the_ledger_shows_each_deferral_by_the_last_day_of_its_year(turned: Town) -> None:
    standing = {}
    for unit, year_id in ((cast.SCHOOL, 1), (cast.PRIMARY, 2)):
        application = await turned.application(unit, grade=1, at=Level.UNIT)
        day = clock.today() + timedelta(days=7)
        await defer(turned.actor(unit), application.id, ITEMS, NOTE, day, seen=application.version)
        await Application.filter(id=application.id).update(year_id=year_id)
        standing[year_id] = application.number
    await only(WindowKind.DEFERRAL, -20, -2)  # the window of 2027 was moved and is over
    county = turned.actor(cast.COUNTY)
    for state, year_id in ((LedgerState.OPEN, 1), (LedgerState.OVERDUE, 2)):
        found = await deferral_ledger.ledger(county, filters=ApplicationFilters(), standings=(state,), paging=Paging())
        assert [(entry.number, entry.standing) for entry in found.entries] == [(standing[year_id], state)]
        assert await deferral_ledger.ledger_count(county, filters=ApplicationFilters(), standings=(state,)) == 1
