"""收银台: what a payer sees on the phone, without a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from nicegui.testing import User

from domain import clock
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.vocabulary import OrderStatus, ReceiptOutcome, WindowKind
from domain.services.money import bundles
from domain.services.money.channels import cashier
from domain.services.money.receipts import settle
from storage.models import PaymentBundle, PaymentOrder, Receipt, Window
from tests import town as cast
from tests.money import due, payment
from tests.town import Town

MakeUser = Callable[[], User]


def link(bill: PaymentOrder | PaymentBundle, lasts: timedelta = timedelta(hours=1)) -> str:
    return cashier.address_of(bill.pay_code, '', clock.now() + lasts)


async def test_a_payer_sees_the_person_and_the_amount_and_pays_once(served: Town, user: User) -> None:
    order = await due(served)
    await user.open(link(order))
    for text in ('宜阳县', yuan_text(order.amount_fen), grouped(order.pay_code), '确认支付', '取消'):
        await user.should_see(text)
    user.find('确认支付').click()
    user.find('确认支付').click()  # two clicks, one payment
    await user.should_see('已缴费')
    await user.should_see('缴费时间')
    await user.should_not_see('确认支付')
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.PAID
    assert await Receipt.filter(outcome=ReceiptOutcome.BOOKED).count() == 1
    await user.open(link(order))
    await user.should_see('缴费成功，无需再次缴费')


async def test_names_are_masked_for_anyone_with_the_link(served: Town, user: User) -> None:
    many = [await due(served) for _ in range(3)]
    people = [await order.application for order in many]
    bundle = await bundles.bundle(served.actor(cast.COUNTY), [order.id for order in many])
    await user.open(link(bundle))
    await user.should_see('3 人')
    await user.should_see(yuan_text(bundle.amount_fen))
    for person in people:
        await user.should_not_see(person.name)
        await user.should_not_see(person.id_number)
    user.find('确认支付').click()
    await user.should_see('等 3 人')
    assert await PaymentOrder.filter(status=OrderStatus.PAID).count() == 3


async def test_cancelling_pays_nothing_and_the_payer_can_still_pay(served: Town, user: User) -> None:
    order = await due(served)
    await user.open(link(order))
    user.find('取消').click()
    await user.should_see('没有扣款')
    assert await Receipt.all().count() == 0
    user.find('重新缴费').click()
    user.find('确认支付').click()
    await user.should_see('缴费成功')


async def test_a_payment_elsewhere_is_shown_without_a_reload(served: Town, user: User) -> None:
    order = await due(served)
    await user.open(link(order))
    await settle(payment(order))
    await user.should_see('缴费成功')


async def test_each_obstacle_has_its_own_message(served: Town, user: User) -> None:
    order, window = await due(served), await Window.get(kind=WindowKind.PAYMENT)
    for address, status, sentence in (
        (link(order, timedelta(seconds=-1)), 410, '链接已过期'),
        (link(order)[:-2] + '__', 404, '链接无效'),
        (cashier.PATH + 'nonsense', 404, '链接无效'),
    ):
        answer = await user.http_client.get(address)
        assert (answer.status_code, sentence in answer.text, '确认支付' in answer.text) == (status, True, False)
    assert (await Receipt.get()).outcome is ReceiptOutcome.FORGED
    assert await Receipt.all().count() == 1  # a mistyped address is not counted as a forgery
    await PaymentOrder.filter(id=order.id).update(status=OrderStatus.CLOSED)
    await user.open(link(order))
    await user.should_see('该缴款码已关闭')
    other = await due(served)
    clock.move_to(window.opens_at - timedelta(days=1))
    await user.open(link(other))
    await user.should_see('缴费尚未开始')
    clock.move_to(window.closes_at + timedelta(minutes=1))
    await user.open(link(other))
    await user.should_see('截止，不能缴费')
    await user.should_not_see('确认支付')


async def test_a_link_that_expires_while_it_is_open_pays_nothing(served: Town, user: User) -> None:
    order = await due(served)
    await user.open(link(order, timedelta(minutes=5)))
    clock.move_to(clock.now() + timedelta(minutes=6))
    user.find('确认支付').click()
    await user.should_see('二维码的有效时间已过')
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.DUE
    assert await Receipt.all().count() == 0
