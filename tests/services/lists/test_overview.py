"""首页 counts with the queries of the lists, and no home page shows anything of another subtree."""

from __future__ import annotations

import pytest

from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.vocabulary import Level, Status
from domain.services.lists import application_lists, overview
from domain.services.money import due_lists
from domain.services.year import years
from tests import town as cast
from tests.queries import counted
from tests.town import Town


async def test_every_card_equals_the_list_it_leads_to(town: Town) -> None:
    for at in (Level.COUNTY, Level.CITY, Status.RETURNED, Status.APPROVED):
        await town.application(at=at)
    actor = town.actor(cast.COUNTY)
    counts = await overview.counts(actor, await years.current_year())
    for filters, card in (
        (ApplicationFilters(statuses=(Status.RETURNED,)), counts.returned),
        (ApplicationFilters(statuses=(Status.APPROVED,)), counts.approved),
        (ApplicationFilters(noted=True), counts.notes),
    ):
        assert (await application_lists.search(actor, filters=filters, paging=Paging())).total == card
    assert (counts.waiting_ordinary, counts.returned, counts.approved) == (1, 1, 1)
    assert counts.owing == await due_lists.count(actor, PaymentFilters(standings=(DueStatus.DUE,))) == 1


async def test_the_newest_acts_are_those_of_the_own_subtree(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    assert {entry.application_id for entry in await overview.newest_acts(town.actor(cast.COUNTY))} == {application.id}
    assert await overview.newest_acts(town.actor(cast.OTHER_COUNTY)) == []


async def test_the_offices_below_are_rolled_up_with_the_longest_waiting_first(town: Town) -> None:
    await town.application(cast.SCHOOL, at=Level.UNIT)
    await town.application(cast.SCHOOL, at=Level.DEPARTMENT)
    await town.application(cast.HOSPITAL, at=Status.APPROVED)
    rows = {row.name: row for row in await overview.subordinates(town.actor(cast.COUNTY), await years.current_year())}
    education, health = rows['宜阳县教育体育局'], rows['宜阳县卫生健康委员会']
    assert (education.waiting, education.done) == (2, 0)
    assert (health.waiting, health.done) == (0, 1)
    assert '洛宁县教育体育局' not in rows


async def test_more_applications_cost_no_more_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, sent = town.actor(cast.COUNTY), []
    await years.current_year()  # read once for all
    for _ in range(2):
        await town.application(at=Level.COUNTY)
        await town.application(at=Status.APPROVED)
        with counted(monkeypatch) as statements:
            await overview.counts(actor, await years.current_year())
            await overview.subordinates(actor, await years.current_year())
            await overview.newest_acts(actor)
        sent.append(len(statements))
    assert sent[0] == sent[1]
