"""扫码缴费: one code for one or several persons, and its later states."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from domain.rules.vocabulary import OrderStatus
from domain.services.money import orders
from domain.services.money.receipts import settle
from storage.models import Application, PaymentBundle, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import CODE, close_window, press, select, shown, status
from tests.pages.settled import settled
from tests.town import Town


async def test_one_code_for_several_persons_shows_its_payment_without_a_reload(
    served: Town, user: User, sign_in: SignIn
) -> None:
    first, second, third = await due(served), await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 3 人')
    press(user, '缴费二维码')
    await user.should_see('请先选择报考人员')
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('等 2 人')
    await user.should_see('￥470.00')
    bundle = await PaymentBundle.get()
    await settle(payment(bundle))
    await user.should_see('缴费时间')
    await settled()
    assert sorted(status(row) for row in shown(user)) == ['已缴费', '已缴费', '待缴费']
    await user.should_see('待缴费 1 人')
    assert (await PaymentOrder.get(id=third.id)).status is OrderStatus.DUE


async def test_a_closed_code_shows_the_reason(served: Town, user: User, sign_in: SignIn) -> None:
    first, second = await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 2 人')
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('等 2 人')
    await orders.exempt(served.actor(cast.COUNTY), second.id, '按规定免缴')
    await user.should_see('已另行办理')
    await user.should_see('已失效')


async def test_one_person_pays_by_their_own_code_and_those_who_paid_since_are_named(
    served: Town, user: User, sign_in: SignIn
) -> None:
    first, second = await due(served), await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(CODE)
    await user.should_see('待缴费 2 人')
    user.find(ui.table).trigger('act', ['code', first.application_id])
    await user.should_see(first.pay_code[:4])
    assert not await PaymentBundle.exists()
    await PaymentOrder.filter(id=second.id).update(status=OrderStatus.PAID)
    await Application.filter(id=second.application_id).update(payment=OrderStatus.PAID)
    select(user, first.application_id, second.application_id)
    press(user, '缴费二维码')
    await user.should_see('已不是待缴费状态')
    assert not await PaymentBundle.exists()


async def test_outside_the_payment_window_no_code_is_shown(served: Town, user: User, sign_in: SignIn) -> None:
    await due(served)
    await sign_in(user, cast.COUNTY)
    await close_window()
    await user.open(CODE)
    await user.should_see('网上缴费的时间尚未公布')
    button = user.find(kind=ui.button, content='缴费二维码').elements.pop()
    assert isinstance(button, ui.button)
    assert not button.enabled
