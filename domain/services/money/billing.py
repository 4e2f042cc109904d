"""The order created at the 缴费时点 of the year: what the person owes; the amount is fixed when it is created."""

from __future__ import annotations

from datetime import datetime

from domain.events import Event
from domain.rules.actor import Actor
from domain.rules.money import billing_time
from domain.rules.money.fees import fee_of
from domain.rules.money.pay_codes import order_code
from domain.rules.review.route import stops_of
from domain.rules.vocabulary import Act, Grade, OrderStatus
from domain.services import journal
from domain.services.money import order_moves
from domain.services.money.order_moves import LIVE
from domain.services.year.years import year_of
from storage.models import Application, JournalEntry, PaymentOrder


async def is_time(application: Application) -> bool:
    """Whether the application has come to the 缴费时点 of its year."""
    billed = (await year_of(application.year_id)).parameters.billed
    return billing_time.is_time(billed, application.status, stops_of(application.route), application.holder_id)


async def bill_in_time(application: Application, at: datetime, news: list[Event]) -> None:
    """生成应缴 if the approval brought the application to its 缴费时点 or beyond, and it has not been given up."""
    if await is_time(application) and not await is_given_up(application):
        await bill(application, at, news)


async def is_given_up(application: Application) -> bool:
    """Whether the payment time has closed the last order, or it was refunded since the person submitted last.

    No approval bills again what has ended in this way: an office does, with 生成缴款码.
    """
    last = await PaymentOrder.filter(application_id=application.id).order_by('-id').first()
    if last is None or last.status not in (OrderStatus.CLOSED, OrderStatus.REFUNDED):
        return False
    if last.status is OrderStatus.REFUNDED:
        submitted, ended = application.submitted_at, last.ended_at
        return submitted is None or ended is None or ended >= submitted
    closings = JournalEntry.filter(application_id=application.id, act=Act.CLOSE_ORDER)
    closing = await closings.order_by('-sequence').first()
    return closing is not None and closing.reason == order_moves.REASON


async def bill(
    application: Application, at: datetime, news: list[Event], actor: Actor | None = None
) -> PaymentOrder | None:
    """生成应缴 inside a transaction that has locked the application; a person who has paid is never billed again.

    A fee of 0 is 免缴. A grade without a fee in the application's year gets no order: 生成缴款码 creates it later. An
    unpaid order of another grade is closed first. Source: 1-domain §6.
    """
    grade = Grade(application.grade or Grade.FIVE)
    live = await PaymentOrder.filter(application_id=application.id, status__in=LIVE).first()
    if live is not None:
        if not billing_time.is_outdated(live.status, live.amount_fen, live.grade, grade):
            return None
        await order_moves.close_open_orders(application, at, news)
    amount = fee_of(grade, (await year_of(application.year_id)).fees)
    if amount is None:
        return None
    status = OrderStatus.DUE if amount else OrderStatus.EXEMPT
    order = await PaymentOrder.create(
        application_id=application.id,
        pay_code=order_code(),
        amount_fen=amount,
        status=status,
        created_at=at,
        ended_at=None if amount else at,
        unit_id=application.unit_id,
        grade=int(grade),
        year_id=application.year_id,
    )
    await Application.filter(id=application.id).update(payment=status)
    application.payment = status
    await journal.record(actor, Act.BILL, application, details={'amount_fen': amount})
    return order
