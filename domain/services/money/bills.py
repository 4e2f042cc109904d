"""The rows that belong to a pay code, to read or locked by the transaction that books its payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.rules.money.pay_codes import is_bundle, is_code
from domain.rules.vocabulary import OrderStatus
from domain.services.money import order_moves
from storage.models import Application, BundleItem, PaymentBundle, PaymentOrder


@dataclass(frozen=True, slots=True)
class Bill:
    """One order, or a bundle with all of its orders, and their locked applications."""

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
        """The id of the single order; None for a bundle."""
        return None if self.bundle else self.orders[0].id

    @property
    def bundle_id(self) -> int | None:
        return self.bundle.id if self.bundle else None

    @property
    def place(self) -> int | None:
        """The organisation responsible for it: the one that created the bundle, or the person's unit."""
        return self.bundle.organisation_id if self.bundle else self.orders[0].unit_id


async def rows_of(pay_code: str) -> tuple[list[PaymentOrder], PaymentBundle | None]:
    """The order of this code, or the orders of its bundle by id, and the bundle; empty when there is none."""
    if not is_code(pay_code):
        return [], None
    if not is_bundle(pay_code):
        return await PaymentOrder.filter(pay_code=pay_code), None
    bundle = await PaymentBundle.get_or_none(pay_code=pay_code)
    if bundle is None:
        return [], None
    ids = await BundleItem.filter(bundle_id=bundle.id).values_list('order_id', flat=True)
    return await PaymentOrder.filter(id__in=list(ids)).order_by('id'), bundle


async def held(pay_code: str) -> Bill | None:
    """The order or bundle of this code, read again after its applications are locked; None when there is none."""
    before, bundle = await rows_of(pay_code)
    applications = await order_moves.lock([row.application_id for row in before])
    orders = await PaymentOrder.filter(id__in=[row.id for row in before]).order_by('id')
    if bundle:
        bundle = await PaymentBundle.filter(id=bundle.id).select_for_update().get()
    return Bill(orders, applications, bundle) if orders else None
