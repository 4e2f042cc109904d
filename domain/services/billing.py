"""The order that follows a final approval: what the person owes, frozen when it is created."""

from __future__ import annotations

import secrets
from datetime import datetime

from domain.rules.vocabulary import Act, Grade, OrderStatus
from domain.services import journal
from domain.services.years import current_year
from storage.models import Application, PaymentOrder

PAY_CODE_DIGITS = 20


async def bill(application: Application, at: datetime) -> None:
    """生成应缴 inside the approval's transaction; a person who has paid is never billed again (1-domain §6)."""
    settled = [OrderStatus.PAID, OrderStatus.DUE]
    if await PaymentOrder.filter(application_id=application.id, status__in=settled).exists():
        return
    year = await current_year()
    amount = year.fees.get(Grade(application.grade or Grade.FIVE), 0)
    status = OrderStatus.DUE if amount else OrderStatus.EXEMPT
    await PaymentOrder.create(
        application_id=application.id, pay_code=pay_code(), amount_fen=amount, status=status, created_at=at
    )
    await Application.filter(id=application.id).update(payment=status)
    application.payment = status
    await journal.record(None, Act.BILL, application, details={'amount_fen': amount})


async def close_open_orders(application: Application) -> None:
    """What is due when an approval is taken back or the qualification is cancelled is not owed any more."""
    closed = await PaymentOrder.filter(application_id=application.id, status=OrderStatus.DUE).update(
        status=OrderStatus.CLOSED
    )
    if closed:
        await Application.filter(id=application.id).update(payment=OrderStatus.CLOSED)
        application.payment = OrderStatus.CLOSED
        await journal.record(None, Act.CLOSE_ORDER, application)


def pay_code() -> str:
    """Twenty digits, opaque, never beginning with zero so that no spreadsheet shortens it."""
    return str(secrets.randbelow(9) + 1) + ''.join(str(secrets.randbelow(10)) for _ in range(PAY_CODE_DIGITS - 1))
