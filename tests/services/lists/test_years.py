"""Two years at once: every list, number and card is of one year, and what waits is counted over all."""

from __future__ import annotations

import pytest
import pytest_asyncio

from domain.errors import NotFound
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.rosters import Reach
from domain.rules.lists.statistics import StatisticsAxis
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import Level, Status
from domain.services.lists import application_lists, exports, overview, rosters, statistics
from domain.services.registration import late_entries
from domain.services.year import years
from storage.models import Application
from tests import town as cast
from tests.town import Town
from tests.years import move, next_year

FIRST = Paging()


@pytest_asyncio.fixture
async def people(town: Town) -> dict[str, Application]:
    """2026: one approved, one waiting at the county. 2027: one approved, one returned, two waiting at the county."""
    then = {
        'approved': await town.application(at=Status.APPROVED),
        'waiting': await town.application(at=Level.COUNTY),
    }
    later = {
        'approved later': await town.application(at=Status.APPROVED),
        'returned later': await town.application(at=Status.RETURNED),
        'waiting later': await town.application(at=Level.COUNTY),
        'waiting too': await town.application(at=Level.COUNTY),
    }
    after = await next_year()
    for application in later.values():
        await move(after.id, application.id)
    return then | later


async def found(town: Town, **asked: object) -> set[int]:
    """Whom 报名信息查询 of the county finds."""
    page = await application_lists.search(town.actor(cast.COUNTY), filters=ApplicationFilters.read(asked), paging=FIRST)
    return {row.id for row in page.rows}


async def test_a_list_of_one_year_shows_its_people_only(town: Town, people: dict[str, Application]) -> None:
    of_2026 = {people['approved'].id, people['waiting'].id}
    assert await found(town, year='2026') == of_2026
    assert await found(town, year='2027') == {one.id for one in people.values()} - of_2026
    assert await found(town) == {one.id for one in people.values()}
    assert await found(town, year='2025') == set()


async def test_every_row_says_its_year_on_the_screen_and_in_the_workbook(
    town: Town, people: dict[str, Application]
) -> None:
    actor = town.actor(cast.COUNTY)
    page = await application_lists.search(actor, filters=ApplicationFilters(), paging=FIRST)
    leaving = await exports.rows_for_search(actor, filters=ApplicationFilters(year=2026))
    assert {row.id: row.year for row in page.rows}[people['waiting'].id] == 2026
    assert {row.id: row.year for row in page.rows}[people['waiting too'].id] == 2027
    assert [row.year for chunk in [rows async for rows in leaving.chunks] for row in chunk] == [2026, 2026]


async def test_the_statistics_of_a_year_equal_its_lists(town: Town, people: dict[str, Application]) -> None:
    actor = town.actor(cast.COUNTY)
    for year, total in ((2026, 2), (2027, 4)):
        crosses = await statistics.cross_tables(actor, ApplicationFilters(year=year))
        for axis in StatisticsAxis:
            assert crosses[axis].sum.total == total
            for line in crosses[axis].lines:
                page = await application_lists.search(actor, filters=line.filters, paging=FIRST)
                assert page.total == line.total, (year, line.title)


async def test_a_roster_of_a_year_lists_who_was_approved_in_it(town: Town, people: dict[str, Application]) -> None:
    for year, name in ((2026, 'approved'), (2027, 'approved later')):
        page = await rosters.listed(
            town.actor(cast.CITY), Reach.FINAL, filters=ApplicationFilters(year=year), paging=FIRST
        )
        assert [row.id for row in page.rows] == [people[name].id]


async def test_what_waits_is_counted_over_all_years_and_marked(town: Town, people: dict[str, Application]) -> None:
    counts = await overview.counts(town.actor(cast.COUNTY), await years.current_year())
    assert (counts.waiting_ordinary, counts.by_year['waiting_ordinary']) == (3, {2027: 2, 2026: 1})
    assert (counts.returned, counts.by_year['returned']) == (1, {2027: 1})
    assert counts.approved == 1


async def test_the_approved_ones_of_the_offices_below_are_of_one_year(
    town: Town, people: dict[str, Application]
) -> None:
    for year, done in ((2026, 1), (2027, 1)):
        below = await overview.subordinates(town.actor(cast.COUNTY), await years.numbered(year))
        assert sum(row.done for row in below) == done
        assert sum(row.waiting for row in below) == 0  # it all waits at the county itself


async def test_people_are_entered_in_the_current_year_only(town: Town, people: dict[str, Application]) -> None:
    opening = await late_entries.opening(town.actor(cast.COUNTY), Entrance.LATE, await years.numbered(2026))
    assert not opening.is_open
    assert '2027 年度' in opening.text


async def test_a_year_that_does_not_exist_is_not_found(town: Town) -> None:
    with pytest.raises(NotFound, match='1999 考核年度不存在'):
        await years.numbered(1999)
