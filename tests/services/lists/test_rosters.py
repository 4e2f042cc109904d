"""名册: who is on one, who may be selected, the content of a row, and the journal entry."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden, Refusal, SignedOut
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.rosters import ORIGINALS, Reach
from domain.rules.vocabulary import Act, Grade, Level, Status
from domain.services import journal, workbooks
from domain.services.lists import rosters
from domain.services.lists.rosters import RosterEntry
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import Account, Application, JournalEntry
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ALL, FIRST = ApplicationFilters(), Paging()


async def listed(town: Town, login: str, reach: Reach = Reach.FINAL, filters: ApplicationFilters = ALL) -> list[int]:
    found = await rosters.listed(town.actor(login), reach, filters=filters, paging=FIRST)
    assert found.total == len(found.rows) == await rosters.count(town.actor(login), reach, filters)
    return sorted(row.id for row in found.rows)


async def read(town: Town, login: str, ids: list[int], reach: Reach = Reach.FINAL) -> list[RosterEntry]:
    actor = town.actor(login)
    return [row async for rows in rosters.entries(actor, reach, ids, originals=True) for row in rows]


async def test_final_means_approved_and_county_means_past_the_county(town: Town) -> None:
    approved = await town.application(at=Status.APPROVED)
    at_city = await town.application(at=Level.CITY)
    at_province = await town.application(grade=1, at=Level.PROVINCE)
    for below in (Status.DRAFT, Level.UNIT, Level.COUNTY):
        await town.application(at=below)
    await town.application(at=Status.REJECTED, by=Level.CITY)

    assert await listed(town, cast.COUNTY) == [approved.id]
    assert await listed(town, cast.COUNTY, Reach.COUNTY) == [approved.id, at_city.id, at_province.id]


async def test_what_no_county_ever_passed_is_not_past_the_county(town: Town) -> None:
    waiting = await town.application(cast.CITY_UNIT, at=Level.CITY)  # 市直: its department is below the city
    assert await listed(town, cast.CITY, Reach.COUNTY) == []
    await decide(town.actor(cast.CITY), waiting.id, Act.APPROVE, Opinion(), seen=waiting.version)
    assert await listed(town, cast.CITY) == [waiting.id]
    assert await listed(town, cast.CITY, Reach.COUNTY) == []


async def test_who_was_returned_after_the_county_is_off_until_the_county_passes_again(town: Town) -> None:
    row = await town.application(at=Level.CITY)
    await decide(town.actor(cast.CITY), row.id, Act.RETURN, Opinion('照片不清晰'), seen=row.version)
    assert await listed(town, cast.COUNTY, Reach.COUNTY) == []


@pytest.mark.parametrize('reach', Reach)
async def test_another_county_cannot_see_count_choose_or_guess(town: Town, reach: Reach) -> None:
    own = await town.application(at=Status.APPROVED)
    foreign = await town.application(cast.OTHER_SCHOOL, at=Status.APPROVED)
    other = town.actor(cast.OTHER_COUNTY)

    assert await listed(town, cast.OTHER_COUNTY, reach) == [foreign.id]
    below = ApplicationFilters(unit=town.organisations[cast.SCHOOL].id)
    for filters in (below, ApplicationFilters(keyword=own.id_number), ApplicationFilters(keyword=own.number)):
        assert await listed(town, cast.OTHER_COUNTY, reach, filters) == []
        assert await rosters.everybody(other, reach, filters) == ()
    assert await rosters.chosen(other, reach, [own.id, foreign.id, 10**8]) == (foreign.id,)
    assert await rosters.still_on(other, reach, [own.id, foreign.id]) == {foreign.id}
    assert [row.number for row in await read(town, cast.OTHER_COUNTY, [own.id, foreign.id], reach)] == [foreign.number]
    with pytest.raises(Refusal, match='已不在名册中'):
        await rosters.chosen(other, reach, [own.id])


async def test_the_paper_is_ordered_by_unit_grade_and_number(town: Town) -> None:
    hospital = await town.application(cast.HOSPITAL, at=Status.APPROVED)
    five = await town.application(grade=5, at=Status.APPROVED)
    one = await town.application(grade=1, at=Status.APPROVED)
    second_five = await town.application(grade=5, at=Status.APPROVED)
    county = town.actor(cast.COUNTY)

    ids = await rosters.everybody(county, Reach.FINAL, ALL)
    ordered = await rosters.chosen(county, Reach.FINAL, ids)

    assert ordered == (five.id, second_five.id, one.id, hospital.id)
    rows = await read(town, cast.COUNTY, list(ordered))
    assert [row.id_number for row in rows] == [row.id_number for row in (five, second_five, one, hospital)]
    assert rosters.totals(rows) == {Grade.FIVE: 2, Grade.FOUR: 0, Grade.THREE: 1, Grade.TWO: 0, Grade.ONE: 1}


async def test_the_whole_result_is_frozen_when_it_is_chosen(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rosters, 'KEYS', 2)
    monkeypatch.setattr(rosters, 'CHUNK', 2)
    made = [await town.application(at=Status.APPROVED) for _ in range(5)]
    county = town.actor(cast.COUNTY)
    ids = await rosters.everybody(county, Reach.FINAL, ALL)

    await town.application(at=Status.APPROVED)
    await Application.filter(id=made[0].id).update(status=Status.CANCELLED)

    assert ids == tuple(row.id for row in made)
    ordered = await rosters.chosen(county, Reach.FINAL, ids)
    assert sorted(ordered) == sorted(row.id for row in made[1:])
    await Application.filter(id=made[1].id).update(status=Status.CANCELLED)  # between choosing and reading
    rows = await read(town, cast.COUNTY, list(ordered))
    assert {row.number for row in rows} == {row.number for row in made[2:]}


async def test_what_has_to_be_shown_depends_on_grade_and_basis(town: Town) -> None:
    five = await town.application(grade=5, at=Status.APPROVED)
    one = await town.application(grade=1, at=Status.APPROVED)

    shown = [
        {label for label, needed in zip(ORIGINALS, row.originals, strict=True) if needed}
        for row in await read(town, cast.COUNTY, [five.id, one.id])
    ]

    assert shown[0] == {'身份证', '报名表', '年限证明'}
    assert shown[1] >= {'身份证', '报名表', '等级证书', '年限证明', '考核表', '聘任文件', '工资表'}


async def test_nobody_and_too_many_are_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [await town.application(at=Status.APPROVED) for _ in range(2)]
    county = town.actor(cast.COUNTY)
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await rosters.chosen(county, Reach.FINAL, [])
    with pytest.raises(Refusal, match='一次最多 1 人'):
        await rosters.chosen(county, Reach.FINAL, [row.id for row in made], most=1)
    monkeypatch.setattr(rosters, 'MOST_CHOSEN', 1)
    with pytest.raises(Refusal, match='超过 1 人'):
        await rosters.everybody(county, Reach.FINAL, ALL)


async def test_an_applicant_prints_nothing(town: Town) -> None:
    row = await town.application(at=Status.APPROVED)
    applicant = town.applicant(row)
    with pytest.raises(Forbidden):
        await rosters.everybody(applicant, Reach.FINAL, ALL)
    with pytest.raises(Forbidden):
        await rosters.chosen(applicant, Reach.FINAL, [row.id])
    with pytest.raises(Forbidden):
        await rosters.record(applicant, '终审通过名册', 'PDF', 1, ALL)


async def test_each_exported_roster_is_journalled(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await rosters.record(county, '终审通过名册', 'PDF', 3, ApplicationFilters(grades=(Grade.TWO,)))
    await rosters.record(county, '现场审核名册', 'Excel', 2, [5, 7])

    first, second = await JournalEntry.filter(act=Act.EXPORT).order_by('id')
    assert (first.account_id, first.office) == (county.account_id, '宜阳县')
    assert first.details == {'list': '终审通过名册', 'as': 'PDF', 'count': 3, 'filters': {'grades': ['2']}}
    assert second.details == {'list': '现场审核名册', 'as': 'Excel', 'count': 2, 'applications': [5, 7]}
    assert [broken async for broken in journal.breaks()] == []


async def test_a_disabled_account_leaves_no_line(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await Account.filter(id=county.account_id).update(enabled=False)
    with pytest.raises(SignedOut):
        await rosters.record(county, '终审通过名册', 'PDF', 3, ALL)
    assert not await JournalEntry.exists(act=Act.EXPORT)


async def test_three_rows_cost_the_queries_of_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), list[int]()
    assert workbooks.CHUNK > 3
    for more in (1, 2):
        for _ in range(more):
            await town.application(at=Status.APPROVED)
        years.forget()
        with counted(monkeypatch) as statements:
            found = await rosters.listed(county, Reach.COUNTY, filters=ALL, paging=FIRST)
            ids = await rosters.chosen(county, Reach.COUNTY, [row.id for row in found.rows])
            await read(town, cast.COUNTY, list(ids))
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 11
