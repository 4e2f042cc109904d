"""Whether an admission ticket is genuine: what anyone with its printed code may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import clock
from domain.rules.application.person import masked_name
from domain.rules.exam.tickets import holds
from domain.rules.vocabulary import Grade, OrderStatus, PlanState, Status, Word
from domain.rules.year.typed_times import over_at
from domain.services.year.years import trade_names
from storage.models import AdmissionTicket

LONGEST = 32  # characters of a token; the database refuses longer values, and some characters
COLUMNS = (
    *('number', 'grade', 'plan__state', 'application__name', 'application__trade', 'application__status'),
    *('application__payment', 'session__starts_at', 'session__ends_at', 'room__site__name'),
)


class Genuine(Word):
    """The result of checking a code."""

    VALID = 'valid', '有效'
    VOID = 'void', '已失效'
    UNKNOWN = 'unknown', '未找到'


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a ticket: enough to compare with the paper, not enough to identify the person."""

    number: str
    name: str
    grade: Grade
    trade: str
    site: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class TicketCheck:
    """The result with its sentence; ``shown`` is set only for a valid ticket, before or after its exam."""

    genuine: Genuine
    sentence: str
    shown: Shown | None = None


async def checked(token: str) -> TicketCheck:
    """The result for the token of a printed code. The database queries are the same for every result."""
    fits = 0 < len(token) <= LONGEST and token.isascii() and token.isprintable()
    rows = await AdmissionTicket.filter(token=token if fits else '-').limit(1).values(*COLUMNS)
    trades, now = await trade_names(), clock.now()
    if not rows:
        return TicketCheck(Genuine.UNKNOWN, '没有找到这张准考证，请核对二维码是否完整')
    row = rows[0]
    payment = row['application__payment']
    good = holds(Status(row['application__status']), OrderStatus(payment) if payment else None)
    if not good or PlanState(row['plan__state']) is not PlanState.PUBLISHED:
        return TicketCheck(Genuine.VOID, '这张准考证已被撤回，请以重新打印的准考证为准')
    shown = Shown(
        number=row['number'],
        name=masked_name(row['application__name']),
        grade=Grade(row['grade']),
        trade=trades.get(row['application__trade'], row['application__trade']),
        site=row['room__site__name'],
        starts_at=row['session__starts_at'],
        ends_at=row['session__ends_at'],
    )
    if over_at(row['session__ends_at']) <= now:
        return TicketCheck(Genuine.VOID, '本场考试已经结束', shown)
    return TicketCheck(Genuine.VALID, '这张准考证真实有效，请与本人身份证件核对', shown)
