"""The invoice of one pay code: who pays whom how much for which persons, and why it cannot be paid now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import clock
from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.money.payment_time import when
from domain.rules.permissions import County
from domain.rules.vocabulary import Grade, Level, OrderStatus, WindowKind
from domain.rules.year.applying import Span
from domain.rules.year.windows import next_opening
from domain.services.money import bills
from domain.services.money.pay_windows import windows_of
from domain.services.year.years import Year, year_of
from storage.models import Application, BundleItem, Organisation, PaymentBundle, PaymentOrder
from storage.queries.organisations import chain_of, ids_below, names_of

NAMED = 3  # persons named in a sentence
OFFICES = (Level.COUNTY, Level.CITY, Level.PROVINCE)
OVER = {
    OrderStatus.PAID: '该缴款码已缴费，无需重复缴费',
    OrderStatus.CLOSED: '该缴款码已关闭，不能缴费；如需缴费，请向县区及以上管理员索取新的缴款码',
    OrderStatus.REFUNDED: '该笔费用已退费，不能再次缴费',
    OrderStatus.EXEMPT: '该考生已免缴，无需缴费',
}


@dataclass(frozen=True, slots=True)
class Item:
    """One person's part; ``status`` is the status of the person's own order, also in a bundle."""

    application_id: int
    number: str
    name: str
    unit: str
    grade: Grade
    amount_fen: int
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class Invoice:
    """One order, or one bundle with all its orders; ``hindrance`` says why it cannot be paid now."""

    pay_code: str
    bundle_id: int | None
    payee: str
    year: Year
    items: tuple[Item, ...]
    amount_fen: int
    status: OrderStatus
    paid_at: datetime | None
    windows: tuple[Span, ...]  # in which it may be paid
    hindrance: str

    @property
    def closes_at(self) -> datetime | None:
        """The end of the last payment window."""
        return max((window.closes_at for window in self.windows), default=None)


async def find(actor: Actor, pay_code: str) -> Invoice:
    """The invoice of a code in the actor's subtree, with full names. Raises NotFound, Forbidden below a county."""
    County.require(actor)
    orders, bundle = await bills.rows_of(pay_code)
    reach = Organisation.filter(id__in=ids_below(actor.path)) if actor.is_office and actor.path else None
    place = bundle.organisation_id if bundle else orders[0].unit_id if orders else None
    if reach is None or place is None or not await reach.filter(id=place).exists():
        raise NotFound('该缴款码')
    return await _invoice(orders, bundle)


async def of_code(pay_code: str) -> Invoice:
    """The invoice of a code for a caller who has proved to own the code, unmasked. Raises NotFound."""
    orders, bundle = await bills.rows_of(pay_code)
    if not orders:
        raise NotFound('该缴款码')
    return await _invoice(orders, bundle)


async def code_of(actor: Actor, order_id: int) -> str:
    """The pay code of one person's order. Raises as ``find``."""
    County.require(actor)
    order = await PaymentOrder.filter(unit_id__in=ids_below(actor.path)).get_or_none(id=order_id)
    if order is None:
        raise NotFound('该缴款单')
    return order.pay_code


async def why_closed(invoice: Invoice) -> str:
    """Why a closed code can no longer be paid, and what to do now: a sentence for the office."""
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


async def _invoice(orders: list[PaymentOrder], bundle: PaymentBundle | None) -> Invoice:
    year = await year_of(orders[0].year_id)
    people = {row.id: row for row in await Application.filter(id__in=[order.application_id for order in orders])}
    units = await names_of({row.unit_id for row in people.values()})
    head = bundle or orders[0]
    windows = await windows_of(orders)
    return Invoice(
        pay_code=head.pay_code,
        bundle_id=bundle.id if bundle else None,
        payee=await _payee(orders[0], bundle),
        year=year,
        items=tuple(_item(order, people[order.application_id], units) for order in orders),
        amount_fen=head.amount_fen,
        status=head.status,
        paid_at=head.paid_at,
        windows=windows,
        hindrance=OVER.get(head.status) or _out_of_time(windows),
    )


def _item(order: PaymentOrder, person: Application, units: dict[int, str]) -> Item:
    grade = Grade(order.grade or person.grade or Grade.FIVE)
    unit = units[person.unit_id]
    return Item(person.id, person.number, person.name, unit, grade, order.amount_fen, order.status)


async def _payee(order: PaymentOrder, bundle: PaymentBundle | None) -> str:
    """The office that collects: the bundle's own, or the first county, city or province above the person's unit."""
    below = await Organisation.get(id=bundle.organisation_id if bundle else order.unit_id)
    return next(office.name for office in await chain_of(below) if office.level in OFFICES)


def _out_of_time(windows: Sequence[Span]) -> str:
    now = clock.now()
    match when(windows, now):
        case 'inside':
            return ''
        case 'early':
            opening = next_opening(windows, WindowKind.PAYMENT, now)
            return f'缴费尚未开始，将于 {clock.minute_text(opening.opens_at)} 开放' if opening else '缴费时间尚未公布'
        case 'late':
            last = max(window.closes_at for window in windows)
            return f'缴费已于 {clock.minute_text(last)} 截止，不能缴费'
