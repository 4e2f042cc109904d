"""抽查: only the province draws, the journal keeps the seed, and a later draw gives the same list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid, NotFound, Unmet
from domain.rules.vocabulary import Act, Grade, Level, Status
from domain.services import journal
from domain.services.review.decisions import Opinion, decide
from domain.services.review.sampling import MOST_DRAWN, draw, drawn_again, past
from domain.services.year.years import current_year
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.town import Town

SEED = '20260401'


async def approved(town: Town, count: int = 6) -> list[Application]:
    found = []
    for number in range(count):
        unit = (cast.SCHOOL, cast.HOSPITAL, '410400001001')[number % 3]
        found.append(await town.application(unit, grade=3 + number % 2, at=Status.APPROVED))
    return found


async def test_it_draws_by_city_and_grade_and_journals_the_seed(town: Town) -> None:
    await approved(town, 12)
    await town.application(at=Level.CITY)
    found = await draw(town.actor(cast.PROVINCE), await current_year(), 6, SEED)
    assert (found.persons, len(found.application_ids), len(set(found.application_ids))) == (12, 6, 6)
    shares = {(share.office, share.grade): (share.persons, share.drawn) for share in found.shares}
    assert shares == {
        ('洛阳市', Grade.THREE): (4, 2), ('洛阳市', Grade.FOUR): (4, 2),
        ('平顶山市', Grade.THREE): (2, 1), ('平顶山市', Grade.FOUR): (2, 1),
    }  # fmt: skip
    entry = await JournalEntry.get(act=Act.DRAW)
    assert (entry.details['seed'], entry.details['size'], entry.details['drawn']) == (SEED, 6, 6)
    assert [one async for one in journal.breaks()] == []


async def test_the_same_list_is_drawn_again_after_approvals_and_cancellations(town: Town) -> None:
    await approved(town, 9)
    province = town.actor(cast.PROVINCE)
    first = await draw(province, await current_year(), 5, SEED)
    await approved(town, 3)
    gone = await Application.get(id=first.application_ids[0])
    await decide(province, gone.id, Act.CANCEL, Opinion('材料虚假'), seen=gone.version)
    clock.move_to(clock.now() + timedelta(days=1))
    again = await drawn_again(province, first.id)
    assert again.same
    assert again.application_ids == first.application_ids
    fresh = await draw(province, await current_year(), 5, SEED)
    assert fresh.persons == 11  # three more, without the cancelled one
    assert gone.id not in fresh.application_ids


async def test_a_different_list_is_reported(town: Town) -> None:
    await approved(town)
    province = town.actor(cast.PROVINCE)
    first = await draw(province, await current_year(), 3, SEED)
    await Application.filter(id=first.application_ids[0]).update(approved_at=clock.now() + timedelta(days=1))
    assert not (await drawn_again(province, first.id)).same


async def test_an_approval_that_can_still_be_undone_is_not_drawn(town: Town) -> None:
    application = await town.application(at=Level.CITY)
    await decide(town.actor(cast.CITY), application.id, Act.APPROVE, Opinion(), seen=application.version)
    with pytest.raises(Unmet, match='还没有可以抽查'):
        await draw(town.actor(cast.PROVINCE), await current_year(), 3, SEED)
    assert not await JournalEntry.exists(act=Act.DRAW)


async def test_without_a_seed_the_server_takes_one_and_everybody_is_drawn_at_most_once(town: Town) -> None:
    everybody = await approved(town)
    found = await draw(town.actor(cast.PROVINCE), await current_year(), MOST_DRAWN)
    assert sorted(found.application_ids) == sorted(application.id for application in everybody)
    assert len(found.seed) == 12
    assert [entry.id for entry in await past(town.actor(cast.PROVINCE))] == [found.id]


async def test_only_the_province_draws_and_reads_draws(town: Town) -> None:
    await approved(town)
    found = await draw(town.actor(cast.PROVINCE), await current_year(), 3, SEED)
    for login in (cast.SCHOOL, cast.COUNTY, cast.COUNTY_REVIEWER, cast.CITY):
        with pytest.raises(Forbidden):
            await draw(town.actor(login), await current_year(), 3, SEED)
        with pytest.raises(Forbidden):
            await drawn_again(town.actor(login), found.id)
        with pytest.raises(Forbidden):
            await past(town.actor(login))
    with pytest.raises(NotFound):
        await drawn_again(town.actor(cast.PROVINCE), found.id + 1000)


@pytest.mark.parametrize(('size', 'seed'), [(0, SEED), (MOST_DRAWN + 1, SEED), (3, 'x' * 33), (3, 'a\x00b')])
async def test_bad_numbers_and_seeds_are_refused(town: Town, size: int, seed: str) -> None:
    await approved(town, 3)
    with pytest.raises(Invalid):
        await draw(town.actor(cast.PROVINCE), await current_year(), size, seed)
