"""应退 and 金额不符: what was paid before a rejection, or for another grade, is shown until it is settled."""

from __future__ import annotations

from dataclasses import replace

from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.money.dues import DueAxis, Sum
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.vocabulary import Act, Level, OrderStatus, Status
from domain.services.lists import overview
from domain.services.money import due_lists, order_lists, orders, waiting
from domain.services.money.fee_statistics import fee_tables
from domain.services.money.own_payment import OwnPayment, own_payment
from domain.services.money.receipts import settle
from domain.services.review.decisions import decide
from domain.services.review.undo import undo
from domain.services.year import years
from domain.services.year.years import current_year
from storage.models import Application, ExamResult, ExamYear, PaymentOrder
from tests import town as cast
from tests.money import REASON, approve, due, past_county, payment, resubmitted
from tests.scores import published
from tests.town import Town
from tests.years import NOW, THEN, move, set_parameters, turn_the_year

TO_REFUND = PaymentFilters(standings=(DueStatus.TO_REFUND,))
MISMATCH = PaymentFilters(standings=(DueStatus.MISMATCH,))


async def paid(town: Town, grade: int = 3) -> Application:
    """Somebody who has paid while the city still has to decide."""
    application = await past_county(town, grade)
    await settle(payment(await PaymentOrder.get(application_id=application.id, status=OrderStatus.DUE)))
    return await Application.get(id=application.id)


async def to_refund(actor: Actor, filters: PaymentFilters = TO_REFUND) -> list[int]:
    """The persons in the list of 应退; 首页 and 缴费统计 must agree with it."""
    found = await order_lists.listed(actor, filters=filters, paging=Paging())
    assert all(row.to_refund and row.status is OrderStatus.PAID for row in found.rows)
    table = (await fee_tables(actor, replace(filters, standings=())))[DueAxis.UNIT]
    assert table.sum.to_refund == found.all
    if filters.year is None:
        assert sum((await waiting.to_refund(actor)).values()) == found.all.count
        assert (await overview.counts(actor, await current_year())).refunds == found.all.count
    return sorted(row.application_id for row in found.rows)


async def persons(actor: Actor, filters: PaymentFilters = MISMATCH) -> list[int]:
    found = await due_lists.listed(actor, filters=filters, paging=Paging())
    return [row.application_id for row in found.rows]


async def own(town: Town, application: Application) -> OwnPayment:
    row = await Application.get(id=application.id)
    found = await own_payment(town.applicant(row), await current_year())
    assert found is not None
    return found


async def test_who_paid_and_is_rejected_is_to_be_refunded_until_it_is_done(town: Town) -> None:
    county, application, other = town.actor(cast.COUNTY), await paid(town), await paid(town)
    assert await to_refund(county) == []
    await approve(town, application, Act.REJECT)
    assert await to_refund(county) == [application.id]
    assert await to_refund(town.actor(cast.OTHER_COUNTY)) == []
    assert await waiting.to_refund(town.actor(cast.SCHOOL)) == {}
    assert await persons(county, PaymentFilters()) == [other.id]
    assert (await due_lists.totals(county, PaymentFilters()))[DueStatus.PAID] == Sum(1, 235_00)
    order = await PaymentOrder.get(application_id=application.id)
    await orders.refund(county, order.id, '审核不通过')
    assert await to_refund(county) == []
    assert (await Application.get(id=application.id)).payment is OrderStatus.REFUNDED


async def test_who_is_cancelled_after_the_payment_is_to_be_refunded_but_not_whoever_was_examined(town: Town) -> None:
    county, city = town.actor(cast.COUNTY), town.actor(cast.CITY)
    early, final, examined = await paid(town), await due(town), await due(town)
    for order in (final, examined):
        await settle(payment(order))
    sat = await Application.get(id=examined.application_id)
    await published(town, sat)
    for number in (early.id, final.application_id, sat.id):
        row = await Application.get(id=number)
        await decide(city, row.id, Act.CANCEL, REASON, seen=row.version)
    assert await ExamResult.filter(application_id=sat.id).exists()
    assert await to_refund(county) == [early.id, final.application_id]


async def test_a_year_that_keeps_the_fee_shows_nothing_to_refund_and_still_lets_an_office_refund(town: Town) -> None:
    county, application = town.actor(cast.COUNTY), await paid(town)
    await set_parameters(paid_and_ended='keep')
    await approve(town, application, Act.REJECT)
    assert await to_refund(county) == []
    assert not (await own(town, application)).to_refund
    order = await PaymentOrder.get(application_id=application.id)
    assert (await orders.refund(county, order.id, '按个案退还')).status is OrderStatus.REFUNDED


async def test_a_rejection_that_is_taken_back_or_reopened_owes_nothing_back(town: Town) -> None:
    county, city = town.actor(cast.COUNTY), town.actor(cast.CITY)
    for again in ('undo', 'reopen'):
        application = await approve(town, await paid(town), Act.REJECT)
        assert await to_refund(county) == [application.id]
        if again == 'undo':
            await undo(city, application.id, seen=application.version)
        else:
            await decide(city, application.id, Act.REOPEN, REASON, seen=application.version)
        assert await to_refund(county) == []
        assert application.id in await persons(county, PaymentFilters(standings=(DueStatus.PAID,)))


async def test_each_year_refunds_by_its_own_rule(town: Town) -> None:
    county, then, now = town.actor(cast.COUNTY), await paid(town), await paid(town)
    next_id = await turn_the_year()
    await move(next_id, now.id)
    await set_parameters(next_id, paid_and_ended='keep')
    for application in (then, now):
        await approve(town, application, Act.REJECT)
    assert await to_refund(county) == [then.id]
    assert await waiting.to_refund(county) == {THEN: 1}
    await set_parameters(next_id, paid_and_ended='refund')
    assert await waiting.to_refund(county) == {NOW: 1, THEN: 1}
    assert list(await waiting.to_refund(county)) == [NOW, THEN]
    assert await to_refund(county, replace(TO_REFUND, year=NOW)) == [now.id]
    assert await to_refund(county, replace(TO_REFUND, year=THEN)) == [then.id]


async def test_the_list_of_dues_has_whoever_was_billed_and_is_not_rejected(town: Town) -> None:
    county, reviewed = town.actor(cast.COUNTY), await past_county(town)
    returned = await approve(town, await past_county(town), Act.RETURN)
    await approve(town, await past_county(town), Act.REJECT)
    await town.application(at=Level.COUNTY)
    approved = await due(town)
    assert await persons(county, PaymentFilters()) == [reviewed.id, returned.id, approved.application_id]
    assert await waiting.to_pay(county) == 3
    assert await persons(county, TO_REFUND) == []


async def test_who_paid_for_another_grade_stands_out_with_the_fee_of_the_present_one(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    application, same = await approve(town, await paid(town), Act.RETURN), await paid(town)
    await Application.filter(id=application.id).update(grade=4)
    assert await persons(county) == []  # still changing the form
    application = await resubmitted(application, grade=4)
    assert await persons(county) == [application.id]
    assert (await due_lists.totals(county, MISMATCH))[DueStatus.PAID] == Sum(1, 235_00)
    rows = await due_lists.rows_of(county, [application.id, same.id])
    assert (rows[application.id].standing, rows[application.id].fee_fen) == (DueStatus.MISMATCH, 190_00)
    assert (rows[same.id].standing, rows[same.id].fee_fen) == (DueStatus.PAID, None)
    fees = (await ExamYear.get(id=1)).fees
    await ExamYear.filter(id=1).update(fees={**fees, '4': 235_00})
    years.forget()
    assert await persons(county) == []  # another grade with the same fee
    assert (await due_lists.rows_of(county, [application.id]))[application.id].standing is DueStatus.PAID
    await ExamYear.filter(id=1).update(fees=fees)
    years.forget()
    order = await PaymentOrder.get(application_id=application.id)
    application = await approve(town, application)
    await orders.refund(county, order.id, '改报四级')
    assert await persons(county) == []
    (coded,) = await orders.make_codes(county, [application.id])
    assert coded.order is not None
    assert coded.order.amount_fen == 190_00


async def test_the_applicant_is_told_by_whom_they_are_billed_and_whether_the_time_has_come(town: Town) -> None:
    draft = await town.application(at=Status.DRAFT)
    waiting_, city = await town.application(at=Level.COUNTY), await town.application(cast.CITY_UNIT, at=Level.UNIT)
    assert [(await own(town, one)).biller for one in (draft, waiting_, city)] == [None, None, None]
    application = await past_county(town)
    assert [(await own(town, one)).biller for one in (draft, waiting_, city)] == [Level.COUNTY, Level.COUNTY, None]
    assert [(await own(town, one)).in_time for one in (draft, waiting_, application)] == [False, False, True]
    found = await own(town, await approve(town, await paid(town), Act.REJECT))
    assert (found.to_refund, found.given_up) == (True, False)
