"""The order that follows a final approval: what the person owes, frozen when it is created."""

from __future__ import annotations

from datetime import datetime

from domain.events import Event
from domain.rules.actor import Actor
from domain.rules.money.fees import fee_of
from domain.rules.money.pay_codes import order_code
from domain.rules.vocabulary import Act, Grade, OrderStatus
from domain.services import journal
from domain.services.money.order_moves import LIVE, close_bundles
from domain.services.year.years import year_of
from storage.models import Application, PaymentOrder


async def bill(application: Application, at: datetime, actor: Actor | None = None) -> PaymentOrder | None:
    """生成应缴 inside a transaction that holds the application; a person who has paid is never billed again.

    A fee of 0 is 免缴. A grade without a fee in the application's year makes no order: 生成缴款码 makes it later.
    Source: 1-domain §6.
    """
    if await PaymentOrder.filter(application_id=application.id, status__in=LIVE).exists():
        return None
    grade = Grade(application.grade or Grade.FIVE)
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


async def close_open_orders(application: Application, at: datetime, news: list[Event]) -> None:
    """What is due when an approval is taken back or the qualification is cancelled is not owed any more.

    Whatever was paid stays paid, and can be refunded. The transaction holds the application.
    """
    open_ = [OrderStatus.DUE, OrderStatus.EXEMPT]
    ids = [row.id for row in await PaymentOrder.filter(application_id=application.id, status__in=open_).only('id')]
    if not ids:
        return
    await PaymentOrder.filter(id__in=ids).update(status=OrderStatus.CLOSED, ended_at=at)
    await Application.filter(id=application.id).update(payment=OrderStatus.CLOSED)
    application.payment = OrderStatus.CLOSED
    await close_bundles(ids, at, news)
    await journal.record(None, Act.CLOSE_ORDER, application)
