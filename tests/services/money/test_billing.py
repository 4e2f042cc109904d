"""生成应缴: the order that a person must pay after the final approval."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.rules.money.fees import DEMO_FEES
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.services import journal
from domain.services.money.billing import bill
from domain.services.unit_of_work import unit_of_work
from domain.services.year import years
from storage.models import Application, ExamYear, PaymentOrder
from tests import town as cast
from tests.money import due
from tests.town import Town, acts_of

ENDED = [OrderStatus.CLOSED, OrderStatus.REFUNDED]
LASTING = [OrderStatus.DUE, OrderStatus.PAID, OrderStatus.EXEMPT]


async def unbilled(town: Town, grade: int = 4) -> Application:
    """An approved application without an order."""
    application = await town.application(grade=grade, at=Status.APPROVED)
    await PaymentOrder.filter(application_id=application.id).delete()
    await Application.filter(id=application.id).update(payment=None)
    return await Application.get(id=application.id)


async def billed(application: Application, login: str = '', town: Town | None = None) -> PaymentOrder | None:
    async with unit_of_work(None) as news:
        return await bill(application, clock.now(), news, town.actor(login) if town else None)


async def set_fee(grade: int, fen: int | None) -> None:
    await ExamYear.filter(current=True).update(fees={} if fen is None else {str(grade): fen})
    years.forget()


@pytest.mark.parametrize('grade', [5, 4, 3, 2, 1])
async def test_an_order_has_the_fee_of_its_grade_and_year(town: Town, grade: int) -> None:
    application = await unbilled(town, grade)
    at = clock.now() - timedelta(minutes=1)
    async with unit_of_work(None) as news:
        await bill(application, at, news)
    order = await PaymentOrder.get(application_id=application.id)
    assert order.amount_fen == {int(one): fen for one, fen in DEMO_FEES.items()}[grade]
    assert (order.grade, order.year_id, order.unit_id) == (grade, application.year_id, application.unit_id)
    assert (order.status, order.created_at, order.ended_at) == (OrderStatus.DUE, at, None)


async def test_the_application_becomes_due_and_the_journal_records_the_amount(town: Town) -> None:
    application = await unbilled(town)
    await billed(application, cast.COUNTY, town)
    assert application.payment is OrderStatus.DUE
    assert (await Application.get(id=application.id)).payment is OrderStatus.DUE
    entry = (await journal.history_of(application.id))[0]
    assert (entry.act, entry.details) == (Act.BILL, {'amount_fen': DEMO_FEES[4]})  # type: ignore[index]
    assert entry.account_id == town.actor(cast.COUNTY).account_id


async def test_an_order_made_by_the_approval_is_recorded_as_made_by_the_system(town: Town) -> None:
    application = await unbilled(town)
    await billed(application)
    assert (await journal.history_of(application.id))[0].actor == '系统'


async def test_an_order_with_a_fee_of_zero_is_exempt_at_once(town: Town) -> None:
    application = await unbilled(town)
    await set_fee(4, 0)
    order = await billed(application)
    assert order is not None
    assert (order.status, order.amount_fen, order.ended_at) == (OrderStatus.EXEMPT, 0, order.created_at)
    assert (await Application.get(id=application.id)).payment is OrderStatus.EXEMPT


async def test_without_a_fee_no_order_is_created(town: Town) -> None:
    application = await unbilled(town)
    before = await acts_of(application)
    await set_fee(4, None)
    assert await billed(application) is None
    assert await PaymentOrder.filter(application_id=application.id).count() == 0
    assert await acts_of(application) == before
    assert (await Application.get(id=application.id)).payment is None


@pytest.mark.parametrize('status', LASTING)
async def test_nobody_is_billed_twice(town: Town, status: OrderStatus) -> None:
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=status)
    assert await billed(await Application.get(id=order.application_id)) is None
    assert await PaymentOrder.filter(application_id=order.application_id).count() == 1


@pytest.mark.parametrize('status', ENDED)
async def test_a_person_whose_order_ended_is_billed_again(town: Town, status: OrderStatus) -> None:
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=status)
    again = await billed(await Application.get(id=order.application_id))
    assert again is not None
    assert again.pay_code != order.pay_code


async def test_the_order_of_another_person_keeps_nobody_from_being_billed(town: Town) -> None:
    await due(town)
    assert await billed(await unbilled(town)) is not None


async def test_the_fee_is_that_of_the_applications_own_year(town: Town) -> None:
    application = await unbilled(town)
    past = await ExamYear.create(year=2001, current=False, parameters={}, fees={'4': 12_300})
    await Application.filter(id=application.id).update(year_id=past.id)
    order = await billed(await Application.get(id=application.id))
    assert order is not None
    assert (order.amount_fen, order.year_id) == (12_300, past.id)
