"""考场编排: a draw is repeated from its seed, published, withdrawn, extended; no seat twice, nothing out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, Invalid, NotFound, Refusal, Unmet
from domain.rules.vocabulary import Act, Level, OrderStatus, PlanState, Status
from domain.services import journal
from domain.services.exam.seating import draw, publish, withdraw
from domain.services.exam.seating_input import digest_of, people_of, setting_of
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo
from storage.models import (
    AdmissionTicket,
    Application,
    ExamResult,
    ExamSession,
    JournalEntry,
    Room,
    ScoreImport,
    SeatingPlan,
    Site,
)
from tests import town as cast
from tests.town import Town

SEED = '20261128'


async def rooms(town: Town, code: str, *, capacities: Sequence[int] = (10,), sessions: Sequence[Sequence[int]]) -> None:
    """One site with these rooms, and a session for each list of grades, one after the other."""
    office = town.organisations[code].id
    site = await Site.create(year_id=1, organisation_id=office, number=1, name='第一考点', address='中州路 1 号')
    for number, capacity in enumerate(capacities, start=1):
        await Room.create(site_id=site.id, number=number, name=f'{number} 号机房', capacity=capacity)
    for number, grades in enumerate(sessions, start=1):
        at = clock.now() + timedelta(days=5, hours=3 * number)
        await ExamSession.create(
            year_id=1, organisation_id=office, name=f'第 {number} 场', grades=list(grades), papers=[],
            starts_at=at, ends_at=at + timedelta(hours=2),
        )  # fmt: skip


async def paid(town: Town, count: int = 1, *, unit: str = cast.SCHOOL, grade: int = 3) -> list[Application]:
    found = [await town.application(unit, grade=grade, at=Status.APPROVED) for _ in range(count)]
    await Application.filter(id__in=[one.id for one in found]).update(payment=OrderStatus.PAID)
    return found


async def seats() -> list[tuple[int, int, int, int, str]]:
    found = AdmissionTicket.all().order_by('application_id')
    rows = await found.values_list('application_id', 'session_id', 'room_id', 'seat', 'number')
    return [(int(a), int(b), int(c), int(d), str(e)) for a, b, c, d, e in rows]


async def test_persons_who_paid_get_a_seat_and_a_number_and_the_draw_is_journalled(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(2, 2), sessions=[(3, 4)])
    some = [*await paid(town, 2), *await paid(town, 1, unit=cast.HOSPITAL, grade=4)]
    await town.application(at=Status.APPROVED)  # has not paid
    plan = await draw(town.actor(cast.CITY), YEAR, SEED)
    assert (plan.state, plan.seated, plan.left) == (PlanState.DRAWN, 3, [])
    assert [row[0] for row in await seats()] == sorted(one.id for one in some)
    year = str((await plan.year).year % 100)
    for ticket in await AdmissionTicket.all():
        assert ticket.number == f'{year}03{ticket.grade}01{ticket.room_number:03}{ticket.seat:02}'
        assert len(ticket.token) == 32
    entry = await JournalEntry.get(act=Act.SEAT)
    assert (entry.details['seed'], entry.details['seated'], entry.details['digest']) == (SEED, 3, plan.digest)
    assert entry.application_id is None
    assert [one async for one in journal.breaks()] == []


async def test_the_same_seed_over_the_same_people_gives_the_same_seats(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(3, 3), sessions=[(3, 4), (2, 3)])
    await paid(town, 4)
    await paid(town, 4, unit=cast.HOSPITAL)
    city = town.actor(cast.CITY)
    first = await draw(city, YEAR, SEED)
    before = await seats()
    other = await draw(city, YEAR, 'anders')
    assert await seats() != before
    again = await draw(city, YEAR, SEED)
    assert await seats() == before
    assert first.digest == other.digest == again.digest
    assert await SeatingPlan.all().count() == 1
    setting = await setting_of(city, 1, drawn=again)
    assert digest_of(await people_of(city, 1, setting.kept), setting) == again.digest
    await paid(town, 1)
    setting = await setting_of(city, 1, drawn=again)
    assert digest_of(await people_of(city, 1, setting.kept), setting) != again.digest


async def test_persons_without_a_seat_are_reported_by_grade(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(2,), sessions=[(3,)])
    await paid(town, 3)
    await paid(town, 2, grade=5)
    plan = await draw(town.actor(cast.CITY), YEAR)
    assert plan.left == [
        {'grade': 3, 'why': 'no_seat', 'persons': 1},
        {'grade': 5, 'why': 'no_session', 'persons': 2},
    ]
    assert len(plan.seed) == 12


async def test_a_draw_without_people_rooms_or_sessions_is_refused(town: Town) -> None:
    city = town.actor(cast.CITY)
    with pytest.raises(Unmet, match='没有需要编排的人员'):
        await draw(city, YEAR)
    await paid(town)
    with pytest.raises(Unmet, match='还没有可用的考场'):
        await draw(city, YEAR)
    await rooms(town, cast.CITY, sessions=[])
    with pytest.raises(Unmet, match='还没有尚未开始的考试场次'):
        await draw(city, YEAR)
    with pytest.raises(Invalid):
        await draw(city, YEAR, 'x' * 33)
    assert not await SeatingPlan.exists()


async def test_a_city_seats_its_own_and_the_province_grade_one_and_its_own_units(town: Town) -> None:
    for code in (cast.CITY, cast.OTHER_CITY, cast.PROVINCE):
        await rooms(town, code, sessions=[(1,), (2, 3, 4, 5)])
    here, (senior,), (own,), (there,) = (
        await paid(town, 2),
        await paid(town, 1, grade=1),
        await paid(town, 1, unit=cast.PROVINCE_UNIT),
        await paid(town, 1, unit='410400001001'),
    )
    plans = {code: await draw(town.actor(code), YEAR) for code in (cast.CITY, cast.OTHER_CITY, cast.PROVINCE)}
    seated = {
        code: set(await AdmissionTicket.filter(plan_id=plan.id).values_list('application_id', flat=True))
        for code, plan in plans.items()
    }
    assert seated == {
        cast.CITY: {one.id for one in here}, cast.OTHER_CITY: {there.id}, cast.PROVINCE: {senior.id, own.id},
    }  # fmt: skip
    numbers = {row[4][2:4] for row in await seats()}
    assert numbers == {'03', '04', '00'}


@pytest.mark.parametrize('login', [cast.COUNTY, cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_nobody_below_a_city_draws_publishes_or_withdraws(town: Town, login: str) -> None:
    with pytest.raises(Forbidden):
        await draw(town.actor(login), YEAR)
    with pytest.raises(Forbidden):
        await publish(town.actor(login), 1)
    with pytest.raises(Forbidden):
        await withdraw(town.actor(login), 1, '考点变更')


async def test_the_plan_of_another_city_does_not_exist(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    plan = await draw(town.actor(cast.CITY), YEAR)
    for login in (cast.OTHER_CITY, cast.PROVINCE):
        with pytest.raises(NotFound):
            await publish(town.actor(login), plan.id)
    assert (await SeatingPlan.get(id=plan.id)).state is PlanState.DRAWN


async def test_new_people_get_seats_and_the_others_keep_theirs(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(3, 3), sessions=[(3,)])
    await paid(town, 2)
    city = town.actor(cast.CITY)
    await publish(city, (await draw(city, YEAR, SEED)).id)
    before = await seats()
    newcomers = await paid(town, 3)
    second = await draw(city, YEAR, SEED)
    after = await seats()
    assert [row for row in after if row[0] in {old[0] for old in before}] == before
    assert {row[0] for row in after} - {row[0] for row in before} == {one.id for one in newcomers}
    assert second.seated == 3
    assert len({row[1:4] for row in after}) == 5
    third = await draw(city, YEAR, 'anders')  # only the second one is drawn again
    assert not await SeatingPlan.exists(id=second.id)
    assert third.seated == 3
    assert [row for row in await seats() if row[0] in {old[0] for old in before}] == before


async def test_a_draw_is_refused_when_everybody_has_a_seat(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    city = town.actor(cast.CITY)
    await publish(city, (await draw(city, YEAR)).id)
    with pytest.raises(Unmet, match='都已有座位'):
        await draw(city, YEAR)


async def test_a_plan_is_published_only_while_rooms_and_sessions_are_as_drawn(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    city = town.actor(cast.CITY)
    plan = await draw(city, YEAR)
    await Room.all().update(capacity=1)
    with pytest.raises(Unmet, match='有变化'):
        await publish(city, plan.id)
    await Room.all().update(capacity=10)
    await publish(city, plan.id)
    with pytest.raises(Unmet, match='已经发布'):
        await publish(city, plan.id)
    assert await JournalEntry.filter(act=Act.PUBLISH_SEATS).count() == 1


async def test_a_withdrawal_needs_a_reason_and_the_plan_can_be_drawn_again(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town, 2)
    city = town.actor(cast.CITY)
    plan = await draw(city, YEAR, SEED)
    with pytest.raises(Unmet, match='尚未发布'):
        await withdraw(city, plan.id, '考点停电')
    await publish(city, plan.id)
    await AdmissionTicket.all().update(prints=1)
    with pytest.raises(Invalid):
        await withdraw(city, plan.id, ' ')
    await withdraw(city, plan.id, '考点停电')
    entry = await JournalEntry.get(act=Act.WITHDRAW_SEATS)
    assert (entry.reason, entry.details['printed']) == ('考点停电', 2)
    stored = await SeatingPlan.get(id=plan.id)
    assert (stored.state, stored.published_at) == (PlanState.DRAWN, None)
    await publish(city, plan.id)
    await withdraw(city, plan.id, '再次变更')
    assert (await draw(city, YEAR, 'anders')).seated == 2


async def test_a_withdrawal_is_refused_once_the_exam_has_begun_or_results_exist(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    (person,) = await paid(town)
    city = town.actor(cast.CITY)
    plan = await publish(city, (await draw(city, YEAR)).id)
    batch = await ScoreImport.create(
        organisation_id=city.organisation_id, account_id=city.account_id, label='x', at=clock.now()
    )
    result = await ExamResult.create(
        application_id=person.id, batch_id=batch.id, unit_id=person.unit_id, grade=3, year_id=1, scores={},
        conclusion='passed', imported_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Unmet, match='已登记成绩'):
        await withdraw(city, plan.id, '考点停电')
    await result.delete()
    await ExamSession.all().update(starts_at=clock.now() - timedelta(minutes=1))
    with pytest.raises(Unmet, match='考试已经开始'):
        await withdraw(city, plan.id, '考点停电')


async def test_an_approval_with_a_seat_is_not_undone(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    waiting = await town.application(at=Level.CITY)
    city = town.actor(cast.CITY)
    done = await decide(city, waiting.id, Act.APPROVE, Opinion(), seen=waiting.version)
    await Application.filter(id=done.id).update(payment=OrderStatus.EXEMPT)
    await draw(city, YEAR)
    now = await Application.get(id=done.id)
    with pytest.raises(Refusal):
        await undo(city, done.id, seen=now.version)
    assert (await Application.get(id=done.id)).status is Status.APPROVED


async def test_when_two_draw_at_once_one_is_refused_and_no_seat_is_given_twice(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(4,), sessions=[(3,)])
    await paid(town, 3)
    city = town.actor(cast.CITY)
    results = await asyncio.gather(draw(city, YEAR, 'a'), draw(city, YEAR, 'b'), return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ['SeatingPlan', 'Unmet']
    assert await SeatingPlan.all().count() == 1
    assert await AdmissionTicket.all().count() == 3
    assert await JournalEntry.filter(act=Act.SEAT).count() == 1


async def test_a_plan_is_published_as_drawn_or_replaced_but_never_both(town: Town) -> None:
    await rooms(town, cast.CITY, capacities=(4,), sessions=[(3,)])
    await paid(town, 3)
    city = town.actor(cast.CITY)
    plan = await draw(city, YEAR, 'a')
    results = await asyncio.gather(draw(city, YEAR, 'b'), publish(city, plan.id), return_exceptions=True)
    assert sum(isinstance(one, SeatingPlan) for one in results) == 1
    assert sum(isinstance(one, Refusal) for one in results) == 1
    (stored,) = await SeatingPlan.all()
    assert (stored.state, stored.seed) in {(PlanState.PUBLISHED, 'a'), (PlanState.DRAWN, 'b')}
    assert await AdmissionTicket.filter(plan_id=stored.id).count() == 3


async def test_the_database_itself_refuses_a_second_ticket(town: Town) -> None:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    await draw(town.actor(cast.CITY), YEAR)
    ticket = await AdmissionTicket.get()
    with pytest.raises(IntegrityError):
        await AdmissionTicket.create(
            application_id=ticket.application_id, plan_id=ticket.plan_id, session_id=ticket.session_id,
            room_id=ticket.room_id, number='260330109909', room_number=99, seat=9, token='x' * 32,
            unit_id=ticket.unit_id, grade=3, created_at=clock.now(),
        )  # fmt: skip
