"""Two years at once in 成绩导入 and 考核结果查询: a year shows, counts, exports and publishes its own results only."""

from __future__ import annotations

import pytest

from domain.errors import NotFound
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.vocabulary import Conclusion
from domain.services.results import publication, result_lists, score_changes, score_lists
from domain.services.results.score_changes import Correction
from storage.models import ExamResult
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, row
from tests.town import Town
from tests.years import NOW, THEN, move, results_of_two_years, turn_the_year

ALL = Paging()


@pytest.mark.parametrize('login', [cast.COUNTY, cast.PROVINCE])
async def test_every_list_of_published_results_shows_exactly_its_year(town: Town, login: str) -> None:
    actor, (older, newer) = town.actor(login), await results_of_two_years(town)
    for year, people in ((THEN, [older]), (NOW, [newer]), (None, [older, newer])):
        for more in ({}, {'trades': ('0101',)}):
            filters, ids = ResultFilters(year=year, **more), [person.id for person in people]  # type: ignore[arg-type]
            found = await result_lists.listed(actor, filters=filters, paging=ALL)
            assert ([one.id for one in found.rows], found.total) == (ids, len(ids))
            total, chunks = await result_lists.rows_to_export(actor, filters)
            assert ([one.id async for some in chunks for one in some], total) == (ids, len(ids))
            passed, failed = int(older in people), int(newer in people)
            counted = {Conclusion.PASSED: passed, Conclusion.FAILED: failed}
            assert await result_lists.totals(actor, filters) == {key: n for key, n in counted.items() if n}
    for person, other in ((older, NOW), (newer, THEN)):
        assert await result_lists.totals(actor, ResultFilters(keyword=person.id_number, year=other)) == {}
    assert (await result_lists.rows_of(actor, [older.id, newer.id])).keys() == {older.id, newer.id}


async def test_the_persons_who_get_scores_are_those_of_the_year(town: Town) -> None:
    city, older, newer = town.actor(cast.CITY), await approved(town), await approved(town)
    tickets = {person.id: (await examined(town, person))[0] for person in (older, newer)}
    await move(await turn_the_year(), newer.id)
    await import_rows(town, row(tickets[newer.id], newer, **GOOD))
    for year, people in ((THEN, [older]), (NOW, [newer]), (None, [older, newer])):
        filters, ids = ResultFilters(year=year), [person.id for person in people]
        found = await score_lists.listed(city, filters=filters, paging=ALL)
        assert ([one.id for one in found.rows], found.total) == (ids, len(ids))
        assert await score_lists.everybody(city, filters) == tuple(ids)
        assert await score_lists.count(city, filters) == len(ids)
        assert [one.id async for some in score_lists.names(city, filters) for one in some] == ids
    for year, missing in ((THEN, 1), (NOW, 0)):
        now = await score_lists.standing(city, year)
        assert (now.seated, now.missing, now.ready, now.published) == (1, missing, 1 - missing, 0)
        assert await score_lists.count(city, ResultFilters(stage=Stage.MISSING, year=year)) == missing
        found = await score_lists.listed(
            city, filters=ResultFilters(keyword=tickets[older.id].number, year=year), paging=ALL
        )
        assert found.total == missing  # the office finds its tickets by number, in their own year


async def test_a_result_of_last_year_is_withdrawn_corrected_and_published_again(town: Town) -> None:
    city, (older, _) = town.actor(cast.CITY), await results_of_two_years(town)
    await publication.withdraw(city, [older.id], '登记有误')
    assert await result_lists.totals(city, ResultFilters(year=THEN)) == {}
    assert (await score_lists.standing(city, THEN)).ready == 1
    assert (await score_lists.standing(city, NOW)).ready == 0
    sheet = await score_changes.sheet(city, older.id)
    typed = dict.fromkeys(sheet.subjects, '50')
    await score_changes.correct(city, older.id, Correction(typed, '', ''), seen=sheet.version)
    await publication.publish(city, [older.id])
    assert await result_lists.totals(city, ResultFilters(year=THEN)) == {Conclusion.FAILED: 1}
    assert (await ExamResult.get(application_id=older.id)).year_id == 1


def test_the_year_is_read_back_from_its_address() -> None:
    filters = ResultFilters(keyword='王', year=THEN)
    assert filters.typed()['year'] == str(THEN)
    assert ResultFilters.read(filters.typed()) == filters
    assert ResultFilters.read({'year': '20x6'}) == ResultFilters()


async def test_a_year_that_does_not_exist_has_no_results(town: Town) -> None:
    city, filters = town.actor(cast.CITY), ResultFilters(year=1999)
    for attempt in (
        result_lists.totals(city, filters), score_lists.count(city, filters), score_lists.standing(city, 1999),
    ):  # fmt: skip
        with pytest.raises(NotFound, match='1999'):
            await attempt
