"""The applicant's own 缴费: what is owed, what was paid, or which step must come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from domain.rules.actor import Actor
from domain.rules.money import billing_time
from domain.rules.review.route import Stop, route_of, stops_of
from domain.rules.vocabulary import Grade, Level, OrderStatus, PayChannel, ReceiptOutcome, Status
from domain.rules.year.applying import Span
from domain.services.money import billing
from domain.services.year.years import Year
from storage.models import Application, Organisation, PaymentOrder, Receipt, Refund
from storage.queries.applications import visible_to
from storage.queries.money.orders import latest_of, to_refund
from storage.queries.organisations import chain_of


@dataclass(frozen=True, slots=True)
class OwnPayment:
    """The application of one year and its newest order, None before there is one.

    ``windows`` are those that hold for this person, ``trade_no`` is the channel's number of the booked payment;
    ``bundled``: it also paid for other persons.
    ``biller`` is the level whose approval bills before the final one, None when the final one does; ``in_time``: it has
    approved. ``given_up``: the payment time closed the order. ``to_refund``: what was paid will be given back.
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
    biller: Level | None
    in_time: bool
    given_up: bool
    to_refund: bool

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
    unit = await Organisation.get(id=application.unit_id)
    by = billing_time.biller(year.parameters.billed, await _route(application, unit, year))
    given_up = await billing.is_given_up(application)
    back = order is not None and await PaymentOrder.filter(await to_refund(year.id), id=order.id).exists()
    refund = await Refund.get_or_none(order_id=order.id) if order and order.status is OrderStatus.REFUNDED else None
    return OwnPayment(
        year=year,
        application=application,
        windows=year.windows_for(application.grade, unit.path),
        grade=Grade(application.grade) if application.grade else None,
        order=order,
        channel=order.channel if order else None,
        trade_no=receipt.trade_no if receipt else '',
        bundled=receipt is not None and receipt.bundle_id is not None,
        refunded_at=refund.at if refund else None,
        biller=by.level if by else None,
        in_time=await billing.is_time(application),
        given_up=order is not None and order.status is OrderStatus.CLOSED and given_up,
        to_refund=back,
    )


async def _route(application: Application, unit: Organisation, year: Year) -> tuple[Stop, ...]:
    """The route of the submission; of a draft, the one it would take."""
    if application.route:
        return stops_of(application.route)
    chain = [Stop(office.id, office.level) for office in await chain_of(unit)]
    return route_of(chain, year.parameters.final_level_of(Grade(application.grade or Grade.FIVE)))


async def _booked(order: PaymentOrder) -> Receipt | None:
    """The receipt that paid this order, alone or in a bundle."""
    spoken = Q(order_id=order.id) | Q(bundle__items__order_id=order.id)
    return await Receipt.filter(spoken, outcome=ReceiptOutcome.BOOKED).first()
