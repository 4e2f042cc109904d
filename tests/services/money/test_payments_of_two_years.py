"""Two years at once in 缴费管理: each list, total and workbook is of one year, and each act goes by its own year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.money.dues import DueAxis, Sum
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.money.receipt_filters import Handled, ReceiptFilters
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome, WindowKind
from domain.services.money import bundles, due_lists, order_lists, orders, receipt_lists, waiting
from domain.services.money.fee_statistics import fee_tables
from domain.services.money.receipts import forged, settle
from storage.models import Application, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.town import Town
from tests.years import FEE, NOW, THEN, move, turn_the_year, window

ALL = PaymentFilters()


@dataclass(frozen=True, slots=True)
class TwoYears:
    """One order of each year, at the same unit and of the same trade; ``next_id`` is the id of the new year."""

    county: Actor
    next_id: int
    older: PaymentOrder
    newer: PaymentOrder

    def filters(self, year: int | None) -> PaymentFilters:
        return replace(ALL, year=year)

    def of(self, year: int | None) -> list[PaymentOrder]:
        return [order for order, its in ((self.older, THEN), (self.newer, NOW)) if year in (None, its)]


@pytest_asyncio.fixture
async def both(town: Town) -> TwoYears:
    older, newer = await due(town), await due(town)
    next_id = await turn_the_year()
    await move(next_id, newer.application_id)
    return TwoYears(town.actor(cast.COUNTY), next_id, older, newer)


async def persons(actor: Actor, filters: PaymentFilters) -> list[int]:
    """The persons in the list of dues; its number, the whole choice and the workbook must agree with it."""
    found = await due_lists.listed(actor, filters=filters, paging=Paging())
    ids = [row.application_id for row in found.rows]
    total, chunks = await due_lists.rows_to_export(actor, filters)
    assert [row.application_id async for some in chunks for row in some] == ids
    assert found.total == total == await due_lists.count(actor, filters) == len(ids)
    assert await due_lists.everybody(actor, filters) == tuple(ids)
    return ids


async def listed(actor: Actor, filters: PaymentFilters) -> list[int]:
    """The orders in the list, by id; its total, the workbook and 缴费统计 must agree with it."""
    found = await order_lists.listed(actor, filters=filters, paging=Paging(sort='created_at'))
    ids = sorted(row.id for row in found.rows)
    total, chunks = await order_lists.rows_to_export(actor, filters)
    assert [row.id async for some in chunks for row in some] == ids
    assert total == found.all.count == len(ids)
    assert found.all == await order_lists.total(actor, filters)
    if not filters.keyword and not filters.standings:
        for table in (await fee_tables(actor, filters)).values():
            assert table.sum.of() == found.all
    return ids


async def unbill() -> None:
    """Let everybody be approved without an order."""
    await PaymentOrder.all().delete()
    await Application.all().update(payment=None)


@pytest.mark.parametrize('year', [THEN, NOW, None])
@pytest.mark.parametrize('more', [{}, {'trades': ('0101',)}, {'unit': None, 'own': False}])
async def test_every_list_shows_exactly_the_rows_of_its_year(
    both: TwoYears, year: int | None, more: dict[str, object]
) -> None:
    filters = replace(both.filters(year), **more)  # type: ignore[arg-type]
    expected = both.of(year)
    assert await persons(both.county, filters) == [order.application_id for order in expected]
    assert await listed(both.county, filters) == [order.id for order in expected]


@pytest.mark.parametrize('year', [THEN, NOW])
async def test_a_pay_code_or_a_name_finds_nobody_of_another_year(both: TwoYears, year: int) -> None:
    for order in (both.older, both.newer):
        name = (await Application.get(id=order.application_id)).name
        for keyword in (order.pay_code, name):
            filters = replace(both.filters(year), keyword=keyword)
            assert (order.id in await listed(both.county, filters)) is (order in both.of(year)), keyword
            assert (order.application_id in await persons(both.county, filters)) is (order in both.of(year)), keyword


async def test_the_totals_of_a_year_count_its_payments_only(both: TwoYears) -> None:
    await settle(payment(both.older))
    for more in ({}, {'trades': ('0101',)}):
        then, now = (replace(both.filters(year), **more) for year in (THEN, NOW))  # type: ignore[arg-type]
        amount = both.older.amount_fen
        assert await due_lists.totals(both.county, then) == {
            DueStatus.PAID: Sum(1, amount), DueStatus.UNBILLED: Sum(),
        }  # fmt: skip
        assert await due_lists.totals(both.county, now) == {DueStatus.DUE: Sum(1, amount), DueStatus.UNBILLED: Sum()}


async def test_the_statistics_of_a_year_link_to_its_orders(both: TwoYears) -> None:
    tables = await fee_tables(both.county, both.filters(THEN))
    for axis in DueAxis:
        for line in (*tables[axis].lines, tables[axis].sum):
            assert await order_lists.total(both.county, line.filters_of()) == line.of() == Sum(1, both.older.amount_fen)
            assert line.below is None or line.below.year == THEN


async def test_a_person_without_an_order_owes_the_fee_of_their_own_year(both: TwoYears) -> None:
    await unbill()
    found = await due_lists.listed(both.county, filters=ALL, paging=Paging())
    assert [row.amount_fen for row in found.rows] == [both.older.amount_fen, FEE]
    made = await orders.make_codes(both.county, [both.older.application_id])
    assert made[0].order is not None
    assert (made[0].order.year_id, made[0].order.amount_fen) == (1, both.older.amount_fen)


async def test_the_payment_window_of_a_year_opens_no_payment_of_another(both: TwoYears) -> None:
    assert (await settle(payment(both.newer))).outcome is ReceiptOutcome.CLOSED  # only 2026 can be paid
    assert (await settle(payment(both.older))).outcome is ReceiptOutcome.BOOKED


async def test_codes_are_made_until_the_payment_of_their_own_year_ends(both: TwoYears) -> None:
    await window(1, WindowKind.PAYMENT, -3, -1)
    await window(both.next_id, WindowKind.PAYMENT, -1, 5)
    await unbill()
    ids = [both.older.application_id, both.newer.application_id]
    assert [one.made for one in await orders.make_codes(both.county, ids)] == [False, True]


async def test_what_waits_to_be_paid_is_counted_over_all_years_that_can_be_paid(both: TwoYears) -> None:
    assert await waiting.to_pay(both.county) == 1
    await window(both.next_id, WindowKind.PAYMENT, -1, 5)
    assert await waiting.to_pay(both.county) == 2
    await window(1, WindowKind.PAYMENT, -3, -1)
    assert await waiting.to_pay(both.county) == 1
    await window(both.next_id, WindowKind.PAYMENT, -3, -1)
    assert await waiting.to_pay(both.county) == 0


async def test_a_payment_of_last_year_is_refunded_while_the_next_year_registers(both: TwoYears) -> None:
    await settle(payment(both.older))
    await orders.refund(both.county, both.older.id, '本人因病不能参加')
    refunded = replace(both.filters(THEN), standings=(DueStatus.REFUNDED,))
    assert await listed(both.county, refunded) == [both.older.id]
    assert await listed(both.county, replace(refunded, year=NOW)) == []
    assert (await order_lists.detail(both.county, both.older.id)).order.status is OrderStatus.REFUNDED
    assert (await due_lists.rows_of(both.county, [both.older.application_id])).keys() == {both.older.application_id}


async def test_a_receipt_is_of_the_year_of_its_order_and_one_without_an_order_of_every_year(
    both: TwoYears, town: Town
) -> None:
    province, more = town.actor(cast.PROVINCE), await due(town)
    bundle = await bundles.bundle(both.county, [both.older.id, more.id])
    of_then = [await settle(replace(payment(bill), amount_fen=1)) for bill in (both.older, bundle)]
    of_now = await settle(replace(payment(both.newer), amount_fen=1))
    of_none = await forged(PayChannel.WECHAT)
    assert of_none
    for year, expected in ((THEN, [*of_then, of_none]), (NOW, [of_now, of_none]), (None, [*of_then, of_now, of_none])):
        filters = ReceiptFilters(handled=Handled.ALL, year=year)
        found = await receipt_lists.listed(province, filters=filters, paging=Paging())
        assert sorted(row.id for row in found.rows) == sorted(one.id for one in expected)
        total, chunks = await receipt_lists.rows_to_export(province, filters)
        assert (len([row async for some in chunks for row in some]), total, found.total) == (len(expected),) * 3
        assert await receipt_lists.count(province, filters) == len(expected)


async def test_a_year_that_does_not_exist_is_not_found(both: TwoYears) -> None:
    for attempt in (
        due_lists.listed(both.county, filters=both.filters(1999), paging=Paging()),
        order_lists.total(both.county, both.filters(1999)),
        fee_tables(both.county, both.filters(1999)),
        receipt_lists.count(both.county, ReceiptFilters(year=1999)),
    ):
        with pytest.raises(NotFound, match='1999'):
            await attempt
