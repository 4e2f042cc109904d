"""缴费 as an applicant sees it: what is needed before, the amount due, the receipt, the end."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from domain.rules.vocabulary import Level, OrderStatus, Status, WindowKind
from domain.services.money import orders
from domain.services.money.receipts import settle
from storage.models import Application, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import close_window
from tests.town import Town
from tests.years import window


async def test_an_applicant_sees_what_is_needed_first_then_the_amount_then_the_receipt(
    served: Town, user: User, sign_in: SignIn
) -> None:
    waiting = await served.application(at=Level.COUNTY)
    await sign_in(user, waiting.id_number)
    await user.open('/my/payment')
    await user.should_see('报名正在审核')
    order = await due(served, grade=2)
    person = await Application.get(id=order.application_id)
    await sign_in(user, person.id_number)
    await user.open('/my/payment')
    await user.should_see('￥300.00')
    await user.should_see('缴费截止')
    await settle(payment(order))
    await user.should_see('您已缴费，请按时打印准考证。')
    await user.should_see(f'T{order.pay_code}')
    await orders.refund(served.actor(cast.COUNTY), order.id, '申请退费')
    await user.should_see('考核费已登记退还')


async def test_nobody_is_told_to_print_a_ticket_after_the_printing(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await settle(payment(order))
    await window(order.year_id or 0, WindowKind.PRINTING, -9, -1)
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see('您已缴费。')
    await user.should_see('打印已结束')


@pytest.mark.parametrize(
    ('change', 'sentence'),
    [
        (OrderStatus.CLOSED, '视为自动放弃'),
        (OrderStatus.EXEMPT, '您已免缴考核费'),
    ],
)
async def test_an_applicant_sees_how_the_payment_ended(
    served: Town, user: User, sign_in: SignIn, change: OrderStatus, sentence: str
) -> None:
    order = await due(served)
    await PaymentOrder.filter(id=order.id).update(status=change)
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see(sentence)


async def test_an_applicant_without_application_gets_a_link_to_it(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my/payment')
    await user.should_see('报名尚未提交')
    await close_window()
    order = await due(served)
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see('网上缴费的时间尚未公布')
    await user.should_not_see('去缴费')
