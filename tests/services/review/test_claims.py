"""A lease shows who is reviewing; it ends after its time and never prevents a decision."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import NotFound
from domain.rules.vocabulary import Act, Level
from domain.services.review.claims import LEASE, claim, release, running
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo
from storage.models import JournalEntry
from tests import town as cast
from tests.town import Town


async def test_the_first_to_open_it_gets_the_lease_and_the_second_sees_whose_it_is(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    first, second = town.actor(cast.COUNTY_REVIEWER), town.actor(cast.COUNTY)
    mine = await claim(first, application.id)
    theirs = await claim(second, application.id)
    assert mine is not None
    assert theirs is not None
    assert (mine.account_id, theirs.account_id, theirs.name) == (first.account_id, first.account_id, '王丽')


async def test_a_lease_ends_by_itself_and_is_renewed_while_it_is_open(town: Town, time_stands: None) -> None:
    application = await town.application(at=Level.COUNTY)
    first, second = town.actor(cast.COUNTY_REVIEWER), town.actor(cast.COUNTY)
    await claim(first, application.id)
    clock.move_to(clock.now() + LEASE - timedelta(seconds=5))
    await claim(first, application.id)
    clock.move_to(clock.now() + timedelta(seconds=30))
    assert (await running([application.id]))[application.id].account_id == first.account_id
    clock.move_to(clock.now() + LEASE)
    assert await running([application.id]) == {}
    taken = await claim(second, application.id)
    assert taken is not None
    assert taken.account_id == second.account_id


async def test_taking_over_is_explicit_and_journalled(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    await claim(town.actor(cast.COUNTY_REVIEWER), application.id)
    taken = await claim(town.actor(cast.COUNTY), application.id, take_over=True)
    assert taken is not None
    assert taken.name == '李建国'
    entry = await JournalEntry.filter(application_id=application.id).order_by('-sequence').first()
    assert entry is not None
    assert (entry.act, entry.details) == (Act.TAKE_OVER, {'from': '王丽'})


@pytest.mark.parametrize(
    ('stage', 'login', 'act'),
    [
        (Level.COUNTY, cast.COUNTY, Act.APPROVE),
        (Level.COUNTY, cast.COUNTY, Act.RETURN),
        (Level.COUNTY, cast.COUNTY, Act.REJECT),
        (Level.COUNTY, cast.CITY, Act.CANCEL),
        (Level.CITY, cast.CITY, Act.APPROVE),
    ],
    ids=['passed on', 'returned', 'rejected', 'cancelled', 'approved'],
)
async def test_a_lease_is_no_lock_and_every_decision_ends_it(town: Town, stage: Level, login: str, act: Act) -> None:
    application = await town.application(at=stage)
    holder = {Level.COUNTY: cast.COUNTY_REVIEWER, Level.CITY: cast.CITY}[stage]
    await claim(town.actor(holder), application.id)
    await decide(town.actor(login), application.id, act, Opinion('材料与档案不一致'), seen=application.version)
    assert await running([application.id]) == {}


async def test_taking_a_decision_back_ends_the_lease_on_the_desk_that_it_leaves(town: Town) -> None:
    application, county = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    application = await decide(county, application.id, Act.APPROVE, Opinion(), seen=application.version)
    await claim(town.actor(cast.CITY), application.id)
    await undo(county, application.id, seen=application.version)
    assert await running([application.id]) == {}


async def test_only_ones_own_lease_is_given_back(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    first, second = town.actor(cast.COUNTY_REVIEWER), town.actor(cast.COUNTY)
    await claim(first, application.id)
    await release(second, application.id)
    assert application.id in await running([application.id])
    await release(first, application.id)
    assert await running([application.id]) == {}


async def test_no_lease_where_one_only_reads_and_none_where_one_may_not_look(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    assert await claim(town.actor(cast.CITY), application.id) is None
    with pytest.raises(NotFound):
        await claim(town.actor(cast.OTHER_COUNTY), application.id)


async def test_two_who_open_it_in_the_same_moment_share_one_lease(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    actors = [town.actor(cast.COUNTY), town.actor(cast.COUNTY_REVIEWER)]
    held = await asyncio.gather(*(claim(actors[turn % 2], application.id) for turn in range(10)))
    assert len({one.account_id for one in held if one}) == 1
