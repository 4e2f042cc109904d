"""The order created after a final approval: what the person owes; the amount is fixed when it is created."""

from __future__ import annotations

from datetime import datetime

from domain.rules.actor import Actor
from domain.rules.money.fees import fee_of
from domain.rules.money.pay_codes import order_code
from domain.rules.vocabulary import Act, Grade, OrderStatus
from domain.services import journal
from domain.services.money.order_moves import LIVE
from domain.services.year.years import year_of
from storage.models import Application, PaymentOrder


async def bill(application: Application, at: datetime, actor: Actor | None = None) -> PaymentOrder | None:
    """生成应缴 inside a transaction that has locked the application; a person who has paid is never billed again.

    A fee of 0 is 免缴. A grade without a fee in the application's year gets no order: 生成缴款码 creates it later.
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
