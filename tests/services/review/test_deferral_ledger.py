"""The ledger of 容缺后补: who sees which deferral, its days left, the acts its row offers, and the badge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import NotFound, Unmet
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.deferral_terms import LedgerState
from domain.rules.vocabulary import Act, Level, MaterialKind, Status, WindowKind
from domain.services.review import deferral_ledger
from domain.services.review.decisions import Opinion, decide
from domain.services.review.deferral_ledger import Ledger, LedgerEntry, entry_of, ledger_count, waiting
from domain.services.review.deferral_materials import supplies_of
from domain.services.review.deferrals import confirm_supplied, defer, recheck
from domain.services.year import years
from storage.models import Application, Deferral, Window
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ITEMS, NOTE = (MaterialKind.SALARY,), '工资表待财务盖章'
ALL, FIRST = ApplicationFilters(), Paging()


async def deferred(town: Town, unit: str = cast.SCHOOL, days: int = 7) -> Application:
    """An application of this unit, in its queue and deferred by it."""
    application = await town.application(unit, grade=1)
    day = clock.today() + timedelta(days=max(days, 0))
    await defer(town.actor(unit), application.id, ITEMS, NOTE, day, seen=application.version)
    if days < 0:
        await Deferral.filter(application_id=application.id).update(promised_on=clock.today() + timedelta(days=days))
    return await Application.get(id=application.id)


async def supplied(town: Town, unit: str = cast.SCHOOL) -> Application:
    application = await deferred(town, unit)
    await town.upload(application, MaterialKind.SALARY)
    await confirm_supplied(town.actor(unit), application.id, seen=application.version)
    return await Application.get(id=application.id)


async def listed(town: Town, login: str, *standings: LedgerState) -> Ledger:
    return await deferral_ledger.ledger(town.actor(login), filters=ALL, standings=standings, paging=FIRST)


async def only(town: Town, login: str) -> LedgerEntry:
    (entry,) = (await listed(town, login)).entries
    return entry


async def test_every_office_above_sees_it_and_nobody_else(town: Town) -> None:
    await deferred(town)
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY, cast.COUNTY_REVIEWER, cast.CITY, cast.PROVINCE):
        assert (await listed(town, login)).total == 1
    mine = await only(town, cast.SCHOOL)
    for login in (cast.PRIMARY, cast.OTHER_COUNTY, cast.OTHER_SCHOOL, cast.OTHER_CITY):
        assert await listed(town, login) == Ledger((), 0)
        assert await ledger_count(town.actor(login), filters=ApplicationFilters(unit=1)) == 0
        with pytest.raises(NotFound):
            await entry_of(town.actor(login), mine.id)
        with pytest.raises(NotFound):
            await supplies_of(town.actor(login), mine.id)


async def test_three_rows_cost_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    for unit in (cast.SCHOOL, cast.PRIMARY, cast.HOSPITAL):
        await deferred(town, unit)
        await listed(town, cast.COUNTY)
        with counted(monkeypatch) as statements:
            await listed(town, cast.COUNTY)
        sent.append(len(statements))
    assert sent[0] == sent[1] == sent[2] <= 5


async def test_the_most_urgent_comes_first_and_what_is_done_last(town: Town) -> None:
    later, over = await deferred(town, days=9), await deferred(town, days=-2)
    done = await supplied(town)
    await recheck(town.actor(cast.COUNTY), done.id, True, seen=done.version)
    entries = (await listed(town, cast.COUNTY)).entries
    assert [entry.application_id for entry in entries] == [over.id, later.id, done.id]
    assert [entry.days_left for entry in entries] == [-2, 9, None]
    assert [entry.standing for entry in entries] == [LedgerState.OVERDUE, LedgerState.OPEN, LedgerState.CLEARED]


async def test_each_state_finds_its_own_and_the_counts_agree(town: Town) -> None:
    over, open_, came = await deferred(town, days=-1), await deferred(town, days=0), await supplied(town)
    expected = {LedgerState.OVERDUE: over, LedgerState.OPEN: open_, LedgerState.SUPPLIED: came}
    for standing, application in expected.items():
        found = await listed(town, cast.COUNTY, standing)
        assert [entry.application_id for entry in found.entries] == [application.id]
        assert await ledger_count(town.actor(cast.COUNTY), filters=ALL, standings=(standing,)) == found.total == 1
    assert (await listed(town, cast.COUNTY, LedgerState.CLEARED)).total == 0
    assert (await listed(town, cast.COUNTY, *LedgerState)).total == 3


async def test_filters_narrow_and_pages_turn(town: Town) -> None:
    first, _ = await deferred(town), await deferred(town, cast.HOSPITAL)
    county, school = town.actor(cast.COUNTY), town.organisations[cast.SCHOOL].id
    for filters in (ApplicationFilters(unit=school), ApplicationFilters(keyword=first.id_number)):
        found = await deferral_ledger.ledger(county, filters=filters, paging=FIRST)
        assert [entry.application_id for entry in found.entries] == [first.id]
    pages = [await deferral_ledger.ledger(county, filters=ALL, paging=Paging(page, 1)) for page in (1, 2, 3)]
    assert [len(page.entries) for page in pages] == [1, 1, 0]
    assert {page.total for page in pages} == {2}


async def window_closes(town: Town, days: int) -> None:
    """The year's window of deferrals ends so many days from now."""
    await Window.filter(kind=WindowKind.DEFERRAL).update(closes_at=clock.now() + timedelta(days=days))
    years.forget()


async def test_the_years_window_ends_every_promise(town: Town) -> None:
    await deferred(town, days=7)
    await window_closes(town, 2)
    entry = await only(town, cast.SCHOOL)
    assert (entry.due_on, entry.days_left, entry.standing) == (clock.today() + timedelta(days=2), 2, LedgerState.OPEN)


async def test_nobody_promises_a_day_after_the_years_window(town: Town) -> None:
    application = await deferred(town)
    await window_closes(town, 2)
    day = clock.today() + timedelta(days=3)
    with pytest.raises(Unmet, match='补齐日期不能晚于'):
        await defer(town.actor(cast.SCHOOL), application.id, ITEMS, NOTE, day, seen=application.version)


async def test_after_the_years_window_every_promise_is_overdue(town: Town) -> None:
    await deferred(town, days=7)
    await window_closes(town, -1)
    assert (await only(town, cast.SCHOOL)).standing is LedgerState.OVERDUE
    totals = {
        state: (await listed(town, cast.SCHOOL, state)).total for state in (LedgerState.OVERDUE, LedgerState.OPEN)
    }
    assert totals == {LedgerState.OVERDUE: 1, LedgerState.OPEN: 0}


async def test_the_row_of_an_open_deferral_offers_its_office_to_upload_and_to_confirm(town: Town) -> None:
    await deferred(town)
    assert (await only(town, cast.SCHOOL)).may == {Act.UPLOAD, Act.CONFIRM}
    assert (await only(town, cast.COUNTY)).may == frozenset()


async def test_the_row_says_whether_a_file_came(town: Town) -> None:
    application = await deferred(town)
    before = (await only(town, cast.SCHOOL)).file_came
    await town.upload(application, MaterialKind.SALARY)
    assert (before, (await only(town, cast.SCHOOL)).file_came) == (False, True)


async def test_the_row_of_a_supplied_deferral_offers_the_recheck_from_the_county_upwards(town: Town) -> None:
    await supplied(town)
    offered = {login: (await only(town, login)).may for login in (cast.SCHOOL, cast.DEPARTMENT)}
    assert offered == {cast.SCHOOL: frozenset(), cast.DEPARTMENT: frozenset()}
    for login in (cast.COUNTY, cast.CITY, cast.PROVINCE):
        assert (await only(town, login)).may == {Act.RECHECK_PASS, Act.RECHECK_FAIL}


async def test_the_upload_offers_what_was_deferred_and_the_units_promise(town: Town) -> None:
    application = await town.application(grade=1, at=Level.COUNTY)
    day = clock.today() + timedelta(days=7)
    await defer(town.actor(cast.COUNTY), application.id, ITEMS, NOTE, day, seen=application.version)
    entry = await only(town, cast.COUNTY)
    _, by_county = await supplies_of(town.actor(cast.COUNTY), entry.id)
    _, by_school = await supplies_of(town.actor(cast.SCHOOL), entry.id)
    _, by_department = await supplies_of(town.actor(cast.DEPARTMENT), entry.id)
    assert [one.kind for one in by_county] == [MaterialKind.SALARY, MaterialKind.PROMISE]
    assert [not one.refusal for one in by_county] == [True, False]
    assert [not one.refusal for one in by_school] == [False, True]
    assert [not one.refusal for one in by_department] == [False, False]


async def test_the_badge_counts_what_this_office_waits_for_or_may_recheck(town: Town) -> None:
    await deferred(town)
    await supplied(town)
    numbers = {login: await waiting(town.actor(login)) for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY)}
    assert numbers == {cast.SCHOOL: 1, cast.DEPARTMENT: 0, cast.COUNTY: 1}
    assert await waiting(town.actor(cast.OTHER_COUNTY)) == await waiting(town.actor(cast.PRIMARY)) == 0


async def test_nothing_is_awaited_of_somebody_whose_application_ended(town: Town) -> None:
    application, school = await deferred(town), town.actor(cast.SCHOOL)
    await decide(school, application.id, Act.REJECT, Opinion('不符合条件'), seen=application.version)
    assert (await Application.get(id=application.id)).status is Status.REJECTED
    assert await waiting(school) == 0
    assert (await only(town, cast.SCHOOL)).may == frozenset()
