"""The lists of 考场编排: numbers match the persons, lists show one office only, and the number of queries is fixed."""

from __future__ import annotations

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, Refusal
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.services.exam import seating, seating_lists, seating_rooms
from storage.models import AdmissionTicket, Application, JournalEntry, Room
from tests import town as cast
from tests.queries import counted
from tests.services.exam.test_seating import SEED, paid, rooms
from tests.town import Town


async def test_the_numbers_above_the_lists_count_people_rooms_and_seats(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(4, 2), sessions=[(3,), (4,)])
    await paid(town, 5)
    await paid(town, 1, grade=4)
    await paid(town, 2, grade=5)
    city = town.actor(cast.CITY)
    before = await seating_lists.standing(city, YEAR)
    assert (before.ready, before.waiting, before.short) == ({5: 2, 4: 1, 3: 5}, {5: 2, 4: 1, 3: 5}, {5: 2})
    assert (before.sites, before.rooms, before.plans) == (1, 2, ())
    await seating.draw(city, YEAR, SEED)
    after = await seating_lists.standing(city, YEAR)
    assert (after.waiting, after.draft and after.draft.plan.seed) == ({5: 2}, SEED)
    assert [(one.persons, one.seats, one.over) for one in after.sittings] == [(5, 6, False), (1, 6, False)]


async def test_a_plan_shows_whether_a_new_draw_would_be_equal(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    some = await paid(town, 3)
    city = town.actor(cast.CITY)
    plan = await seating.draw(city, YEAR, SEED)

    async def drawn() -> seating_lists.Drawn:
        (one,) = (await seating_lists.standing(city, YEAR)).plans
        return one

    assert ((await drawn()).people, (await drawn()).places) == (True, True)
    await Room.all().update(capacity=5)
    assert ((await drawn()).people, (await drawn()).places) == (True, False)
    await Room.all().update(capacity=10)
    await seating.publish(city, plan.id)
    assert ((await drawn()).people, (await drawn()).places) == (True, True)
    await Application.filter(id=some[0].id).update(status=Status.CANCELLED)
    await Application.filter(id=some[1].id).update(payment=OrderStatus.REFUNDED)
    await AdmissionTicket.filter(application_id=some[2].id).update(prints=2, printed_at=clock.now())
    one = await drawn()
    assert (one.people, one.invalid, one.printed) == (False, 2, 1)
    assert await seating_lists.printed(city, plan.id, 5) == ([some[2].name], 1)


async def test_trades_and_people_without_a_seat_are_listed(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(2,), sessions=[(3,)])
    some = await paid(town, 4)
    await Application.filter(id=some[0].id).update(trade='0102')
    city = town.actor(cast.CITY)
    await seating.draw(city, YEAR, SEED)
    found = await seating_lists.trades(city, YEAR, Paging())
    assert [(row.code, row.persons, row.by_grade) for row in found.rows] == [('0101', 3, {3: 3}), ('0102', 1, {3: 1})]
    assert sum(row.seated for row in found.rows) == 2
    seated = set(await AdmissionTicket.all().values_list('application_id', flat=True))
    waiting = await seating_lists.without_seat(city, YEAR, Paging())
    assert [row.id for row in waiting.rows] == [one.id for one in some if one.id not in seated]
    assert waiting.total == 2


async def test_rooms_are_listed_with_their_trades_and_people(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(2, 3), sessions=[(3,), (4,)])
    await paid(town, 4)
    await paid(town, 1, grade=4, unit=cast.HOSPITAL)
    city = town.actor(cast.CITY)
    await seating.draw(city, YEAR, SEED)
    found = await seating_rooms.placed(city, YEAR, Paging())
    assert [(one.session.name, one.room.number, one.number, one.persons, one.published) for one in found.rows] == [
        ('第 1 场', 1, 1, 1, 0), ('第 1 场', 2, 2, 3, 0), ('第 2 场', 1, 3, 1, 0),
    ]  # fmt: skip
    assert found.rows[1].trades == (('汽车驾驶员', 3),)
    assert (await seating_rooms.placed(city, YEAR, Paging(), found.rows[2].session.id)).total == 1
    sitters = await seating_rooms.sitters(city, [one.place for one in found.rows])
    assert [(one.place == found.rows[1].place, one.seat) for one in sitters] == [
        (False, 1), (True, 1), (True, 2), (True, 3), (False, 1),
    ]  # fmt: skip
    assert sitters[-1].unit == '宜阳县人民医院'
    await seating_rooms.record(city, '考场签到表', 'PDF', YEAR, 3, 5)
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert (entry.details['count'], entry.details['rooms']) == (5, 3)
    with pytest.raises(Refusal, match='一次最多 4 人'):
        await seating_rooms.chosen(city, YEAR, (), most=4)


@pytest.mark.parametrize('login', [cast.OTHER_CITY, cast.PROVINCE])
async def test_another_office_sees_counts_and_prints_nothing_of_it(town: Town, login: str) -> None:
    await rooms(town, cast.CITY, capacities=(2,), sessions=[(3,)])
    await paid(town, 3)
    city, other = town.actor(cast.CITY), town.actor(login)
    plan = await seating.draw(city, YEAR, SEED)
    places = [one.place for one in (await seating_rooms.placed(city, YEAR, Paging())).rows]
    view = await seating_lists.standing(other, YEAR)
    assert (view.ready, view.sittings, view.plans, view.rooms) == ({}, (), (), 0)
    assert (await seating_lists.trades(other, YEAR, Paging())).total == 0
    assert (await seating_lists.without_seat(other, YEAR, Paging())).total == 0
    assert (await seating_rooms.placed(other, YEAR, Paging())).total == 0
    assert await seating_rooms.sitters(other, places) == []
    assert await seating_lists.printed(other, plan.id, 5) == ([], 0)
    with pytest.raises(Refusal, match='已没有编排人员'):
        await seating_rooms.chosen(other, YEAR, places)


@pytest.mark.parametrize('login', [cast.COUNTY, cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_nobody_below_a_city_sees_any_of_it(town: Town, login: str) -> None:
    actor = town.actor(login)
    for refused in (
        seating_lists.standing(actor, YEAR),
        seating_lists.trades(actor, YEAR, Paging()),
        seating_lists.without_seat(actor, YEAR, Paging()),
        seating_lists.printed(actor, 1, 5),
        seating_rooms.placed(actor, YEAR, Paging()),
        seating_rooms.chosen(actor, YEAR, ()),
        seating_rooms.sitters(actor, [(1, 1)]),
        seating_rooms.record(actor, '考场签到表', 'PDF', YEAR, 1, 1),
    ):
        with pytest.raises(Forbidden):
            await refused


async def test_every_list_takes_as_many_queries_for_three_persons_as_for_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rooms(town, cast.CITY, capacities=(1, 1, 1), sessions=[(3,), (4,)])
    city = town.actor(cast.CITY)
    await paid(town, 1)
    await paid(town, 1, grade=5)  # there is no session for this grade: no seat
    await seating.draw(city, YEAR, SEED)

    async def cost() -> int:
        with counted(monkeypatch) as sent:
            await seating_lists.standing(city, YEAR)
            await seating_lists.trades(city, YEAR, Paging())
            await seating_lists.without_seat(city, YEAR, Paging())
            await seating_rooms.placed(city, YEAR, Paging())
        return len(sent)

    await cost()
    one = await cost()
    for grade in (3, 4, 5):
        await paid(town, 1, grade=grade, unit=cast.HOSPITAL)
    await seating.draw(city, YEAR, SEED)
    assert await cost() == one
