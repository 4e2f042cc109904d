"""Orders change their status together with everything that depends on them, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Busy
from domain.events import BundleChanged, Changed, Event
from domain.rules.vocabulary import Act, OrderStatus, PayChannel, Status
from domain.services import journal
from domain.services.money import bundles, order_moves
from domain.services.money.receipts import settle
from domain.services.unit_of_work import unit_of_work
from storage.models import Application, BundleItem, PaymentBundle, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.town import Town, acts_of

CLOSED, DUE = OrderStatus.CLOSED, OrderStatus.DUE


async def of(order: PaymentOrder) -> Application:
    return await Application.get(id=order.application_id)


async def close(*orders: PaymentOrder, events: list[Event] | None = None, **options: object) -> None:
    """The system closes these orders, a minute ago by its clock."""
    at = clock.now() - timedelta(minutes=1)
    async with unit_of_work(None):
        held = await order_moves.lock([order.application_id for order in orders])
        await order_moves.move(
            orders, held, Act.CLOSE_ORDER, CLOSED, at, [] if events is None else events, ended_at=at, **options  # type: ignore[arg-type]
        )  # fmt: skip


async def test_applications_are_locked_once_each_in_the_order_of_their_ids(town: Town) -> None:
    first, second = await due(town), await due(town)
    ids = [second.application_id, first.application_id, second.application_id]
    async with unit_of_work(None):
        held = await order_moves.lock(ids)
        assert await order_moves.lock([]) == {}
    assert list(held) == sorted(set(ids))
    assert all(held[number].id == number for number in held)


async def test_the_order_the_application_and_the_journal_agree(town: Town) -> None:
    order, other, at = await due(town), await due(town), clock.now() - timedelta(minutes=1)
    before, untouched = await of(order), await of(other)
    events: list[Event] = []
    async with unit_of_work(None):
        held = await order_moves.lock([order.application_id])
        await order_moves.move([order], held, Act.CLOSE_ORDER, CLOSED, at, events, reason='缴费时间结束', ended_at=at)
    row, after = await PaymentOrder.get(id=order.id), await of(order)
    assert (order.status, order.ended_at) == (row.status, row.ended_at) == (CLOSED, at)
    assert (after.payment, after.version, after.changed_at) == (CLOSED, before.version + 1, at)
    assert (held[after.id].payment, held[after.id].version) == (CLOSED, after.version)
    entry = (await journal.history_of(after.id))[0]
    assert (entry.act, entry.reason, entry.actor) == (Act.CLOSE_ORDER, '缴费时间结束', '系统')
    assert entry.details == {'amount_fen': order.amount_fen}
    assert (await of(other)).version == untouched.version
    assert [event.version for event in events if isinstance(event, Changed)] == [after.version]


async def test_without_a_reason_the_journal_has_none(town: Town) -> None:
    order = await due(town)
    await close(order)
    assert (await journal.history_of(order.application_id))[0].reason == ''


async def test_the_caller_may_choose_the_details_that_the_journal_records(town: Town) -> None:
    orders = [await due(town), await due(town)]
    await close(*orders, details=lambda order: {'code': order.pay_code})
    for order in orders:
        assert (await journal.history_of(order.application_id))[0].details == {'code': order.pay_code}


async def test_one_order_that_another_user_changed_prevents_the_whole_move(town: Town) -> None:
    order, other = await due(town), await due(town)
    before = await of(other)
    await PaymentOrder.filter(id=order.id).update(status=OrderStatus.EXEMPT)
    with pytest.raises(Busy):
        await close(order, other)
    assert (await PaymentOrder.get(id=other.id)).status is DUE
    assert (await of(other)).version == before.version
    assert Act.CLOSE_ORDER not in await acts_of(before)


async def test_a_closed_order_closes_its_bundles_except_the_one_to_keep(town: Town) -> None:
    one, other, county = await due(town), await due(town), town.actor(cast.COUNTY)
    kept = await bundles.bundle(county, [one.id])
    await PaymentBundle.filter(id=kept.id).update(pay_code='9' + '1' * 19)
    ended = await PaymentBundle.create(
        organisation_id=kept.organisation_id, account_id=kept.account_id, pay_code='9' * 20, amount_fen=1,
        status=DUE, created_at=clock.now(),
    )  # fmt: skip
    apart = await bundles.bundle(county, [other.id])
    await BundleItem.create(bundle_id=ended.id, order_id=one.id)
    events: list[Event] = []
    await close(one, events=events, keep_bundle=kept.id)
    rows = {row.id: row for row in await PaymentBundle.all()}
    assert [rows[row.id].status for row in (kept, ended, apart)] == [DUE, CLOSED, DUE]
    assert rows[ended.id].ended_at == (await PaymentOrder.get(id=one.id)).ended_at
    assert [event for event in events if isinstance(event, BundleChanged)] == [BundleChanged(ended.id, CLOSED)]


async def test_an_ended_bundle_is_not_ended_again(town: Town) -> None:
    order = await due(town)
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [order.id])
    await PaymentBundle.filter(id=bundle.id).update(status=OrderStatus.PAID)
    events: list[Event] = []
    async with unit_of_work(None):
        await order_moves.close_bundles([order.id], clock.now(), events)
    assert (events, (await PaymentBundle.get(id=bundle.id)).status) == ([], OrderStatus.PAID)


async def test_columns_are_written_to_the_rows_and_to_the_objects_in_memory(town: Town) -> None:
    order = await due(town)
    await close(order, channel=PayChannel.CASHIER)
    assert order.channel is (await PaymentOrder.get(id=order.id)).channel is PayChannel.CASHIER


async def test_the_events_name_the_actor_and_the_office_or_only_the_system(town: Town) -> None:
    order, senior = await due(town), await due(town, unit=cast.HOSPITAL, grade=1)
    rows, county = [await of(order), await of(senior)], town.actor(cast.COUNTY)
    paths = [town.organisations[code].path for code in (cast.SCHOOL, cast.HOSPITAL)]
    said = [
        (row.id, Act.BILL, path, None, None, Status.APPROVED, row.senior, row.version)
        for row, path in zip(rows, paths, strict=True)
    ]
    by_county = await order_moves.events_of(rows, Act.BILL, county)
    assert by_county == [Changed(*one, county.account_id, county.organisation, county.name) for one in said]
    assert await order_moves.events_of(rows, Act.BILL, None) == [Changed(*one, 0, '', '系统') for one in said]
    assert [row.senior for row in rows] == [False, True]


async def test_the_events_name_the_office_that_holds_the_application(town: Town) -> None:
    application = await town.application()
    (changed,) = await order_moves.events_of([application], Act.BILL, None)
    assert isinstance(changed, Changed)
    assert changed.from_holder == changed.to_holder == application.holder_id is not None


@pytest.mark.parametrize('status', [OrderStatus.DUE, OrderStatus.EXEMPT])
async def test_an_undone_approval_closes_the_open_order(town: Town, status: OrderStatus) -> None:
    order, at = await due(town), clock.now() - timedelta(minutes=1)
    await PaymentOrder.filter(id=order.id).update(status=status)
    application = await Application.get(id=order.application_id)
    async with unit_of_work(None) as events:
        await order_moves.close_open_orders(application, at, events)
    order = await PaymentOrder.get(id=order.id)
    assert (order.status, order.ended_at) == (OrderStatus.CLOSED, at)
    assert application.payment is OrderStatus.CLOSED
    assert (await Application.get(id=application.id)).payment is OrderStatus.CLOSED
    last = (await journal.history_of(application.id))[0]
    assert (last.act, last.actor) == (Act.CLOSE_ORDER, '系统')


async def test_a_paid_order_stays_paid(town: Town) -> None:
    order = await due(town)
    await settle(payment(order))
    application = await Application.get(id=order.application_id)
    before = await acts_of(application)
    async with unit_of_work(None) as events:
        await order_moves.close_open_orders(application, clock.now(), events)
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.PAID
    assert (await Application.get(id=application.id)).payment is OrderStatus.PAID
    assert (await acts_of(application), events) == (before, [])


async def test_the_orders_of_other_people_stay_and_a_shared_bundle_is_closed(town: Town) -> None:
    mine, other = await due(town), await due(town)
    bundle = await bundles.bundle(town.actor(cast.COUNTY), [mine.id, other.id])
    at, events = clock.now() - timedelta(minutes=1), list[Event]()
    async with unit_of_work(None):
        await order_moves.close_open_orders(await Application.get(id=mine.application_id), at, events)
    assert events == [BundleChanged(bundle.id, OrderStatus.CLOSED)]
    assert (await PaymentBundle.get(id=bundle.id)).ended_at == at
    assert (await PaymentOrder.get(id=other.id)).status is OrderStatus.DUE
