"""操作日志: every filter, only for the province, and a check that finds what was tampered with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import Paging
from domain.rules.lists.audit_filters import AuditFilters
from domain.rules.vocabulary import Act, Status
from domain.services import journal
from domain.services.lists import audit
from domain.services.review.decisions import Opinion, decide
from storage.connection.database import dialect, transaction
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.queries import counted
from tests.town import Town

PAGE = Paging(size=50)


async def listed(town: Town, **typed: object) -> audit.AuditRows:
    return await audit.entries(town.actor(cast.PROVINCE), AuditFilters.read(typed), PAGE)


async def returned(town: Town, unit: str = cast.SCHOOL) -> Application:
    """An application that its unit has just returned."""
    application = await town.application(unit)
    return await decide(town.actor(unit), application.id, Act.RETURN, Opinion('材料不全'), seen=application.version)


async def test_nobody_below_the_province_reads_or_checks_it(town: Town) -> None:
    await returned(town)
    (entry, *_) = (await listed(town)).rows
    before = await JournalEntry.all().count()
    for login in (cast.CITY, cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL):
        actor = town.actor(login)
        with pytest.raises(Forbidden):
            await audit.entries(actor, AuditFilters(), PAGE)
        for one in (entry.id, 10**9):
            with pytest.raises(Forbidden):
                await audit.entry(actor, one)
        with pytest.raises(Forbidden):
            await audit.check(actor, to_the_end)
    assert await JournalEntry.all().count() == before
    with pytest.raises(NotFound):
        await audit.entry(town.actor(cast.PROVINCE), 10**9)


async def test_the_newest_act_comes_first_with_its_application(town: Town) -> None:
    application = await returned(town)
    found = await listed(town)
    assert found.total == len(found.rows) == await JournalEntry.all().count()
    assert [row.at for row in found.rows] == sorted((row.at for row in found.rows), reverse=True)
    newest = found.rows[0]
    assert (newest.act, newest.number, newest.name, newest.reason) == (
        Act.RETURN, application.number, application.name, '材料不全',
    )  # fmt: skip
    assert newest == await audit.entry(town.actor(cast.PROVINCE), newest.id)


async def test_each_filter_narrows(town: Town) -> None:
    school, hospital = await returned(town), await returned(town, cast.HOSPITAL)
    approved = await town.application(at=Status.APPROVED)
    offices = town.organisations
    everything = (await listed(town)).total

    def days(first: int, last: int) -> dict[str, str]:
        today = clock.today()
        return {'first': str(today + timedelta(days=first)), 'last': str(today + timedelta(days=last))}

    assert {row.act for row in (await listed(town, acts=['return'])).rows} == {Act.RETURN}
    assert (await listed(town, acts='return,reject')).total == 2
    assert {row.number for row in (await listed(town, number=school.number)).rows} == {school.number}
    for who in (cast.HOSPITAL, town.actor(cast.HOSPITAL).name):
        assert hospital.number in {row.number for row in (await listed(town, who=who)).rows}
    assert {row.office for row in (await listed(town, who=cast.HOSPITAL, acts='return')).rows} == {
        offices[cast.HOSPITAL].name
    }
    assert (await listed(town, who='系统')).total == await JournalEntry.filter(account_id__isnull=True).count() > 0
    below = (await listed(town, office=str(offices[cast.HEALTH].id), acts='return')).rows
    assert [row.number for row in below] == [hospital.number]
    county = await listed(town, office=str(offices[cast.COUNTY].id), acts='approve')
    assert approved.number in {row.number for row in county.rows}
    assert (await listed(town, **days(0, 0), acts='return')).total == 2
    assert (await listed(town, **days(-9, -8))).total == 0
    assert (await listed(town, **days(-9, 0))).total == everything
    for nothing in ({'office': '99999'}, {'number': '2026'}, {'who': '无此人'}):
        assert (await listed(town, **nothing)).total == 0
    pages = [await audit.entries(town.actor(cast.PROVINCE), AuditFilters(), Paging(page, 5)) for page in (1, 2)]
    assert not {row.id for row in pages[0].rows} & {row.id for row in pages[1].rows}


async def test_a_check_reports_its_progress_and_is_journalled(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, 'CHUNK', 3)
    await returned(town)
    entries, steps = await JournalEntry.all().count(), list[tuple[int, int]]()

    def step(done: int, total: int) -> bool:
        steps.append((done, total))
        return True

    checked = await audit.check(town.actor(cast.PROVINCE), step)
    assert checked == audit.Checked(entries, 0, (), stopped=False)
    assert steps[0] == (3, entries)
    assert steps[-1] == (entries, entries)
    written = await JournalEntry.get(act=Act.CHECK_JOURNAL)
    assert (written.details['entries'], written.details['broken']) == (entries, 0)
    stopped = await audit.check(town.actor(cast.PROVINCE), lambda done, _: done < 3)
    assert (stopped.stopped, stopped.entries) == (True, 3)


async def test_a_check_names_the_chain_that_was_tampered_with(town: Town) -> None:
    application = await returned(town)
    async with transaction() as connection:
        if dialect() == 'sqlite':
            await connection.execute_query('DROP TRIGGER journal_no_update')
        else:
            await connection.execute_query('ALTER TABLE journal_entry DISABLE TRIGGER USER')
        await connection.execute_query("UPDATE journal_entry SET reason = '改过' WHERE act = 'return'")
    checked = await audit.check(town.actor(cast.PROVINCE), to_the_end)
    assert (checked.broken, checked.stopped) == (1, False)
    assert (checked.breaks[0].chain, checked.breaks[0].reason) == (f'application:{application.id}', '内容被改动')
    assert (await JournalEntry.get(act=Act.CHECK_JOURNAL)).details['chains'] == [f'application:{application.id}']


async def test_one_row_and_three_cost_the_same_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await returned(town)
    costs = []
    for size in (1, 3):
        with counted(monkeypatch) as sent:
            found = await audit.entries(town.actor(cast.PROVINCE), AuditFilters(), Paging(size=size))
        assert len(found.rows) == size
        costs.append(len(sent))
    assert costs[0] == costs[1] == 4
