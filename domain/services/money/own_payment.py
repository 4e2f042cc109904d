"""The applicant's own 缴费: what is owed, what was paid, or which step must come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from domain.rules.actor import Actor
from domain.rules.vocabulary import Grade, OrderStatus, PayChannel, ReceiptOutcome, Status
from domain.rules.year.applying import Span
from domain.services.year.years import Year
from storage.models import Application, PaymentOrder, Receipt, Refund
from storage.queries.applications import visible_to
from storage.queries.money.orders import latest_of
from storage.queries.organisations import path_of


@dataclass(frozen=True, slots=True)
class OwnPayment:
    """The application of one year and its newest order, None before there is one.

    ``windows`` are those that hold for this person, ``trade_no`` is the channel's number of the booked payment;
    ``bundled``: it also paid for other persons.
    """

    year: Year
    application: Application
    windows: tuple[Span, ...]
    grade: Grade | None
    order: PaymentOrder | None
    channel: PayChannel | None
    trade_no: str
    bundled: bool
    refunded_at: datetime | None

    @property
    def approved(self) -> bool:
        return self.application.status is Status.APPROVED


async def own_payment(actor: Actor, year: Year) -> OwnPayment | None:
    """The state of the applicant's payment of this year; None without an application."""
    application = await visible_to(actor).filter(year_id=year.id, applicant_id=actor.account_id).order_by('-id').first()
    if application is None:
        return None
    order = (await latest_of([application.id])).get(application.id)
    settled = order is not None and order.status in (OrderStatus.PAID, OrderStatus.REFUNDED)
    receipt = await _booked(order) if order and settled else None
    refund = await Refund.get_or_none(order_id=order.id) if order and order.status is OrderStatus.REFUNDED else None
    return OwnPayment(
        year=year,
        application=application,
        windows=year.windows_for(application.grade, await path_of(application.unit_id)),
        grade=Grade(application.grade) if application.grade else None,
        order=order,
        channel=order.channel if order else None,
        trade_no=receipt.trade_no if receipt else '',
        bundled=receipt is not None and receipt.bundle_id is not None,
        refunded_at=refund.at if refund else None,
    )


async def _booked(order: PaymentOrder) -> Receipt | None:
    """The receipt that paid this order, alone or in a bundle."""
    spoken = Q(order_id=order.id) | Q(bundle__items__order_id=order.id)
    return await Receipt.filter(spoken, outcome=ReceiptOutcome.BOOKED).first()
