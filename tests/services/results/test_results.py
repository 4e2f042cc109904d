"""发布, 撤回 and 考核结果查询: who sees what when, what is added to 往年报考合格库, and totals equal to the list."""

from __future__ import annotations

import asyncio

import pytest

from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, InUse, Invalid, Refusal
from domain.events import Event, ResultsChanged, subscribe
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.vocabulary import Act, Conclusion, Grade, OrderStatus, Status, Subject
from domain.rules.year.subjects import stored
from domain.services import journal
from domain.services.results import own_results, prior_passes, publication, result_lists, score_lists
from domain.services.results.own_results import ResultProgress
from domain.services.review import decisions, id_check
from domain.services.review.decisions import Opinion
from domain.services.year import years
from domain.services.year.years import current_year
from storage.models import Application, ExamResult, ExamYear, JournalEntry, PriorPass
from tests import town as cast
from tests.queries import counted
from tests.scores import GOOD, POOR, approved, examined, import_rows, published, row
from tests.town import Town, acts_of
from tests.years import asking

ALL, FIRST = ResultFilters(), Paging()


async def listed(town: Town, login: str, filters: ResultFilters = ALL) -> list[int]:
    actor = town.actor(login)
    found = await result_lists.listed(actor, filters=filters, paging=FIRST)
    assert found.total == len(found.rows) == sum((await result_lists.totals(actor, filters)).values())
    assert [one.id for one in found.rows] == [one.id for one in await left(actor, filters)]
    return [one.id for one in found.rows]


async def left(actor: Actor, filters: ResultFilters) -> list[result_lists.ResultRow]:
    total, chunks = await result_lists.rows_to_export(actor, filters)
    rows = [one async for some in chunks for one in some]
    assert len(rows) == total
    return rows


async def entered(town: Town, person: Application) -> None:
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))


async def test_only_what_is_published_is_seen_below_and_by_the_person(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    assert (await own_results.own(town.applicant(person), await current_year())).progress is ResultProgress.UNPAID
    await entered(town, person)
    assert await listed(town, cast.COUNTY) == await listed(town, cast.CITY) == []
    mine = await own_results.own(town.applicant(person), await current_year())
    assert (mine.progress, mine.marks, mine.conclusion) == (ResultProgress.WAITING, None, None)
    assert await publication.publish(city, [person.id]) == 1
    for login in (cast.COUNTY, cast.CITY, cast.PROVINCE):
        assert await listed(town, login) == [person.id]
    mine = await own_results.own(town.applicant(person), await current_year())
    assert (mine.progress, mine.conclusion) == (ResultProgress.PUBLISHED, Conclusion.PASSED)
    assert mine.marks
    assert mine.marks.scores == {Subject.SKILL: 8600, Subject.ETHICS: 9050, Subject.ABILITY: 7100}
    assert await publication.withdraw(city, [person.id], '登记有误') == 1
    assert await listed(town, cast.COUNTY) == []
    assert (await own_results.own(town.applicant(person), await current_year())).progress is ResultProgress.WAITING


async def test_another_county_cannot_see_count_choose_export_or_guess(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await published(town, person)
    for login in (cast.OTHER_COUNTY, cast.OTHER_CITY):
        other = town.actor(login)
        assert await listed(town, login) == []
        assert await result_lists.rows_of(other, [person.id]) == {}
        for filters in (
            ResultFilters(keyword=person.name), ResultFilters(keyword=person.id_number),
            ResultFilters(keyword=ticket.number), ResultFilters(unit=person.unit_id),
        ):  # fmt: skip
            assert await listed(town, login, filters) == []
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER):
        with pytest.raises(Forbidden):
            await result_lists.listed(town.actor(login), filters=ALL, paging=FIRST)
        with pytest.raises(Forbidden):
            await result_lists.rows_to_export(town.actor(login), ALL)


async def test_an_office_gives_results_to_those_it_has_seated_and_to_nobody_else(town: Town) -> None:
    person = await approved(town)
    await entered(town, person)
    for login in (cast.PROVINCE, cast.OTHER_CITY):
        other = town.actor(login)
        assert (await score_lists.listed(other, filters=ALL, paging=FIRST)).total == 0
        assert await score_lists.everybody(other, ALL) == ()
        assert await publication.publish(other, [person.id]) == 0
        assert (await publication.preview(other, [person.id])).persons == 0
    assert await publication.publish(town.actor(cast.CITY), [person.id]) == 1
    assert await publication.withdraw(town.actor(cast.PROVINCE), [person.id], '登记有误') == 0
    for login in (cast.COUNTY, cast.SCHOOL, cast.COUNTY_REVIEWER):
        lower = town.actor(login)
        for refused in (
            score_lists.listed(lower, filters=ALL, paging=FIRST), score_lists.standing(lower, YEAR),
            score_lists.everybody(lower, ALL), publication.publish(lower, [person.id]),
            publication.withdraw(lower, [person.id], '登记有误'), publication.preview(lower, [person.id]),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                await refused


async def test_the_list_says_who_is_missing_and_what_waits(town: Town) -> None:
    people = [await approved(town) for _ in range(4)]
    tickets = await examined(town, *people)
    city = town.actor(cast.CITY)
    await import_rows(town, *(row(*pair, **GOOD) for pair in list(zip(tickets, people, strict=True))[:3]))
    await publication.publish(city, [people[0].id])
    now = await score_lists.standing(city, YEAR)
    assert (now.seated, now.entered, now.missing, now.ready, now.published) == (4, 3, 1, 2, 1)
    for stage, expected in (
        (Stage.MISSING, people[3:]), (Stage.READY, people[1:3]), (Stage.PUBLISHED, people[:1]), (None, people),
    ):  # fmt: skip
        found = await score_lists.listed(city, filters=ResultFilters(stage=stage), paging=FIRST)
        assert [one.id for one in found.rows] == [one.id for one in expected]
        assert await score_lists.everybody(city, ResultFilters(stage=stage)) == tuple(one.id for one in expected)
    names = [one async for rows in score_lists.names(city, ALL) for one in rows]
    assert [one.id_number for one in names] == [one.id_number for one in people]
    for filters, count in (
        (ResultFilters(conclusions=(Conclusion.PASSED,)), 3), (ResultFilters(keyword=tickets[1].number), 1),
        (ResultFilters(grades=(Grade.FOUR,)), 0), (ResultFilters(trades=('0101',)), 4),
        (ResultFilters(unit=people[0].unit_id), 4),
    ):  # fmt: skip
        assert await score_lists.count(city, filters) == count


async def test_the_dry_run_of_publishing_counts_who_is_included_and_left_out(town: Town) -> None:
    people = [await approved(town) for _ in range(5)]
    tickets = await examined(town, *people)
    city, ids = town.actor(cast.CITY), [one.id for one in people]
    cells = (GOOD, POOR, {'缺考/违纪': '缺考'}, GOOD)
    await import_rows(town, *(row(ticket, one, **it) for ticket, one, it in zip(tickets, people, cells, strict=False)))
    await publication.publish(city, ids[:1])
    await Application.filter(id=ids[3]).update(status=Status.CANCELLED)
    found = await publication.preview(city, ids)
    assert dict(found.ready) == {Conclusion.FAILED: 1, Conclusion.ABSENT: 1}
    assert (found.missing, found.named, found.published, found.void, found.shown) == (1, [people[4].name], 1, 1, 1)
    assert await publication.publish(city, ids) == found.persons == 2
    assert await publication.publish(city, ids) == 0
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await publication.publish(city, [])


async def test_the_pass_marks_of_the_publication_count(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    await entered(town, person)
    await ExamYear.filter(id=1).update(subjects=stored(asking(75)))
    years.forget()
    found = await publication.preview(city, [person.id])
    assert (dict(found.ready), found.redrawn) == ({Conclusion.FAILED: 1}, 1)
    await publication.publish(city, [person.id])
    assert (await ExamResult.get()).conclusion is Conclusion.FAILED
    last = await JournalEntry.get(act=Act.PUBLISH_RESULT)
    assert (last.details['conclusion'], last.details['before']['conclusion']) == ('failed', 'passed')
    assert not await PriorPass.exists()


async def test_a_pass_is_added_to_the_library_of_later_years_and_removed_again(town: Town) -> None:
    person, poor = await approved(town), await approved(town)
    ticket, second = await examined(town, person, poor)
    city, both = town.actor(cast.CITY), [person.id, poor.id]
    await import_rows(town, row(ticket, person, **GOOD), row(second, poor, **POOR))
    await publication.publish(city, both)
    (kept,) = await PriorPass.filter(application_id__isnull=False)
    assert (kept.id_number, kept.name, kept.grade, kept.application_id) == (person.id_number, person.name, 3, person.id)
    assert (kept.trade, kept.unit, kept.certificate_number, kept.result) == (
        '汽车驾驶员', '宜阳县第一高级中学', '', '合格',
    )  # fmt: skip
    assert await id_check.prior_passes(town.actor(cast.SCHOOL), person.id) == []  # not of an earlier year
    later = await ExamYear.create(year=kept.year + 1, current=False, parameters={}, fees={})
    await Application.filter(id=person.id).update(year_id=later.id)
    assert [one.id for one in await id_check.prior_passes(town.actor(cast.SCHOOL), person.id)] == [kept.id]
    await Application.filter(id=person.id).update(year_id=1)
    with pytest.raises(InUse, match='撤回'):
        await prior_passes.remove_pass(town.actor(cast.PROVINCE), kept.id)
    await publication.withdraw(city, both, '登记有误')
    assert not await PriorPass.exists()


async def test_a_cancelled_person_has_no_published_result_any_more(town: Town) -> None:
    person = await approved(town)
    await published(town, person)
    seen = (await Application.get(id=person.id)).version
    heard: list[Event] = []
    end = subscribe(heard.append)
    await decisions.decide(town.actor(cast.CITY), person.id, Act.CANCEL, Opinion('材料不实'), seen=seen)
    end()
    assert ResultsChanged(town.organisations[cast.CITY].path, True, (person.id,)) in heard
    assert await listed(town, cast.COUNTY) == []
    assert not await PriorPass.exists()
    assert (await own_results.own(town.applicant(person), await current_year())).progress is ResultProgress.CANCELLED
    (shown,) = (await score_lists.listed(town.actor(cast.CITY), filters=ALL, paging=FIRST)).rows
    assert (shown.good, shown.correctable) == (False, False)
    assert await publication.publish(town.actor(cast.CITY), [person.id]) == 0


async def test_every_act_is_one_journal_entry_and_notifies_the_pages(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    await entered(town, person)
    heard: list[Event] = []
    end = subscribe(heard.append)
    await publication.publish(city, [person.id])
    await publication.withdraw(city, [person.id], ' 登记有误 ')
    await publication.withdraw(city, [person.id], '登记有误')
    end()
    assert (await acts_of(person))[-3:] == [Act.SCORE, Act.PUBLISH_RESULT, Act.WITHDRAW_RESULT]
    assert (await JournalEntry.get(act=Act.WITHDRAW_RESULT)).reason == '登记有误'
    assert heard == [ResultsChanged(town.organisations[cast.CITY].path, True, (person.id,))] * 2
    assert [broken async for broken in journal.breaks()] == []
    for reason in ('', ' 无 ', '长' * 501):
        with pytest.raises(Invalid, match='撤回原因'):
            await publication.withdraw(city, [person.id], reason)


async def test_two_who_publish_at_once_publish_once(town: Town) -> None:
    people = [await approved(town) for _ in range(6)]
    tickets = await examined(town, *people)
    await import_rows(town, *(row(*pair, **GOOD) for pair in zip(tickets, people, strict=True)))
    city, ids = town.actor(cast.CITY), [one.id for one in people]
    done = await asyncio.gather(*(publication.publish(city, some) for some in (ids, ids[::-1])))
    assert sorted(done) == [0, 6]
    assert await JournalEntry.filter(act=Act.PUBLISH_RESULT).count() == await PriorPass.all().count() == 6


async def test_filters_and_sorting_find_what_they_say(town: Town) -> None:
    good, bad, other = await approved(town), await approved(town, grade=4), await approved(town, cast.HOSPITAL)
    tickets = await examined(town, good, bad, other)
    cells = zip(tickets, (good, bad, other), (GOOD, POOR, GOOD), strict=True)
    await import_rows(town, *(row(ticket, person, **some) for ticket, person, some in cells))
    await publication.publish(town.actor(cast.CITY), [good.id, bad.id, other.id])
    for filters, expected in (
        (ResultFilters(conclusions=(Conclusion.FAILED,)), [bad]),
        (ResultFilters(grades=(Grade.THREE,)), [good, other]),
        (ResultFilters(unit=good.unit_id), [good, bad]),
        (ResultFilters(trades=('0101',)), [good, bad, other]),
        (ResultFilters(trades=('0102',)), []),
        (ResultFilters(keyword=other.id_number), [other]),
        (ResultFilters(keyword=tickets[1].number), [bad]),
        (ResultFilters(keyword=tickets[1].number, trades=('0102',)), []),
        (ResultFilters(keyword=good.name, conclusions=(Conclusion.FAILED,)), []),
    ):
        assert await listed(town, cast.COUNTY, filters) == [one.id for one in expected], filters
    found = await result_lists.listed(
        town.actor(cast.COUNTY), filters=ALL, paging=Paging(sort='grade', descending=True)
    )
    assert [one.id for one in found.rows] == [bad.id, other.id, good.id]
    assert found.totals == {Conclusion.PASSED: 2, Conclusion.FAILED: 1}


async def test_three_rows_cost_no_more_statements_than_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [await approved(town)]
    await published(town, *people)
    county, city = town.actor(cast.COUNTY), town.actor(cast.CITY)

    async def asked() -> list[int]:
        costs = []
        for question in (
            lambda: result_lists.listed(county, filters=ALL, paging=FIRST),
            lambda: score_lists.listed(city, filters=ALL, paging=FIRST),
            lambda: score_lists.standing(city, YEAR),
            lambda: publication.preview(city, [one.id for one in people]),
        ):
            await question()
            with counted(monkeypatch) as sent:
                await question()
            costs.append(len(sent))
        return costs

    one = await asked()
    more = [await approved(town, cast.HOSPITAL), await approved(town, cast.OTHER_SCHOOL, 4)]
    await published(town, *more)
    people += more
    assert await asked() == one


async def test_a_person_refunded_before_the_publication_is_left_out(town: Town) -> None:
    person = await approved(town)
    await entered(town, person)
    await Application.filter(id=person.id).update(payment=OrderStatus.REFUNDED)
    assert await publication.publish(town.actor(cast.CITY), [person.id]) == 0
    assert (await score_lists.standing(town.actor(cast.CITY), YEAR)).seated == 0
