"""Pay codes as the office sees them that shows or prints them: the invoice, and why a code was closed."""

from __future__ import annotations

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.permissions import County
from domain.rules.vocabulary import OrderStatus
from domain.services.money import invoices
from domain.services.money.invoices import Invoice
from storage.models import BundleItem, PaymentOrder
from storage.queries.organisations import ids_below

NAMED = 3  # persons named in a sentence


async def of_code(actor: Actor, pay_code: str) -> Invoice:
    """What the code asks for, names in full. Raises NotFound out of reach, Forbidden below a county."""
    County.require(actor)
    return await invoices.find(actor, pay_code)


async def code_of(actor: Actor, order_id: int) -> str:
    """The pay code of one person's order. Raises as ``of_code``."""
    County.require(actor)
    order = await PaymentOrder.filter(unit_id__in=ids_below(actor.path)).get_or_none(id=order_id)
    if order is None:
        raise NotFound('该缴款单')
    return order.pay_code


async def why_closed(invoice: Invoice) -> str:
    """Why a code that was closed cannot be paid any more, and what to do now: a sentence for the office."""
    if invoice.bundle_id is None:
        return invoice.hindrance
    gone = [item for item in invoice.items if item.status is not OrderStatus.DUE]
    if gone:
        names = '、'.join(f'{item.name}（{item.status.label}）' for item in gone[:NAMED])
        more = f'等 {len(gone)} 人' if len(gone) > NAMED else ''
        rest = '' if len(gone) == len(invoice.items) else '；请为其余人员重新生成'
        return f'{names}{more}已另行办理，此码随即失效{rest}'
    items = await BundleItem.filter(bundle_id=invoice.bundle_id).values_list('order_id')
    later = BundleItem.filter(order_id__in=[int(row[0]) for row in items], bundle_id__gt=invoice.bundle_id)
    return '其中的人员已重新生成缴费二维码，请使用新的' if await later.exists() else '此码已作废，人员仍为待缴费'
