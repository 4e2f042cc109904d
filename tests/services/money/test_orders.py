"""Orders: billed at the approval, given a code later, exempted, refunded, bundled, and closed when nobody paid."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, NotFound, Refusal, Unmet
from domain.events import BundleChanged, Event, subscribe
from domain.rules.money.pay_codes import is_bundle, is_code
from domain.rules.money.payment_time import GRACE
from domain.rules.vocabulary import Act, Conclusion, Level, OrderStatus, Status, WindowKind
from domain.services import journal
from domain.services.money import bundles, order_moves, orders
from domain.services.money.receipts import settle
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import (
    AdmissionTicket,
    Application,
    BundleItem,
    ExamResult,
    ExamYear,
    PaymentBundle,
    PaymentOrder,
    Refund,
    ScoreImport,
    Window,
)
from tests import town as cast
from tests.money import due, payment
from tests.seats import seated
from tests.town import Town
from tests.waiting import until


async def approved(town: Town, grade: int = 4) -> Application:
    """A person who gets the final approval now, through the service."""
    application = await town.application(grade=grade, at=Level.CITY)
    return await decide(town.actor(cast.CITY), application.id, Act.APPROVE, Opinion(), seen=application.version)


async def fees(**amounts: int) -> None:
    """Set the year's table of fees, by grade in words."""
    grades = {'four': '4', 'three': '3'}
    await ExamYear.filter(current=True).update(fees={grades[name]: amount for name, amount in amounts.items()})
    years.forget()


async def test_the_final_approval_bills_the_fee_of_year_and_grade(town: Town) -> None:
    application = await approved(town)
    order = await PaymentOrder.get(application_id=application.id)
    assert (order.amount_fen, order.status, order.grade) == (190_00, OrderStatus.DUE, 4)
    assert (order.unit_id, order.year_id) == (application.unit_id, application.year_id)
    assert is_code(order.pay_code)
    assert not is_bundle(order.pay_code)
    assert application.payment is OrderStatus.DUE


async def test_free_of_charge_is_exempt_and_without_a_fee_there_is_no_order(town: Town) -> None:
    await fees(four=0)
    free = await approved(town)
    assert (await PaymentOrder.get(application_id=free.id)).status is OrderStatus.EXEMPT
    await fees(three=235_00)
    unpriced, county = await approved(town), town.actor(cast.COUNTY)
    assert unpriced.payment is None
    assert not await PaymentOrder.filter(application_id=unpriced.id).exists()
    (coded,) = await orders.make_codes(county, [unpriced.id])
    assert (coded.made, coded.text) == (False, f'{YEAR} 年度未设置该等级的收费标准')
    await fees(four=190_00)
    (coded,) = await orders.make_codes(county, [unpriced.id])
    assert coded.order is not None
    assert coded.order.amount_fen == 190_00
    stored = await Application.get(id=unpriced.id)
    assert (stored.payment, stored.version) == (OrderStatus.DUE, unpriced.version + 1)
    assert [found async for found in journal.breaks()] == []


async def test_codes_are_made_only_for_people_without_one(town: Town) -> None:
    county, paid, owing = town.actor(cast.COUNTY), await due(town), await due(town)
    await settle(payment(paid))
    closed = await due(town)
    await PaymentOrder.filter(id=closed.id).update(status=OrderStatus.CLOSED)
    waiting = await town.application(at=Level.COUNTY)
    foreign = await due(town, unit=cast.OTHER_SCHOOL)
    wanted = [paid.application_id, owing.application_id, closed.application_id, waiting.id, foreign.application_id]
    made = await orders.make_codes(county, [*wanted, closed.application_id])
    assert [coded.application_id for coded in made] == wanted
    assert [coded.made for coded in made] == [False, False, True, False, False]
    assert [coded.text for coded in made] == [
        '已缴费，不再收费',
        '已有缴款码，尚未缴费',
        '已生成缴款码',
        '尚未到本年度的缴费时点',
        '该申报不存在，或不在您的管理范围内',
    ]
    assert made[-1].name == ''
    codes = await PaymentOrder.all().values_list('pay_code', flat=True)
    assert len(set(codes)) == len(codes)
    with pytest.raises(Forbidden):
        await orders.make_codes(town.actor(cast.SCHOOL), wanted)
    with pytest.raises(Refusal, match='一次最多处理 500 人'):
        await orders.make_codes(county, range(1, 502))


async def test_a_cancelled_qualification_owes_nothing_and_closes_the_bundle(town: Town) -> None:
    application, other, events = await approved(town), await due(town), list[Event]()
    order = await PaymentOrder.get(application_id=application.id)
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id, other.id])
    end = subscribe(events.append)
    opinion = Opinion('查实材料不实')
    await decide(town.actor(cast.CITY), application.id, Act.CANCEL, opinion, seen=application.version)
    end()
    order = await PaymentOrder.get(id=order.id)
    assert (order.status, order.ended_at is not None) == (OrderStatus.CLOSED, True)
    assert BundleChanged(bundle.id, OrderStatus.CLOSED) in events


async def test_an_exemption_needs_a_reason_and_a_due_order(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    for actor, refusal in ((cast.SCHOOL, Forbidden), (cast.OTHER_COUNTY, NotFound)):
        with pytest.raises(refusal):
            await orders.exempt(town.actor(actor), order.id, '低保家庭')
    with pytest.raises(Unmet, match='请填写原因'):
        await orders.exempt(county, order.id, '')
    assert (await orders.exempt(county, order.id, '低保家庭')).status is OrderStatus.EXEMPT
    application = await Application.get(id=order.application_id)
    assert application.payment is OrderStatus.EXEMPT
    entry = (await journal.history_of(application.id))[0]
    assert (entry.act, entry.reason, entry.details) == (Act.EXEMPT, '低保家庭', {'amount_fen': order.amount_fen})
    with pytest.raises(Forbidden, match='当前为“免缴”，不能免缴'):
        await orders.exempt(county, order.id, '低保家庭')
    with pytest.raises(Forbidden, match='当前为“免缴”，不能退费'):
        await orders.refund(county, order.id, '本人放弃')


async def test_a_refund_keeps_the_record_of_the_payment(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    with pytest.raises(Forbidden, match='当前为“待缴费”，不能退费'):
        await orders.refund(county, order.id, '本人放弃')
    await settle(payment(order))
    with pytest.raises(Unmet):
        await orders.refund(county, order.id, ' ')
    refunded = await orders.refund(county, order.id, '本人放弃')
    assert (refunded.status, refunded.paid_at is not None) == (OrderStatus.REFUNDED, True)
    row = await Refund.get(order_id=order.id)
    assert (row.amount_fen, row.reason, row.account_id) == (order.amount_fen, '本人放弃', county.account_id)
    with pytest.raises(Forbidden):
        await orders.refund(county, order.id, '本人放弃')
    (coded,) = await orders.make_codes(county, [order.application_id])
    assert coded.made  # the person can pay again


async def test_nothing_is_refunded_once_there_is_a_result(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    await settle(payment(order))
    file = await ScoreImport.create(
        organisation_id=county.organisation_id, account_id=county.account_id, label='成绩.xlsx', at=clock.now()
    )
    await ExamResult.create(
        application_id=order.application_id, batch_id=file.id, unit_id=order.unit_id, grade=3, year_id=order.year_id,
        conclusion=Conclusion.ABSENT, imported_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Unmet, match='已有考核结果'):
        await orders.refund(county, order.id, '本人放弃')
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.PAID
    assert await Refund.all().count() == 0


async def test_a_printed_ticket_prevents_a_refund_until_the_qualification_is_cancelled(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    await settle(payment(order))
    application = await Application.get(id=order.application_id)
    (ticket,) = await seated(town, application)
    await AdmissionTicket.filter(id=ticket.id).update(printed_at=clock.now())
    with pytest.raises(Unmet, match='准考证已经打印'):
        await orders.refund(county, order.id, '本人放弃')
    opinion = Opinion('查实材料不实')
    await decide(town.actor(cast.CITY), application.id, Act.CANCEL, opinion, seen=application.version)
    assert (await orders.refund(county, order.id, '资格取消')).status is OrderStatus.REFUNDED


async def test_a_bundle_contains_only_due_orders_of_the_own_subtree(town: Town) -> None:
    one, other, county = await due(town), await due(town, grade=5), town.actor(cast.COUNTY)
    foreign = await due(town, unit=cast.OTHER_SCHOOL)
    bundle = await bundles.bundle(county, [one.id, other.id, one.id])
    assert (bundle.amount_fen, is_bundle(bundle.pay_code)) == (one.amount_fen + other.amount_fen, True)
    assert await BundleItem.filter(bundle_id=bundle.id).count() == 2
    with pytest.raises(NotFound):
        await bundles.bundle(county, [one.id, foreign.id])
    with pytest.raises(Forbidden):
        await bundles.bundle(town.actor(cast.SCHOOL), [one.id])
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await bundles.bundle(county, [])
    assert (await PaymentBundle.get(id=bundle.id)).status is OrderStatus.DUE
    await settle(payment(other))
    with pytest.raises(Unmet, match='不是待缴费状态'):
        await bundles.bundle(county, [one.id, other.id])


async def test_a_new_bundle_closes_the_one_before(town: Town) -> None:
    one, other, county = await due(town), await due(town), town.actor(cast.COUNTY)
    first = await bundles.bundle(county, [one.id, other.id])
    second = await bundles.bundle(county, [one.id])
    assert (await PaymentBundle.get(id=first.id)).status is OrderStatus.CLOSED
    with pytest.raises(NotFound):
        await bundles.cancel(town.actor(cast.OTHER_COUNTY), second.id)
    assert (await bundles.cancel(county, second.id)).status is OrderStatus.CLOSED
    with pytest.raises(Forbidden, match='不能取消'):
        await bundles.cancel(county, second.id)
    assert (await PaymentOrder.get(id=one.id)).status is OrderStatus.DUE


async def test_an_order_that_is_not_paid_in_time_is_closed(town: Town) -> None:
    owing, paid, county = [await due(town) for _ in range(3)], await due(town), town.actor(cast.COUNTY)
    await settle(payment(paid))
    bundle = await bundles.bundle(county, [order.id for order in owing[:2]])
    window = await Window.get(kind=WindowKind.PAYMENT)
    clock.move_to(window.closes_at + timedelta(minutes=1))
    assert await order_moves.close_overdue() == 0  # a payment of the last minute may still be reported
    clock.move_to(window.closes_at + GRACE)
    assert await order_moves.close_overdue() == 3
    assert await order_moves.close_overdue() == 0
    assert await PaymentOrder.filter(status=OrderStatus.CLOSED, ended_at__isnull=False).count() == 3
    assert (await PaymentBundle.get(id=bundle.id)).status is OrderStatus.CLOSED
    application = await Application.get(id=owing[0].application_id)
    assert (application.payment, application.status) == (OrderStatus.CLOSED, Status.APPROVED)
    entry = (await journal.history_of(application.id))[0]
    assert (entry.act, entry.reason, entry.actor) == (Act.CLOSE_ORDER, '缴费时间结束，自动放弃', '系统')
    (coded,) = await orders.make_codes(county, [application.id])
    assert (coded.made, coded.text) == (False, f'{YEAR} 年度缴费已经截止')
    assert [found async for found in journal.breaks()] == []


async def test_a_second_window_keeps_orders_open(town: Town) -> None:
    await due(town)
    window = await Window.get(kind=WindowKind.PAYMENT)
    await Window.create(
        year_id=window.year_id, kind=WindowKind.PAYMENT, name='补缴',
        opens_at=window.closes_at + timedelta(days=5), closes_at=window.closes_at + timedelta(days=6),
    )  # fmt: skip
    clock.move_to(window.closes_at + timedelta(days=1))
    years.forget()
    assert await order_moves.close_overdue() == 0
    clock.move_to(window.closes_at + timedelta(days=7))
    assert await order_moves.close_overdue() == 1


async def test_the_server_closes_overdue_orders_by_itself(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    order, window = await due(town), await Window.get(kind=WindowKind.PAYMENT)
    monkeypatch.setattr(order_moves, 'EVERY', 0.01)
    task = asyncio.create_task(order_moves.keep_closing())
    await Window.filter(id=window.id).update(closes_at=clock.now() - GRACE)
    years.forget()
    await until(lambda: PaymentOrder.exists(id=order.id, status=OrderStatus.CLOSED), 'the closing')
    task.cancel()
    await asyncio.wait([task])
