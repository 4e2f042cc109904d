"""An export has exactly the rows of its list, with complete numbers, and is recorded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from domain import clock
from domain.errors import Forbidden, SignedOut
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Grade, Status
from domain.services import journal
from domain.services.lists import application_lists, exports
from domain.services.lists.application_rows import ApplicationRow
from domain.services.year import years
from storage.models import Account, Application, JournalEntry
from tests.town import COUNTY, OTHER_COUNTY, OTHER_SCHOOL, SCHOOL, Town


async def _all(leaving: exports.Leaving) -> list[ApplicationRow]:
    return [row async for rows in leaving.chunks for row in rows]


async def _ids(leaving: exports.Leaving) -> list[int]:
    return [row.id for row in await _all(leaving)]


async def _waiting(town: Town, minutes: int) -> Application:
    application = await town.application()
    await Application.filter(id=application.id).update(arrived_at=clock.now() - timedelta(minutes=minutes))
    return application


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two rows and four keys, so that a few applications need several of both."""
    monkeypatch.setattr(exports, 'CHUNK', 2)
    monkeypatch.setattr(exports, 'KEYS', 4)


@pytest.mark.usefixtures('small')
async def test_the_queue_is_exported_as_the_list_shows_it(town: Town) -> None:
    made = [await town.application() for _ in range(5)]
    await Application.filter(id__in=[made[1].id, made[2].id]).update(arrived_at=made[4].arrived_at)  # the same moment
    await town.application(grade=1)
    school = town.actor(SCHOOL)

    leaving = await exports.rows_for_desk(school, senior=False, filters=ApplicationFilters())
    rows = await _all(leaving)
    listed = await application_lists.desk(school, senior=False, filters=ApplicationFilters(), paging=Paging())

    assert leaving.total == listed.total == 5
    assert [row.id for row in rows] == [row.id for row in listed.rows]
    assert {row.id_number for row in rows} == {application.id_number for application in made}
    assert all('*' in row.id_number for row in listed.rows)


@pytest.mark.usefixtures('small')
async def test_the_search_is_exported_completely_drafts_included(town: Town) -> None:
    stages = (Status.DRAFT, Status.APPROVED, Status.RETURNED, Status.DRAFT, Status.REJECTED)
    made = [await town.application(at=status) for status in stages]

    rows = await _all(await exports.rows_for_search(town.actor(COUNTY), filters=ApplicationFilters()))

    assert [(row.id, row.status) for row in reversed(rows)] == [
        (application.id, status) for application, status in zip(made, stages, strict=True)
    ]


async def test_another_countys_rows_are_never_exported(town: Town) -> None:
    own, foreign = await town.application(SCHOOL), await town.application(OTHER_SCHOOL)
    below = ApplicationFilters(unit=town.organisations[SCHOOL].id)
    county, other = town.actor(COUNTY), town.actor(OTHER_COUNTY)

    assert await _ids(await exports.rows_for_search(county, filters=ApplicationFilters())) == [own.id]
    assert await _ids(await exports.rows_for_search(other, filters=ApplicationFilters())) == [foreign.id]
    assert await _ids(await exports.rows_for_search(other, filters=below)) == []
    assert await _ids(await exports.rows_for_search(other, filters=ApplicationFilters(keyword=own.id_number))) == []
    assert await _ids(await exports.rows_for_desk(town.actor(SCHOOL), senior=False, filters=ApplicationFilters())) == [
        own.id
    ]
    assert await _ids(await exports.rows_for_desk(county, senior=False, filters=ApplicationFilters())) == []


async def test_the_filters_are_those_of_the_list(town: Town) -> None:
    await town.application(grade=5)
    filters = await town.application(grade=2)

    for asked in (
        ApplicationFilters(grades=(Grade.TWO,)),
        ApplicationFilters(keyword=filters.id_number),
        ApplicationFilters(keyword=filters.number),
    ):
        leaving = await exports.rows_for_search(town.actor(COUNTY), filters=asked)
        assert (leaving.total, await _ids(leaving)) == (1, [filters.id])


@pytest.mark.usefixtures('small')
async def test_decisions_in_the_meantime_neither_repeat_nor_skip_a_row(town: Town) -> None:
    made = [await _waiting(town, minutes) for minutes in range(60, 0, -10)]
    chunks = (await exports.rows_for_desk(town.actor(SCHOOL), senior=False, filters=ApplicationFilters())).chunks

    first = await anext(chunks)
    await Application.filter(id=made[0].id).update(holder_id=None, status=Status.APPROVED)  # it has left the queue
    rest = [row async for rows in chunks for row in rows]

    assert [row.id for row in first + rest] == [application.id for application in made]


async def test_an_applicant_exports_nothing(town: Town) -> None:
    applicant = town.applicant(await town.application())
    with pytest.raises(Forbidden):
        await exports.rows_for_search(applicant, filters=ApplicationFilters())
    with pytest.raises(Forbidden):
        await exports.rows_for_desk(applicant, senior=False, filters=ApplicationFilters())
    with pytest.raises(Forbidden):
        await exports.record_export(applicant, '报名信息查询', 1, ApplicationFilters())


async def test_each_export_is_journalled(town: Town) -> None:
    county = town.actor(COUNTY)
    await exports.record_export(county, '报名信息查询', 3, ApplicationFilters(grades=(Grade.TWO,)))

    entry = await JournalEntry.get(act=Act.EXPORT)
    assert (entry.account_id, entry.office) == (county.account_id, '宜阳县')
    assert entry.details == {'list': '报名信息查询', 'count': 3, 'filters': {'grades': ['2']}}
    assert [found async for found in journal.breaks()] == []


async def test_a_disabled_account_leaves_no_line(town: Town) -> None:
    county = town.actor(COUNTY)
    await Account.filter(id=county.account_id).update(enabled=False)
    with pytest.raises(SignedOut):
        await exports.record_export(county, '报名信息查询', 3, ApplicationFilters())
    assert not await JournalEntry.exists(act=Act.EXPORT)


async def test_three_rows_cost_the_queries_of_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = get_connection('default')
    counts: list[int] = []
    for more in (1, 2):
        for _ in range(more):
            await town.application()
        asked: list[str] = []
        with monkeypatch.context() as patch:
            for name in ('execute_query', 'execute_query_dict'):
                patch.setattr(connection, name, _noting(getattr(connection, name), asked))
            years.forget()
            await _all(await exports.rows_for_search(town.actor(COUNTY), filters=ApplicationFilters()))
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def _noting(
    execute: Callable[..., Awaitable[object]], asked: list[str]
) -> Callable[[str, list[object] | None], Awaitable[object]]:
    async def noted(query: str, values: list[object] | None = None) -> object:
        asked.append(query)
        return await execute(query, values)

    return noted
