"""缴费时点: who is billed before the final approval, and what becomes of the order while the review goes on."""

from __future__ import annotations

import pytest

from domain.rules.vocabulary import Act, Grade, Level, OrderStatus, Status, WindowKind
from domain.services.money import order_moves, orders
from domain.services.money.receipts import settle
from domain.services.review import bulk
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo
from storage.models import Application, ExamYear, JournalEntry, PaymentOrder
from storage.queries.exam.seating import to_be_seated
from tests import town as cast
from tests.money import REASON, approve, past_county, payment, resubmitted
from tests.town import Town, acts_of
from tests.years import FEE, move, set_parameters, turn_the_year, window

DUE, PAID, CLOSED = OrderStatus.DUE, OrderStatus.PAID, OrderStatus.CLOSED


async def orders_of(application: Application) -> list[OrderStatus]:
    rows = await PaymentOrder.filter(application_id=application.id).order_by('id')
    row = await Application.get(id=application.id)
    assert row.payment == (rows[-1].status if rows else None)
    return [order.status for order in rows]


async def paid(application: Application) -> None:
    await settle(payment(await PaymentOrder.get(application_id=application.id, status=DUE)))


async def test_the_countys_approval_bills_in_the_same_transaction_and_the_final_one_not_again(town: Town) -> None:
    await set_parameters(billed='county')
    application = await town.application(at=Level.DEPARTMENT)
    application = await approve(town, application)
    assert await orders_of(application) == []
    application = await approve(town, application)
    assert await orders_of(application) == [DUE]
    order = await PaymentOrder.get()
    assert (order.amount_fen, order.grade, order.year_id) == (235_00, 3, 1)
    assert (await acts_of(application))[-2:] == [Act.APPROVE, Act.BILL]
    await paid(application)
    application = await approve(town, application)
    assert application.status is Status.APPROVED
    assert await orders_of(application) == [PAID]


async def test_a_route_without_a_county_is_billed_by_the_first_office_above_it(town: Town) -> None:
    await set_parameters(billed='county')
    senior = await town.application(cast.CITY_UNIT, grade=1, at=Level.CITY, papers=True)
    assert await orders_of(await approve(town, senior)) == [DUE]
    ordinary = await town.application(cast.CITY_UNIT, at=Level.DEPARTMENT)
    ordinary = await approve(town, ordinary)
    assert await orders_of(ordinary) == []
    assert await orders_of(await approve(town, ordinary)) == [DUE]


async def test_many_approved_at_once_are_billed_like_one(town: Town) -> None:
    await set_parameters(billed='county')
    rows = [await town.application(at=Level.COUNTY) for _ in range(3)]
    county = town.actor(cast.COUNTY)
    forecast = await bulk.dry_run(county, [row.id for row in rows], Act.APPROVE, Opinion())
    assert await PaymentOrder.all().count() == 0
    done = await bulk.carry_out(county, forecast, Act.APPROVE, Opinion(), lambda *_: True)
    assert [row.refusal for row in done] == ['', '', '']
    assert [await orders_of(row) for row in rows] == [[DUE]] * 3


async def test_undoing_the_approval_that_billed_closes_the_order_and_the_next_one_bills_anew(town: Town) -> None:
    application = await past_county(town)
    application = await undo(town.actor(cast.COUNTY), application.id, seen=application.version)
    assert await orders_of(application) == [CLOSED]
    assert await orders_of(await approve(town, application)) == [CLOSED, DUE]


async def test_undoing_a_later_approval_leaves_the_order_of_the_county(town: Town) -> None:
    for settled, expected in ((False, DUE), (True, PAID)):
        application = await past_county(town)
        if settled:
            await paid(application)
        application = await approve(town, application)
        application = await undo(town.actor(cast.CITY), application.id, seen=application.version)
        assert (application.status, application.stage) == (Status.IN_REVIEW, Level.CITY)
        assert await orders_of(application) == [expected]


async def test_a_return_leaves_the_order_and_the_same_grade_is_not_billed_again(town: Town) -> None:
    for settled, expected in ((False, DUE), (True, PAID)):
        application = await past_county(town)
        if settled:
            await paid(application)
        application = await approve(town, application, Act.RETURN)
        await ExamYear.all().update(fees={'3': 999_00})
        application = await approve(town, await resubmitted(application))
        assert await orders_of(application) == [expected]


async def test_another_grade_closes_the_unpaid_order_and_bills_the_new_fee(town: Town) -> None:
    application = await approve(town, await past_county(town), Act.RETURN)
    application = await approve(town, await resubmitted(application, grade=4))
    assert await orders_of(application) == [CLOSED, DUE]
    assert (await PaymentOrder.get(status=DUE)).amount_fen == 190_00


async def test_another_grade_keeps_what_was_paid(town: Town) -> None:
    application = await past_county(town)
    await paid(application)
    application = await approve(town, application, Act.RETURN)
    application = await approve(town, await resubmitted(application, grade=4))
    assert await orders_of(application) == [PAID]


async def test_a_rejection_closes_the_order_and_taking_it_back_bills_again(town: Town) -> None:
    application = await approve(town, await past_county(town), Act.REJECT)
    assert await orders_of(application) == [CLOSED]
    application = await undo(town.actor(cast.CITY), application.id, seen=application.version)
    assert await orders_of(application) == [CLOSED, DUE]


async def test_an_exemption_and_a_payment_still_count_when_a_rejected_person_is_reopened(town: Town) -> None:
    for act, expected in (('pay', PAID), ('exempt', OrderStatus.EXEMPT)):
        application = await past_county(town)
        order = await PaymentOrder.get(application_id=application.id)
        await (settle(payment(order)) if act == 'pay' else orders.exempt(town.actor(cast.COUNTY), order.id, '低保家庭'))
        application = await approve(town, application, Act.REJECT)
        city = town.actor(cast.CITY)
        application = await decide(city, application.id, Act.REOPEN, REASON, seen=application.version)
        application = await approve(town, await resubmitted(application))
        assert await orders_of(application) == [expected]


async def test_who_did_not_pay_in_time_has_given_up_and_no_approval_bills_again(town: Town) -> None:
    application, county = await past_county(town), town.actor(cast.COUNTY)
    await window(1, WindowKind.PAYMENT, -5, -1)
    assert await order_moves.close_overdue() == 1
    await window(1, WindowKind.PAYMENT, -5, 5)
    application = await approve(town, application)
    assert (application.status, await orders_of(application)) == (Status.APPROVED, [CLOSED])
    (coded,) = await orders.make_codes(county, [application.id])
    assert coded.made
    assert await orders_of(application) == [CLOSED, DUE]


async def test_who_was_refunded_is_billed_again_only_after_another_submission(town: Town) -> None:
    application, county = await past_county(town), town.actor(cast.COUNTY)
    await paid(application)
    await orders.refund(county, (await PaymentOrder.get()).id, '本人放弃')
    application = await approve(town, application)
    assert await orders_of(application) == [OrderStatus.REFUNDED]

    other = await past_county(town)
    await paid(other)
    other = await approve(town, other, Act.REJECT)
    await orders.refund(county, (await PaymentOrder.get(application_id=other.id)).id, '审核不通过')
    other = await Application.get(id=other.id)
    other = await decide(town.actor(cast.CITY), other.id, Act.REOPEN, REASON, seen=other.version)
    await Application.filter(id=other.id).update(submitted_at=other.changed_at)
    assert await orders_of(await approve(town, await resubmitted(other))) == [OrderStatus.REFUNDED, DUE]


async def test_a_code_is_made_before_the_final_approval_only_when_its_time_has_come(town: Town) -> None:
    county, early = town.actor(cast.COUNTY), await town.application(at=Level.COUNTY)
    application = await past_county(town)
    await PaymentOrder.filter(application_id=application.id).update(status=CLOSED)
    made = await orders.make_codes(county, [early.id, application.id])
    assert [coded.text for coded in made] == ['尚未到本年度的缴费时点', '已生成缴款码']
    await set_parameters(billed='final')
    await PaymentOrder.filter(application_id=application.id).update(status=CLOSED)
    (coded,) = await orders.make_codes(county, [application.id])
    assert coded.text == '尚未到本年度的缴费时点'


async def test_a_change_of_the_parameter_applies_to_later_approvals(town: Town) -> None:
    passed = await approve(town, await town.application(at=Level.COUNTY))
    await set_parameters(billed='county')
    assert await orders_of(passed) == []
    assert await orders_of(await approve(town, passed)) == [DUE]
    billed = await approve(town, await town.application(at=Level.COUNTY))
    await set_parameters(billed='final')
    assert await orders_of(billed) == [DUE]
    assert await orders_of(await approve(town, billed)) == [DUE]


async def test_two_years_alive_at_once_bill_at_their_own_times(town: Town) -> None:
    then, now = await town.application(at=Level.COUNTY), await town.application(at=Level.COUNTY)
    next_id = await turn_the_year()
    await move(next_id, now.id)
    await set_parameters(next_id, billed='county')
    then, now = await approve(town, then), await approve(town, now)
    assert (await orders_of(then), await orders_of(now)) == ([], [DUE])
    assert (await PaymentOrder.get()).amount_fen == FEE
    then, now = await approve(town, then), await approve(town, now)
    assert (await orders_of(then), await orders_of(now)) == ([DUE], [DUE])


async def test_a_seat_needs_the_final_approval_however_early_somebody_paid(town: Town) -> None:
    application = await past_county(town)
    await paid(application)
    city = town.actor(cast.CITY)
    assert await (await to_be_seated(city, 1)).count() == 0
    application = await approve(town, application)
    assert await (await to_be_seated(city, 1)).values_list('id', flat=True) == [application.id]


@pytest.mark.parametrize('grade', [5, 4, 3, 2])
async def test_every_order_is_billed_by_the_system_and_never_twice(town: Town, grade: int) -> None:
    application = await approve(town, await past_county(town, grade))
    entries = await JournalEntry.filter(application_id=application.id, act=Act.BILL)
    assert [entry.account_id for entry in entries] == [None]
    assert (await PaymentOrder.get(application_id=application.id)).grade == Grade(grade)
