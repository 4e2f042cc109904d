"""合并缴款: one pay code for the orders of many persons."""

from __future__ import annotations

from collections.abc import Sequence

from domain import clock
from domain.errors import Forbidden, NotFound, Refusal, Unmet
from domain.events import BundleChanged
from domain.rules.actor import Actor
from domain.rules.money.pay_codes import bundle_code
from domain.rules.money.payment_time import is_over
from domain.rules.permissions import County
from domain.rules.vocabulary import Act, OrderStatus
from domain.services import journal
from domain.services.money import order_moves
from domain.services.money.orders import MOST
from domain.services.money.pay_windows import payable_together, windows_of
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import BundleItem, PaymentBundle, PaymentOrder
from storage.queries.organisations import ids_below


@use_case
async def bundle(actor: Actor, order_ids: Sequence[int]) -> PaymentBundle:
    """Create one code for all of these orders; an older open bundle with one of them is closed.

    Raises Forbidden below a county administrator, Refusal for none or more than 500, NotFound when one is out of reach,
    Unmet when one is not due (any more), they are of different years, or their payment has ended.
    """
    County.require(actor)
    wanted = list(dict.fromkeys(order_ids))
    if not wanted:
        raise Refusal('请先选择报考人员')
    if len(wanted) > MOST:
        raise Refusal(f'一个缴款码最多 {MOST} 人，已选 {len(wanted)} 人')
    async with unit_of_work(actor) as news:
        visible = PaymentOrder.filter(id__in=wanted, unit_id__in=ids_below(actor.path))
        held = await order_moves.lock([row.application_id for row in await visible.only('id', 'application_id')])
        orders = await visible.order_by('id')
        if len(orders) != len(wanted):
            raise NotFound('所选的缴款单')
        _check(orders, {number: row.name for number, row in held.items()})
        if not await payable_together(orders):
            raise Unmet('所选人员的缴费时间（按等级和地区）没有重叠，不能合并缴款')
        at = clock.now()
        if is_over(await windows_of(orders), at):
            raise Unmet('缴费已经截止，不能合并缴款')
        await order_moves.close_bundles(wanted, at, news)
        made = await PaymentBundle.create(
            organisation_id=actor.organisation_id,
            account_id=actor.account_id,
            pay_code=bundle_code(),
            amount_fen=sum(order.amount_fen for order in orders),
            created_at=at,
        )
        await BundleItem.bulk_create([BundleItem(bundle_id=made.id, order_id=order.id) for order in orders])
        details = {'bundle': made.id, 'pay_code': made.pay_code, 'orders': len(orders), 'amount_fen': made.amount_fen}
        await journal.record(actor, Act.BUNDLE, details=details)
    return made


@use_case
async def cancel(actor: Actor, bundle_id: int) -> PaymentBundle:
    """Close an open bundle of the actor's subtree: its code cannot be paid any more, its orders stay due.

    Raises Forbidden below a county administrator or when it is not open, NotFound out of reach.
    """
    County.require(actor)
    async with unit_of_work(actor) as news:
        reach = PaymentBundle.filter(organisation_id__in=ids_below(actor.path))
        found = await reach.select_for_update().get_or_none(id=bundle_id)
        if found is None:
            raise NotFound('该合并缴款')
        at = clock.now()
        changes = {'status': OrderStatus.CLOSED, 'ended_at': at}
        if not await PaymentBundle.filter(id=found.id, status=OrderStatus.DUE).update(**changes):
            raise Forbidden(f'该合并缴款当前为“{found.status.label}”，不能取消')
        found.update_from_dict(changes)
        await journal.record(actor, Act.CLOSE_ORDER, details={'bundle': found.id, 'pay_code': found.pay_code})
        news.append(BundleChanged(found.id, OrderStatus.CLOSED))
    return found


def _check(orders: Sequence[PaymentOrder], names: dict[int, str]) -> None:
    other = [order for order in orders if order.status is not OrderStatus.DUE]
    if other:
        first = f'{names[other[0].application_id]}（{other[0].status.label}）'
        raise Unmet(f'{first}等 {len(other)} 人不是待缴费状态，请刷新后重新选择')
    if len({order.year_id for order in orders}) > 1:
        raise Unmet('不同考核年度的缴款单不能合并')
