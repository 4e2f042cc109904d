"""The applicant's own 缴费: the newest order of this year, and the payment that settled it."""

from __future__ import annotations

from domain.rules.vocabulary import Grade, Level, OrderStatus, PayChannel
from domain.services.money import bundles, orders, receipts
from domain.services.money.own_payment import OwnPayment, own_payment
from domain.services.year import years
from domain.services.year.years import current_year
from storage.models import Application, ExamYear, PaymentOrder, Refund
from tests import town as cast
from tests.money import due, payment
from tests.town import Town


async def of(town: Town, order: PaymentOrder) -> OwnPayment:
    found = await own_payment(town.applicant(await Application.get(id=order.application_id)), await current_year())
    assert found is not None
    return found


async def test_before_the_approval_there_is_an_application_and_no_order(town: Town) -> None:
    person = await town.application(at=Level.COUNTY)
    found = await own_payment(town.applicant(person), await current_year())
    assert found is not None
    assert (found.application.id, found.approved, found.grade, found.year.year) == (person.id, False, Grade.THREE, 2026)
    assert (found.order, found.channel, found.trade_no, found.bundled, found.refunded_at) == (
        None, None, '', False, None,
    )  # fmt: skip
    await Application.filter(id=person.id).update(grade=None)
    found = await own_payment(town.applicant(person), await current_year())
    assert found is not None
    assert found.grade is None


async def test_nobody_has_a_payment_without_an_application_of_this_year(town: Town) -> None:
    order = await due(town)
    assert await own_payment(town.actor(cast.COUNTY), await current_year()) is None
    await ExamYear.filter(id=1).update(current=False)
    await ExamYear.create(id=2, year=2027, current=True, parameters={}, fees={})
    years.forget()
    assert (
        await own_payment(town.applicant(await Application.get(id=order.application_id)), await current_year()) is None
    )


async def test_a_due_order_has_no_payment_even_if_money_came_that_did_not_fit(town: Town) -> None:
    order, other = await due(town), await due(town)
    await receipts.settle(payment(other))
    await receipts.settle(payment(order, amount_fen=1))
    found = await of(town, order)
    assert (found.approved, found.order, found.trade_no, found.bundled) == (True, order, '', False)


async def test_a_paid_order_names_the_payment_that_was_booked_for_it(town: Town) -> None:
    order, other = await due(town), await due(town)
    await receipts.settle(payment(other))
    await receipts.settle(payment(order, trade_no='T1', amount_fen=1))
    await receipts.settle(payment(order, trade_no='T2'))
    await receipts.settle(payment(order, trade_no='T3'))  # paid twice
    found = await of(town, order)
    assert (found.trade_no, found.channel, found.bundled, found.refunded_at) == ('T2', PayChannel.WECHAT, False, None)


async def test_a_payment_for_many_is_named_to_each_of_them(town: Town) -> None:
    pair, alone = [await due(town) for _ in range(2)], await due(town)
    made = await bundles.bundle(town.actor(cast.COUNTY), [order.id for order in pair])
    await receipts.settle(payment(made, trade_no='T1'))
    await receipts.settle(payment(alone, trade_no='T2'))
    for order, number, bundled in ((pair[0], 'T1', True), (pair[1], 'T1', True), (alone, 'T2', False)):
        found = await of(town, order)
        assert (found.trade_no, found.bundled) == (number, bundled)


async def test_a_refund_keeps_the_payment_and_has_its_moment(town: Town) -> None:
    order, other = await due(town), await due(town)
    for one, number in ((other, 'T0'), (order, 'T1')):
        await receipts.settle(payment(one, trade_no=number))
        await orders.refund(town.actor(cast.COUNTY), one.id, '申请退费')
    found = await of(town, order)
    assert found.order is not None
    assert (found.order.status, found.trade_no) == (OrderStatus.REFUNDED, 'T1')
    assert found.refunded_at == (await Refund.get(order_id=order.id)).at


async def test_an_exempt_order_has_no_payment_and_the_newest_order_counts(town: Town) -> None:
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=OrderStatus.CLOSED)
    newer = await PaymentOrder.create(
        application_id=order.application_id, pay_code='8' * 20, amount_fen=235_00, created_at=order.created_at,
        unit_id=order.unit_id, grade=order.grade, year_id=order.year_id,
    )  # fmt: skip
    assert (await of(town, order)).order == newer
    await orders.exempt(town.actor(cast.COUNTY), newer.id, '特困家庭')
    found = await of(town, order)
    assert found.order is not None
    assert (found.order.status, found.trade_no, found.refunded_at) == (OrderStatus.EXEMPT, '', None)
