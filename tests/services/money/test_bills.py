"""The bill of a pay code: one order, or a bundle with all of its orders, locked while it is paid."""

from __future__ import annotations

import pytest

from domain.rules.vocabulary import OrderStatus
from domain.services.money import bundles
from domain.services.money.bills import Bill, held
from domain.services.unit_of_work import unit_of_work
from storage.models import BundleItem, PaymentBundle, PaymentOrder
from tests import town as cast
from tests.money import due
from tests.town import Town


async def found(pay_code: str) -> Bill | None:
    async with unit_of_work(None):
        return await held(pay_code)


async def test_the_code_of_an_order_belongs_to_this_order(town: Town) -> None:
    order, other = await due(town), await due(town)
    bill = await found(order.pay_code)
    assert bill is not None
    assert list(bill.orders) == [order] != [other]
    assert list(bill.held) == [order.application_id]
    assert (bill.status, bill.amount_fen) == (order.status, order.amount_fen)
    assert (bill.order_id, bill.bundle_id, bill.bundle) == (order.id, None, None)
    assert bill.place == town.organisations[cast.SCHOOL].id


async def test_the_code_of_a_bundle_belongs_to_all_of_its_orders_together(town: Town) -> None:
    orders = [await due(town), await due(town, grade=5)]
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id for order in orders])
    await due(town)
    bill = await found(bundle.pay_code)
    assert bill is not None
    assert list(bill.orders) == orders
    assert list(bill.held) == [order.application_id for order in orders]
    assert bill.amount_fen == sum(order.amount_fen for order in orders)
    assert (bill.order_id, bill.bundle_id) == (None, bundle.id)
    assert bill.place == town.organisations[cast.COUNTY].id


async def test_a_bundle_has_a_status_of_its_own(town: Town) -> None:
    order = await due(town)
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id])
    await PaymentBundle.filter(id=bundle.id).update(status=OrderStatus.CLOSED)
    bill = await found(bundle.pay_code)
    assert bill is not None
    assert (bill.status, bill.orders[0].status) == (OrderStatus.CLOSED, OrderStatus.DUE)


async def test_a_refunded_order_is_still_found(town: Town) -> None:
    order = await due(town)
    await PaymentOrder.filter(id=order.id).update(status=OrderStatus.REFUNDED)
    bill = await found(order.pay_code)
    assert bill is not None
    assert bill.status is OrderStatus.REFUNDED


@pytest.mark.parametrize('code', ['', '123', '1' * 20, '9' * 20, '0' * 20, '1' * 21])
async def test_an_unknown_code_belongs_to_no_bill(town: Town, code: str) -> None:
    await due(town)
    assert await found(code) is None


async def test_a_bundle_without_orders_is_no_bill(town: Town) -> None:
    order = await due(town)
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id])
    await BundleItem.filter(bundle_id=bundle.id).delete()
    assert await found(bundle.pay_code) is None
