"""Orders and matching receipts, for every test with payments."""

from __future__ import annotations

from typing import Any

from domain import clock
from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import PayChannel, Status
from storage.models import PaymentBundle, PaymentOrder
from tests import town as cast
from tests.town import Town


async def due(town: Town, unit: str = cast.SCHOOL, grade: int = 3) -> PaymentOrder:
    """The due order of a new approved person, with the fee of the grade."""
    application = await town.application(unit=unit, grade=grade, at=Status.APPROVED)
    return await PaymentOrder.get(application_id=application.id)


def payment(bill: PaymentOrder | PaymentBundle, **changes: Any) -> PaymentNotification:
    """The notification of a payment that matches this order or bundle, except for the changes."""
    fitting: dict[str, Any] = {
        'channel': PayChannel.WECHAT,
        'trade_no': f'T{bill.pay_code}',
        'pay_code': bill.pay_code,
        'amount_fen': bill.amount_fen,
        'paid_at': clock.now(),
    }
    return PaymentNotification(**(fitting | changes))
