"""The progress of 考场编排: it is reported after each part, and the draw can be cancelled until the seats are saved."""

from __future__ import annotations

import pytest

from domain.demo.applications.forms import YEAR
from domain.errors import Refusal
from domain.services.exam.seating import PARTS, draw
from storage.models import JournalEntry, SeatingPlan
from tests import town as cast
from tests.services.exam.test_seating import SEED, paid, rooms, seats
from tests.town import Town


async def test_a_draw_reports_every_part_but_the_last_which_cannot_be_stopped(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        steps.append((done, total))
        return True

    await draw(town.actor(cast.CITY), YEAR, SEED, step)
    assert steps == [(done, PARTS) for done in range(1, PARTS)]


@pytest.mark.parametrize('last', range(1, PARTS))
async def test_a_cancelled_draw_saves_nothing_and_leaves_the_plan_before_it(town: Town, last: int) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town, 2)
    city = town.actor(cast.CITY)
    before, entries = await draw(city, YEAR, SEED), await JournalEntry.all().count()
    drawn = await seats()
    with pytest.raises(Refusal, match='已取消编排，没有保存'):
        await draw(city, YEAR, 'other', lambda done, _total: done < last)
    assert (await SeatingPlan.get()).id == before.id
    assert (await seats(), await JournalEntry.all().count()) == (drawn, entries)
