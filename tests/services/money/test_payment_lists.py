"""The lists of dues and payments: only rows in reach, filters, totals, few queries, and complete exports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.rules.lists.application_filters import Paging
from domain.rules.money.dues import Sum
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.vocabulary import Act, Grade, OrderStatus, PayChannel, Status, WindowKind
from domain.services.money import bundles, due_lists, invoices, order_lists, orders, waiting
from domain.services.money.receipts import settle
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import Application, PaymentBundle, PaymentOrder, Window
from storage.queries.money import orders as queries
from tests import town as cast
from tests.money import due, payment
from tests.queries import counted
from tests.town import Town

ALL = PaymentFilters()


async def unbilled(town: Town) -> Application:
    """A person who was approved when the year had no fee."""
    application = await town.application(cast.HOSPITAL, at=Status.APPROVED)
    await PaymentOrder.filter(application_id=application.id).delete()
    await Application.filter(id=application.id).update(payment=None)
    return application


async def test_everybody_who_was_approved_is_listed_with_what_they_owe(town: Town) -> None:
    order, none = await due(town), await unbilled(town)
    await town.application(at=Status.REJECTED)
    found = await due_lists.listed(town.actor(cast.COUNTY), filters=ALL, paging=Paging())
    first, second = found.rows
    assert (found.total, first.application_id, second.application_id) == (2, order.application_id, none.id)
    assert (first.standing, first.amount_fen, first.pay_code) == (DueStatus.DUE, 235_00, order.pay_code)
    assert (second.standing, second.amount_fen, second.pay_code) == (DueStatus.UNBILLED, 235_00, '')
    assert '*' in first.id_number


@pytest.mark.parametrize(
    ('filters', 'numbers'),
    [
        (PaymentFilters(standings=(DueStatus.UNBILLED,)), (0, 1)),
        (PaymentFilters(standings=(DueStatus.DUE,)), (1, 0)),
        (PaymentFilters(standings=(DueStatus.UNBILLED, DueStatus.DUE)), (1, 1)),
        (PaymentFilters(grades=(Grade.FIVE,)), (0, 0)),
        (PaymentFilters(trades=('0101',)), (1, 1)),
    ],
)
async def test_dues_are_filtered_by_standing_and_grade(
    town: Town, filters: PaymentFilters, numbers: tuple[int, int]
) -> None:
    await due(town)
    await unbilled(town)
    found = await due_lists.listed(town.actor(cast.COUNTY), filters=filters, paging=Paging())
    kinds = [row.standing for row in found.rows]
    assert (kinds.count(DueStatus.DUE), kinds.count(DueStatus.UNBILLED)) == numbers
    assert found.total == sum(numbers) == await due_lists.count(town.actor(cast.COUNTY), filters)


async def test_a_pay_code_finds_its_order_and_everybody_of_a_bundle(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    first, second, third = await due(town), await due(town), await due(town)
    bundle = await bundles.bundle(county, [first.id, second.id])
    by_code = PaymentFilters.read({'keyword': '　'.join(first.pay_code[at : at + 4] for at in range(0, 20, 4))})
    assert [row.id for row in (await order_lists.listed(county, filters=by_code, paging=Paging())).rows] == [first.id]
    both = PaymentFilters.read({'keyword': bundle.pay_code})
    assert {row.id for row in (await order_lists.listed(county, filters=both, paging=Paging())).rows} == {
        first.id,
        second.id,
    }
    dues = await due_lists.listed(county, filters=both, paging=Paging())
    assert {row.order_id: row.bundled for row in dues.rows} == {first.id: True, second.id: True}
    others = await due_lists.rows_of(county, [third.application_id])
    assert not others[third.application_id].bundled


async def test_totals_are_those_of_the_filtered_persons(town: Town) -> None:
    county, paid, owed = town.actor(cast.COUNTY), await due(town, grade=5), await due(town, grade=2)
    await unbilled(town)
    await settle(payment(paid))
    assert await due_lists.totals(county, ALL) == {
        DueStatus.PAID: Sum(1, paid.amount_fen),
        DueStatus.DUE: Sum(1, owed.amount_fen),
        DueStatus.UNBILLED: Sum(1),
    }
    assert (await due_lists.totals(county, PaymentFilters(grades=(Grade.TWO,)))).get(DueStatus.PAID) is None
    assert await order_lists.total(county, ALL) == Sum(2, paid.amount_fen + owed.amount_fen)


async def test_totals_leave_out_people_who_paid_and_were_cancelled_later(town: Town) -> None:
    county, stays, left = town.actor(cast.COUNTY), await due(town), await due(town, grade=1)
    for order in (stays, left):
        await settle(payment(order))
    row = await Application.get(id=left.application_id)
    await decide(town.actor(cast.CITY), row.id, Act.CANCEL, Opinion('证书不实'), seen=row.version)
    for filters in (ALL, PaymentFilters(trades=('0101',)), PaymentFilters(standings=(DueStatus.PAID,))):
        assert (await due_lists.totals(county, filters))[DueStatus.PAID] == Sum(1, stays.amount_fen), filters
    assert await order_lists.total(county, ALL) == Sum(2, stays.amount_fen + left.amount_fen)


@pytest.mark.parametrize('few', [0, 500])
async def test_many_persons_are_found_like_few(town: Town, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(queries, 'FEW', few)
    county, first, second = town.actor(cast.COUNTY), await due(town), await due(town)
    found = await order_lists.listed(county, filters=PaymentFilters(trades=('0101',)), paging=Paging(size=1))
    assert ([row.id for row in found.rows], found.all) == ([second.id], Sum(2, 2 * first.amount_fen))


async def test_orders_are_filtered_by_channel_day_and_person(town: Town) -> None:
    county, paid, owed = town.actor(cast.COUNTY), await due(town), await due(town)
    await settle(payment(paid, channel=PayChannel.CASHIER))
    today = clock.today()
    person = await Application.get(id=paid.application_id)
    for filters in (
        PaymentFilters(channels=(PayChannel.CASHIER,)),
        PaymentFilters(paid_from=today, paid_to=today),
        PaymentFilters(keyword=person.id_number),
        PaymentFilters(standings=(DueStatus.PAID,)),
    ):
        found = await order_lists.listed(county, filters=filters, paging=Paging())
        assert [row.id for row in found.rows] == [paid.id], filters
        assert found.all == Sum(1, paid.amount_fen)
    newest = await order_lists.listed(county, filters=ALL, paging=Paging())
    assert [row.id for row in newest.rows] == [owed.id, paid.id]


async def test_another_county_cannot_see_count_export_or_guess_it(town: Town) -> None:
    order, other = await due(town), town.actor(cast.OTHER_COUNTY)
    school = town.organisations[cast.SCHOOL].id
    for filters in (ALL, PaymentFilters(unit=school), PaymentFilters(keyword=order.pay_code)):
        assert (await due_lists.listed(other, filters=filters, paging=Paging())).total == 0
        assert await due_lists.count(other, filters) == 0
        assert await order_lists.total(other, filters) == Sum()
        assert (await due_lists.totals(other, filters))[DueStatus.UNBILLED] == Sum()
        for exported in (due_lists.rows_to_export, order_lists.rows_to_export):
            total, chunks = await exported(other, filters)
            assert (total, [row async for some in chunks for row in some]) == (0, [])
    assert await due_lists.rows_of(other, [order.application_id]) == {}
    assert await order_lists.rows_of(other, [order.id]) == {}
    assert await due_lists.everybody(other, ALL) == ()
    assert await waiting.to_pay(other) == 0
    for guess in (order_lists.detail(other, order.id), invoices.code_of(other, order.id)):
        with pytest.raises(NotFound):
            await guess
    with pytest.raises(NotFound):
        await invoices.find(other, order.pay_code)


@pytest.mark.parametrize('login', [cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER])
async def test_offices_below_a_county_and_reviewers_are_forbidden(town: Town, login: str) -> None:
    order, actor = await due(town), town.actor(login)
    for refused in (
        due_lists.listed(actor, filters=ALL, paging=Paging()),
        order_lists.listed(actor, filters=ALL, paging=Paging()),
        order_lists.detail(actor, order.id),
        due_lists.everybody(actor, ALL),
        invoices.find(actor, order.pay_code),
    ):
        with pytest.raises(Forbidden):
            await refused
    assert await waiting.to_pay(actor) == 0


async def test_a_city_and_the_province_see_all_below_and_their_own(town: Town) -> None:
    mine, theirs = await due(town, cast.CITY_UNIT), await due(town, cast.SCHOOL)
    for login, expected in (
        (cast.CITY, {mine.id, theirs.id}),
        (cast.PROVINCE, {mine.id, theirs.id}),
        (cast.COUNTY, {theirs.id}),
    ):
        found = await order_lists.listed(town.actor(login), filters=ALL, paging=Paging())
        assert {row.id for row in found.rows} == expected


async def test_one_row_and_three_rows_take_the_same_statements(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county = town.actor(cast.COUNTY)
    await bundles.bundle(county, [(await due(town)).id])
    await due_lists.listed(county, filters=ALL, paging=Paging())  # the year and the trades are cached now
    numbers = []
    for _ in range(2):
        with counted(monkeypatch) as sent:
            await due_lists.listed(county, filters=ALL, paging=Paging())
            await due_lists.totals(county, ALL)
            await order_lists.listed(county, filters=ALL, paging=Paging())
        numbers.append(len(sent))
        await due(town, cast.HOSPITAL, grade=5)
        await due(town, cast.PRIMARY, grade=1)
    assert numbers[0] == numbers[1]


async def test_exports_have_every_row_with_the_whole_number(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_lists, 'CHUNK', 2)
    monkeypatch.setattr(order_lists, 'CHUNK', 2)
    made = [await due(town) for _ in range(5)]
    people = [await Application.get(id=order.application_id) for order in made]
    for exported in (due_lists.rows_to_export, order_lists.rows_to_export):
        total, chunks = await exported(town.actor(cast.COUNTY), ALL)
        rows = [row async for some in chunks for row in some]
        assert total == 5
        assert [row.id_number for row in rows] == [person.id_number for person in people]


async def test_one_order_with_the_receipts_of_its_bundle_and_its_refund(town: Town) -> None:
    county, first, second = town.actor(cast.COUNTY), await due(town), await due(town)
    bundle = await bundles.bundle(county, [first.id, second.id])
    await settle(payment(bundle))
    await settle(payment(first))
    await orders.refund(county, first.id, '本人因病不能参加')
    found = await order_lists.detail(county, first.id)
    assert [receipt.outcome.value for receipt in found.receipts] == ['booked', 'double']
    assert [one.pay_code for one in found.bundles] == [bundle.pay_code] == [found.order.bundle_code]
    assert found.refund is not None
    assert (found.refund.reason, found.refunded_by) == ('本人因病不能参加', county.name)


async def test_the_reason_for_closing_a_code_is_given(town: Town) -> None:
    county, first, second = town.actor(cast.COUNTY), await due(town), await due(town)
    made = await bundles.bundle(county, [first.id, second.id])
    newer = await bundles.bundle(county, [first.id, second.id])
    closed = await invoices.find(county, made.pay_code)
    assert closed.status is OrderStatus.CLOSED
    assert '已重新生成' in await invoices.why_closed(closed)
    name = (await Application.get(id=first.application_id)).name
    await settle(payment(first))
    reason = await invoices.why_closed(await invoices.find(county, newer.pay_code))
    assert f'{name}（已缴费）' in reason
    alone = await bundles.bundle(county, [second.id])
    await bundles.cancel(county, alone.id)
    assert '已作废' in await invoices.why_closed(await invoices.find(county, alone.pay_code))
    assert await PaymentBundle.filter(status=OrderStatus.DUE).count() == 0


async def test_the_badge_counts_only_while_orders_can_be_paid(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await due(town)
    assert await waiting.to_pay(county) == 1
    await Window.filter(kind=WindowKind.PAYMENT).delete()
    years.forget()
    assert await waiting.to_pay(county) == 0


def test_filters_are_read_strictly_and_written_back() -> None:
    filters = PaymentFilters.read(
        {
            'keyword': '张', 'year': '2026', 'unit': '7', 'own': 'yes', 'grades': '3,9', 'standings': 'due,unbilled,x',
            'channels': ['cashier', 'gold'], 'paid': ['2026-03-01', 'nonsense'], 'paid_to': "1'; --",
        }
    )  # fmt: skip
    assert filters.standings == (DueStatus.UNBILLED, DueStatus.DUE)
    assert (filters.grades, filters.channels, filters.paid_to) == ((Grade.THREE,), (PayChannel.CASHIER,), None)
    assert filters.year == 2026
    assert PaymentFilters.read(filters.typed()) == filters
    assert PaymentFilters.read(filters.initial) == filters
    assert replace(filters, keyword='8' * 20).pay_code == '8' * 20
    assert PaymentFilters.read({}).typed() == {}
