"""撤销: one's own last decision, within five minutes; its effects are undone, and both acts stay in the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import DecidedAlready, Forbidden, NotFound, Unmet
from domain.rules.vocabulary import Act, Level, OrderStatus, Status
from domain.services import journal
from domain.services.application_record import Pin
from domain.services.money.receipts import settle
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo, undoable_until
from storage.models import Application, PaymentOrder, Ruling
from tests import town as cast
from tests.money import payment
from tests.town import Town

KEPT = ('status', 'stage', 'holder_id', 'arrived_at', 'approved_at', 'return_reason', 'pins')
REASON = Opinion('参加工作时间有误', (Pin('joined_on', '请核对'),))


async def standing(application: Application) -> tuple[object, ...]:
    row = await Application.get(id=application.id)
    return tuple(getattr(row, column) for column in KEPT)


async def rulings(application: Application) -> dict[int, Act]:
    return {row.organisation_id: row.act for row in await Ruling.filter(application_id=application.id)}


@pytest.mark.parametrize('act', [Act.APPROVE, Act.RETURN, Act.REJECT])
async def test_a_decision_can_be_undone_within_five_minutes(town: Town, act: Act, time_stands: None) -> None:
    application, county = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    before, ruled = await standing(application), await rulings(application)
    application = await decide(county, application.id, act, REASON, seen=application.version)
    clock.move_to(clock.now() + timedelta(minutes=4, seconds=50))
    assert await undoable_until(county, application) is not None
    application = await undo(county, application.id, seen=application.version)
    assert await standing(application) == before
    assert await rulings(application) == ruled
    acts = await cast.acts_of(application)
    assert acts[-2:] == [act, Act.UNDO]
    assert [found async for found in journal.breaks()] == []


async def test_after_five_minutes_it_cannot_be_undone(town: Town) -> None:
    application, county = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    application = await decide(county, application.id, Act.RETURN, REASON, seen=application.version)
    clock.move_to(clock.now() + timedelta(minutes=5, seconds=1))
    assert await undoable_until(county, application) is None
    with pytest.raises(Unmet, match='超过 5 分钟'):
        await undo(county, application.id, seen=application.version)
    assert (await Application.get(id=application.id)).status is Status.RETURNED


async def test_the_order_of_a_final_approval_is_closed_and_a_second_approval_bills_anew(town: Town) -> None:
    application, city = await town.application(at=Level.CITY), town.actor(cast.CITY)
    application = await decide(city, application.id, Act.APPROVE, Opinion(), seen=application.version)
    application = await undo(city, application.id, seen=application.version)
    assert [order.status for order in await PaymentOrder.all()] == [OrderStatus.CLOSED]
    application = await decide(city, application.id, Act.APPROVE, Opinion(), seen=application.version)
    orders = await PaymentOrder.filter(application_id=application.id).order_by('id')
    assert [order.status for order in orders] == [OrderStatus.CLOSED, OrderStatus.DUE]
    assert (await Application.get(id=application.id)).payment is OrderStatus.DUE


async def test_a_paid_approval_stays(town: Town) -> None:
    application, city = await town.application(at=Level.CITY), town.actor(cast.CITY)
    application = await decide(city, application.id, Act.APPROVE, Opinion(), seen=application.version)
    await settle(payment(await PaymentOrder.get(application_id=application.id)))
    application = await Application.get(id=application.id)
    assert await undoable_until(city, application) is None
    with pytest.raises(Unmet, match='后续操作'):
        await undo(city, application.id, seen=application.version)


async def test_after_a_later_act_it_cannot_be_undone(town: Town) -> None:
    application, county = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    application = await decide(county, application.id, Act.APPROVE, Opinion(), seen=application.version)
    seen = application.version
    application = await decide(town.actor(cast.CITY), application.id, Act.RETURN, REASON, seen=seen)
    with pytest.raises(DecidedAlready):
        await undo(county, application.id, seen=seen)
    with pytest.raises(Unmet, match='后续操作'):
        await undo(county, application.id, seen=application.version)


async def test_only_the_decider_can_undo_it(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    application = await decide(
        town.actor(cast.COUNTY_REVIEWER), application.id, Act.APPROVE, Opinion(), seen=application.version
    )
    for login in (cast.COUNTY, cast.CITY):
        with pytest.raises(Forbidden):
            await undo(town.actor(login), application.id, seen=application.version)
    with pytest.raises(NotFound):
        await undo(town.actor(cast.OTHER_COUNTY), application.id, seen=application.version)


async def test_a_reopening_that_is_taken_back_is_a_rejection_again(town: Town) -> None:
    application = await town.application(at=Status.REJECTED, by=Level.DEPARTMENT)
    before = await rulings(application)
    county = town.actor(cast.COUNTY)
    application = await decide(county, application.id, Act.REOPEN, REASON, seen=application.version)
    application = await undo(county, application.id, seen=application.version)
    assert application.status is Status.REJECTED
    assert await rulings(application) == before


async def test_the_record_of_an_earlier_round_is_restored(town: Town) -> None:
    """Returned before, approved now, approval undone: the latest decision of this office is the return again."""
    application, school = await town.application(at=Status.RETURNED, by=Level.UNIT), town.actor(cast.SCHOOL)
    await Application.filter(id=application.id).update(
        status=Status.IN_REVIEW, stage=Level.UNIT, holder_id=school.organisation_id
    )
    application = await decide(school, application.id, Act.APPROVE, Opinion(), seen=application.version)
    assert await rulings(application) == {school.organisation_id: Act.APPROVE}
    application = await undo(school, application.id, seen=application.version)
    assert await rulings(application) == {school.organisation_id: Act.RETURN}


async def test_undoing_twice_is_refused(town: Town) -> None:
    application, county = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    application = await decide(county, application.id, Act.RETURN, REASON, seen=application.version)
    application = await undo(county, application.id, seen=application.version)
    with pytest.raises((Unmet, Forbidden)):
        await undo(county, application.id, seen=application.version)
