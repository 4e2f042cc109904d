"""生成缴款码, 免缴 and 退费: who may do them, the refusals, the rows that are written, and the published events."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, NotFound, Refusal, SignedOut, Unmet
from domain.events import Changed, Event, subscribe
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, OrderStatus, Status, WindowKind
from domain.services import journal
from domain.services.money import orders
from domain.services.money.orders import Coded
from domain.services.money.receipts import settle
from domain.services.year import years
from storage.models import Account, AdmissionTicket, Application, ExamYear, PaymentOrder, Refund, Window
from tests import town as cast
from tests.money import due, payment
from tests.seats import seated
from tests.town import Town, acts_of

NONE_HERE = '该缴款单不存在，或不在您的管理范围内'
COUNTY_ONLY = '只有县区及以上管理员可以操作'


async def uncoded(town: Town) -> Application:
    """A person whose order was closed."""
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=OrderStatus.CLOSED)
    return await Application.get(id=order.application_id)


async def events_during(act: object) -> list[Event]:
    events: list[Event] = []
    end = subscribe(events.append)
    await act  # type: ignore[misc]
    end()
    return events


async def test_codes_are_made_by_a_county_for_at_least_one_person(town: Town) -> None:
    application = await uncoded(town)
    with pytest.raises(Forbidden, match=f'^{COUNTY_ONLY}$'):
        await orders.make_codes(town.actor(cast.SCHOOL), [application.id])
    with pytest.raises(Refusal, match=r'^请先选择报考人员$'):
        await orders.make_codes(town.actor(cast.COUNTY), [])
    assert await PaymentOrder.filter(application_id=application.id).count() == 1


async def test_at_most_five_hundred_codes_are_made_at_once(town: Town) -> None:
    application, county = await uncoded(town), town.actor(cast.COUNTY)
    with pytest.raises(Refusal, match=r'^一次最多处理 500 人，已选 501 人$'):
        await orders.make_codes(county, [application.id] * 501)
    assert [coded.made for coded in await orders.make_codes(county, [application.id] * 500)] == [True]


async def test_a_new_code_is_published_to_all_who_see_the_person(town: Town) -> None:
    application, county = await uncoded(town), town.actor(cast.COUNTY)
    unit = town.organisations[cast.SCHOOL]
    events = await events_during(orders.make_codes(county, [application.id]))
    version = application.version + 1
    assert events == [
        Changed(
            application.id, Act.BILL, unit.path, None, None, Status.APPROVED, False, version,
            county.account_id, county.organisation, county.name,
        )
    ]  # fmt: skip
    after = await Application.get(id=application.id)
    assert (after.version, after.payment) == (version, OrderStatus.DUE)
    assert after.changed_at > application.changed_at


async def test_the_result_names_the_person_and_contains_the_order(town: Town) -> None:
    application = await uncoded(town)
    (coded,) = await orders.make_codes(town.actor(cast.COUNTY), [application.id])
    order = await PaymentOrder.get(application_id=application.id, status=OrderStatus.DUE)
    assert coded == Coded(application.id, application.name, order, '已生成缴款码')
    assert (await journal.history_of(application.id))[0].account_id == town.actor(cast.COUNTY).account_id


async def test_a_person_out_of_reach_is_neither_named_nor_billed(town: Town) -> None:
    application = await uncoded(town)
    before = await acts_of(application)
    (coded,) = await orders.make_codes(town.actor(cast.OTHER_COUNTY), [application.id])
    assert coded == Coded(application.id, '', None, '该申报不存在，或不在您的管理范围内')
    assert await acts_of(application) == before


@pytest.mark.parametrize(
    ('status', 'text'),
    [
        (OrderStatus.DUE, '已有缴款码，尚未缴费'),
        (OrderStatus.PAID, '已缴费，不再收费'),
        (OrderStatus.EXEMPT, '免缴，不需要缴款码'),
    ],
)
async def test_an_existing_order_is_reported_with_its_status(town: Town, status: OrderStatus, text: str) -> None:
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=status)
    events = await events_during(orders.make_codes(town.actor(cast.COUNTY), [order.application_id]))
    (coded,) = await orders.make_codes(town.actor(cast.COUNTY), [order.application_id])
    assert (coded.made, coded.text, events) == (False, text, [])


@pytest.mark.parametrize('act', [orders.exempt, orders.refund])
async def test_another_county_does_not_find_the_order_and_a_unit_is_forbidden(town: Town, act: object) -> None:
    order = await due(town)
    for login, refusal, sentence in (
        (cast.OTHER_COUNTY, NotFound, NONE_HERE),
        (cast.OTHER_SCHOOL, NotFound, NONE_HERE),
        (cast.SCHOOL, Forbidden, COUNTY_ONLY),
        (cast.COUNTY_REVIEWER, Forbidden, COUNTY_ONLY),
    ):
        with pytest.raises(refusal, match=f'^{sentence}$'):
            await act(town.actor(login), order.id, '低保家庭')  # type: ignore[operator]
    with pytest.raises(NotFound, match=f'^{NONE_HERE}$'):
        await act(town.actor(cast.COUNTY), order.id + 1, '低保家庭')  # type: ignore[operator]
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.DUE


@pytest.mark.parametrize('reason', ['', '免', '  免  ', '免' * 501])
async def test_a_reason_has_two_to_five_hundred_characters(town: Town, reason: str) -> None:
    order = await due(town)
    before = await acts_of(await Application.get(id=order.application_id))
    with pytest.raises(Unmet, match=r'^请填写原因（2–500 字）$'):
        await orders.exempt(town.actor(cast.COUNTY), order.id, reason)
    await settle(payment(order))
    with pytest.raises(Unmet, match=r'^请填写原因（2–500 字）$'):
        await orders.refund(town.actor(cast.COUNTY), order.id, reason)
    application = await Application.get(id=order.application_id)
    assert await acts_of(application) == [*before, Act.RECEIPT]
    assert application.payment is OrderStatus.PAID


@pytest.mark.parametrize('reason', ['低保', '低' * 500])
async def test_an_exemption_is_recorded_with_its_reason_and_published(town: Town, reason: str) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    events = await events_during(orders.exempt(county, order.id, f'  {reason} '))
    order = await PaymentOrder.get(id=order.id)
    application = await Application.get(id=order.application_id)
    assert (order.status, order.ended_at) == (OrderStatus.EXEMPT, application.changed_at)
    entry = (await journal.history_of(application.id))[0]
    assert (entry.act, entry.reason, entry.account_id) == (Act.EXEMPT, reason, county.account_id)
    (changed,) = events
    assert isinstance(changed, Changed)
    assert (changed.act, changed.version, changed.who) == (Act.EXEMPT, application.version, county.name)


async def test_a_refund_is_recorded_with_its_reason_and_published(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    await settle(payment(order))
    events = await events_during(orders.refund(county, order.id, ' 本人放弃 '))
    order, row = await PaymentOrder.get(id=order.id), await Refund.get(order_id=order.id)
    application = await Application.get(id=order.application_id)
    assert order.status is application.payment is OrderStatus.REFUNDED
    assert order.ended_at == row.at == application.changed_at
    entry = (await journal.history_of(application.id))[0]
    assert (entry.act, entry.reason, entry.account_id) == (Act.REFUND, row.reason, row.account_id)
    assert (row.reason, row.account_id, row.amount_fen) == ('本人放弃', county.account_id, order.amount_fen)
    assert [event.act for event in events if isinstance(event, Changed)] == [Act.REFUND]


async def test_nobody_exempts_or_refunds_themselves(town: Town) -> None:
    order = await due(town)
    application = await Application.get(id=order.application_id)
    myself = replace(town.actor(cast.COUNTY), id_number=application.id_number)
    with pytest.raises(Forbidden, match=r'^不能审核本人的申报$'):
        await orders.exempt(myself, order.id, '低保家庭')
    await settle(payment(order))
    with pytest.raises(Forbidden, match=r'^不能审核本人的申报$'):
        await orders.refund(myself, order.id, '低保家庭')


async def test_only_a_printed_ticket_prevents_a_refund(town: Town) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    await settle(payment(order))
    (ticket,) = await seated(town, await Application.get(id=order.application_id))
    await AdmissionTicket.filter(id=ticket.id).update(printed_at=clock.now())
    with pytest.raises(Unmet, match=r'^该考生的准考证已经打印，不能退费$'):
        await orders.refund(county, order.id, '本人放弃')
    assert await Refund.all().count() == 0
    await AdmissionTicket.filter(id=ticket.id).update(printed_at=None)
    assert (await orders.refund(county, order.id, '本人放弃')).status is OrderStatus.REFUNDED


async def test_the_ticket_of_another_person_does_not_matter(town: Town) -> None:
    order, other, county = await due(town), await due(town), town.actor(cast.COUNTY)
    await settle(payment(order))
    (ticket,) = await seated(town, await Application.get(id=other.application_id))
    await AdmissionTicket.filter(id=ticket.id).update(printed_at=clock.now())
    assert (await orders.refund(county, order.id, '本人放弃')).status is OrderStatus.REFUNDED


async def _code(actor: Actor, order: PaymentOrder) -> object:
    return await orders.make_codes(actor, [order.application_id])


async def _exempt(actor: Actor, order: PaymentOrder) -> object:
    return await orders.exempt(actor, order.id, '低保家庭')


async def _refund(actor: Actor, order: PaymentOrder) -> object:
    await settle(payment(order))
    return await orders.refund(actor, order.id, '重复缴费')


@pytest.mark.parametrize('act', [_code, _exempt, _refund])
async def test_a_disabled_account_changes_no_order(
    town: Town, act: Callable[[Actor, PaymentOrder], Awaitable[object]]
) -> None:
    order, county = await due(town), town.actor(cast.COUNTY)
    await Account.filter(id=county.account_id).update(enabled=False)
    with pytest.raises(SignedOut):
        await act(county, order)
    assert not await Refund.exists()
    assert (await PaymentOrder.get()).status in (OrderStatus.DUE, OrderStatus.PAID)


async def test_who_owes_nothing_by_the_fees_of_the_year_is_exempt(town: Town) -> None:
    application = await uncoded(town)
    await ExamYear.filter(current=True).update(fees={str(application.grade): 0})
    years.forget()
    (coded,) = await orders.make_codes(town.actor(cast.COUNTY), [application.id])
    assert (coded.made, coded.text) == (True, '免缴')
    assert coded.order is not None
    assert coded.order.status is OrderStatus.EXEMPT


async def test_the_payment_window_is_that_of_the_applications_own_year(town: Town) -> None:
    application, ended = await uncoded(town), clock.now() - timedelta(days=1)
    past = await ExamYear.create(year=2001, current=False, parameters={}, fees={str(application.grade): 100})
    await Window.create(year=past, kind=WindowKind.PAYMENT, name='网上缴费', opens_at=ended, closes_at=ended)
    await Application.filter(id=application.id).update(year_id=past.id)
    (coded,) = await orders.make_codes(town.actor(cast.COUNTY), [application.id])
    assert (coded.made, coded.text) == (False, '2001 年度缴费已经截止')
