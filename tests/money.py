"""Orders and matching receipts, for every test with payments."""

from __future__ import annotations

from typing import Any

from domain import clock
from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import Act, Level, PayChannel, Status
from domain.services.review.decisions import Opinion, decide
from storage.models import Application, PaymentBundle, PaymentOrder
from tests import town as cast
from tests.town import Town
from tests.years import set_parameters

REASON = Opinion('工作时间有误')


async def due(town: Town, unit: str = cast.SCHOOL, grade: int = 3) -> PaymentOrder:
    """The due order of a new approved person, with the fee of the grade."""
    application = await town.application(unit=unit, grade=grade, at=Status.APPROVED)
    return await PaymentOrder.get(application_id=application.id)


async def past_county(town: Town, grade: int = 3) -> Application:
    """In a year of 县区通过后: the county has approved and billed, the city decides next."""
    await set_parameters(billed='county')
    return await approve(town, await town.application(at=Level.COUNTY, grade=grade))


async def approve(town: Town, application: Application, act: Act = Act.APPROVE) -> Application:
    """The office that holds it approves, or returns or rejects it with a reason."""
    row = await Application.get(id=application.id).prefetch_related('holder')
    assert row.holder is not None
    return await decide(town.actor(row.holder.code), row.id, act, REASON, seen=row.version)


async def resubmitted(application: Application, *, grade: int | None = None) -> Application:
    """As if the applicant had sent it again, perhaps for another grade, and the county held it now."""
    county = next(stop['id'] for stop in application.route if stop['level'] == Level.COUNTY)
    await Application.filter(id=application.id).update(
        status=Status.IN_REVIEW, stage=Level.COUNTY, holder_id=county, grade=grade or application.grade
    )
    return await Application.get(id=application.id)


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
