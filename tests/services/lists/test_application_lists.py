"""Every list shows its own subtree, counts what it shows, and needs as many queries for three rows as for one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Finding, Grade, Level, Status
from domain.services.lists import application_lists, overview
from domain.services.lists.application_lists import desk_count, place_on_desk
from domain.services.lists.application_rows import ApplicationPage
from domain.services.review import claims
from domain.services.review.decisions import Opinion, decide
from storage.models import Application
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ALL, FIRST = ApplicationFilters(), Paging()
List = Callable[[Actor], Awaitable[ApplicationPage]]
LISTS: dict[str, List] = {
    'desk': lambda actor: application_lists.desk(actor, senior=False, filters=ALL, paging=FIRST),
    'senior desk': lambda actor: application_lists.desk(actor, senior=True, filters=ALL, paging=FIRST),
    'search': lambda actor: application_lists.search(actor, filters=ALL, paging=FIRST),
    'approved': lambda actor: application_lists.records(actor, Act.APPROVE, filters=ALL, paging=FIRST),
    'rejected': lambda actor: application_lists.records(actor, Act.REJECT, filters=ALL, paging=FIRST),
    'returned': lambda actor: application_lists.records(actor, Act.RETURN, filters=ALL, paging=FIRST),
}


async def one_on_each(town: Town, unit: str = cast.SCHOOL) -> list[Application]:
    """An application on every list of the county above ``unit``."""
    return [
        await town.application(unit, at=Level.COUNTY),
        await town.application(unit, grade=1, at=Level.COUNTY),
        await town.application(unit, at=Level.CITY),
        await town.application(unit, at=Status.REJECTED, by=Level.COUNTY),
        await town.application(unit, at=Status.RETURNED, by=Level.COUNTY),
    ]


@pytest.mark.parametrize('name', LISTS)
async def test_another_county_sees_and_counts_nothing(town: Town, name: str) -> None:
    await one_on_each(town)
    mine, theirs = await LISTS[name](town.actor(cast.COUNTY)), await LISTS[name](town.actor(cast.OTHER_COUNTY))
    assert mine.total == len(mine.rows) > 0
    assert (theirs.total, theirs.rows) == (0, ())


@pytest.mark.parametrize('name', LISTS)
async def test_three_rows_cost_as_many_queries_as_one(town: Town, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, sent = town.actor(cast.COUNTY), []
    for _ in range(3):
        await one_on_each(town)
        await LISTS[name](actor)  # the year and the trades are cached from here on
        with counted(monkeypatch) as statements:
            await LISTS[name](actor)
        sent.append(len(statements))
    assert sent[0] == sent[1] == sent[2] <= 6


@pytest.mark.parametrize(
    'filters',
    [
        ApplicationFilters(unit=1),
        ApplicationFilters(keyword='202600'),
        ApplicationFilters(statuses=tuple(Status)),
        ApplicationFilters(grades=tuple(Grade)),
    ],
)
async def test_no_filter_reaches_beyond_the_subtree(town: Town, filters: ApplicationFilters) -> None:
    await one_on_each(town)
    found = await application_lists.search(town.actor(cast.OTHER_COUNTY), filters=filters, paging=FIRST)
    assert found == ApplicationPage((), 0)


async def test_an_applicant_finds_only_their_own(town: Town) -> None:
    mine, _ = await town.application(), await town.application()
    found = await application_lists.search(town.applicant(mine), filters=ALL, paging=FIRST)
    assert [row.id for row in found.rows] == [mine.id]


async def test_badge_pager_and_rows_agree(town: Town) -> None:
    for _ in range(3):
        await one_on_each(town)
    actor = town.actor(cast.COUNTY)
    badges = await overview.badges(actor)
    for senior, badge in ((False, badges.waiting_ordinary), (True, badges.waiting_senior)):
        loaded = await application_lists.desk(actor, senior=senior, filters=ALL, paging=FIRST)
        assert badge == loaded.total == len(loaded.rows) == await desk_count(actor, senior=senior) == 3


async def test_an_application_is_on_one_record_page_only(town: Town) -> None:
    actor = town.actor(cast.COUNTY)
    application = await town.application(at=Level.COUNTY)
    for act in (Act.RETURN,):
        application = await decide(actor, application.id, act, Opinion('请核对'), seen=application.version)
    on = [
        act for act in (Act.APPROVE, Act.REJECT, Act.RETURN) if await application_lists.records_count(actor, act, ALL)
    ]
    assert on == [Act.RETURN]


async def test_a_reopened_rejection_leaves_the_page_of_rejections(town: Town) -> None:
    actor = town.actor(cast.COUNTY)
    application = await town.application(at=Status.REJECTED, by=Level.COUNTY)
    assert await application_lists.records_count(actor, Act.REJECT, ALL) == 1
    await decide(town.actor(cast.CITY), application.id, Act.REOPEN, Opinion('材料已补齐'), seen=application.version)
    assert await application_lists.records_count(actor, Act.REJECT, ALL) == 0
    assert await application_lists.records_count(actor, Act.RETURN, ALL) == 1


async def test_personal_numbers_are_masked_in_rows(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    (row,) = (await LISTS['desk'](town.actor(cast.COUNTY))).rows
    assert row.id_number == f'{application.id_number[:6]}********{application.id_number[14:]}'
    assert application.mobile not in str(row)


async def test_filters_narrow_and_page_and_sort(town: Town) -> None:
    actor = town.actor(cast.COUNTY)
    for grade in (5, 4, 3, 3, 2):
        await town.application(grade=grade, at=Level.COUNTY)
    await town.application(cast.HOSPITAL, grade=3, at=Level.COUNTY)
    hospital = town.organisations[cast.HEALTH].id
    threes = ApplicationFilters(grades=(Grade.THREE,))
    assert await desk_count(actor, senior=False, filters=threes) == 3
    assert await desk_count(actor, senior=False, filters=replace(threes, unit=hospital)) == 1
    assert await desk_count(actor, senior=False, filters=ApplicationFilters(findings=tuple(Finding))) == 6
    by_grade = await application_lists.desk(
        actor, senior=False, filters=ALL, paging=Paging(1, 10, 'grade', descending=True)
    )
    grades = [int(row.grade or 0) for row in by_grade.rows]
    assert grades == sorted(grades, reverse=True)
    pages = [await application_lists.search(actor, filters=ALL, paging=Paging(page, 10)) for page in (1, 2)]
    assert [len(page.rows) for page in pages] == [6, 0]


async def test_a_keyword_is_a_name_an_id_number_a_mobile_or_a_registration_number(town: Town) -> None:
    application, _ = await town.application(), await town.application()
    actor = town.actor(cast.SCHOOL)
    for keyword in (application.name, application.id_number, application.mobile, application.number):
        found = await application_lists.search(actor, filters=ApplicationFilters(keyword=keyword), paging=FIRST)
        assert application.id in [row.id for row in found.rows]
    for nothing in ('%', '1' * 25, '4' * 40, 'x' * 40, '²' * 7):
        assert (
            await application_lists.search(actor, filters=ApplicationFilters(keyword=nothing), paging=FIRST)
        ).total == 0


async def test_the_day_of_submission_is_a_day_in_henan(town: Town) -> None:
    application = await town.application()
    assert application.submitted_at is not None
    day = clock.local(application.submitted_at).date()
    actor = town.actor(cast.SCHOOL)
    today, later = ApplicationFilters(submitted_from=day, submitted_to=day), day + timedelta(days=1)
    assert await desk_count(actor, senior=False, filters=today) == 1
    assert await desk_count(actor, senior=False, filters=ApplicationFilters(submitted_from=later)) == 0


async def test_the_place_in_the_queue_and_its_neighbours(town: Town) -> None:
    actor = town.actor(cast.COUNTY)
    last, first, middle = [await town.application(at=Level.COUNTY) for _ in range(3)]  # not in the order of arrival
    for minutes, application in enumerate((first, middle, last)):
        application.arrived_at = clock.now() + timedelta(minutes=minutes)
        await application.save(update_fields=['arrived_at'])
    place = await place_on_desk(actor, middle, ALL)
    assert (place.position, place.total, place.previous, place.next) == (2, 3, first.id, last.id)
    assert (await place_on_desk(actor, first, ALL)).previous is None
    assert (await place_on_desk(actor, last, ALL)).position == 3
    assert await application_lists.first_on_desk(actor, senior=False, filters=ALL) == first.id


async def test_a_row_says_who_has_it_open(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    await claims.claim(town.actor(cast.COUNTY_REVIEWER), application.id)
    (row,) = (await LISTS['desk'](town.actor(cast.COUNTY))).rows
    assert row.looked_at_by == town.actor(cast.COUNTY_REVIEWER).name
