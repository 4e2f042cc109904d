"""What a pay code stands for while its payment is booked: the rows, held by the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q

from domain.rules.money.pay_codes import is_bundle, is_code
from domain.rules.vocabulary import OrderStatus
from domain.services.money import order_moves
from storage.models import Application, BundleItem, PaymentBundle, PaymentOrder


@dataclass(frozen=True, slots=True)
class Bill:
    """One order, or a bundle with all of its orders, and the applications that are held for them."""

    orders: Sequence[PaymentOrder]
    held: Mapping[int, Application]
    bundle: PaymentBundle | None = None

    @property
    def status(self) -> OrderStatus:
        return self.bundle.status if self.bundle else self.orders[0].status

    @property
    def amount_fen(self) -> int:
        return self.bundle.amount_fen if self.bundle else self.orders[0].amount_fen

    @property
    def order_id(self) -> int | None:
        """The one order; None for a bundle."""
        return None if self.bundle else self.orders[0].id

    @property
    def bundle_id(self) -> int | None:
        return self.bundle.id if self.bundle else None

    @property
    def place(self) -> int | None:
        """The organisation whose matter it is: whoever made the bundle, or the person's unit."""
        return self.bundle.organisation_id if self.bundle else self.orders[0].unit_id


async def held(pay_code: str) -> Bill | None:
    """The order or bundle of this code, read after its applications are held; None when there is none."""
    if not is_code(pay_code):
        return None
    bundle = await PaymentBundle.get_or_none(pay_code=pay_code) if is_bundle(pay_code) else None
    if is_bundle(pay_code) and bundle is None:
        return None
    ids = await BundleItem.filter(bundle_id=bundle.id).values_list('order_id', flat=True) if bundle else []
    which = Q(id__in=list(ids)) if bundle else Q(pay_code=pay_code)
    before = await PaymentOrder.filter(which).only('id', 'application_id')
    applications = await order_moves.lock([row.application_id for row in before])
    orders = await PaymentOrder.filter(which).order_by('id')
    if bundle:
        bundle = await PaymentBundle.filter(id=bundle.id).select_for_update().get()
    return Bill(orders, applications, bundle) if orders else None
