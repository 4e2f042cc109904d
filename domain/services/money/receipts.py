"""缴费回执: the only place that books payments; every receipt is kept, whatever its outcome."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from domain import clock
from domain.errors import Busy, Forbidden, NotFound, Unmet
from domain.events import BundleChanged, Event
from domain.rules.actor import Actor
from domain.rules.money.receipts import LONGEST_CODE, LONGEST_TRADE_NO, PaymentNotification, outcome_of
from domain.rules.permissions import County
from domain.rules.reasons import is_reason
from domain.rules.vocabulary import Act, Level, OrderStatus, PayChannel, ReceiptOutcome
from domain.services import journal
from domain.services.limits import ConcurrencyLimit, RateLimit
from domain.services.money import bills, order_moves, pay_windows
from domain.services.money.bills import Bill
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import PaymentBundle, PaymentOrder, Receipt, Statement
from storage.queries.organisations import ids_below

__all__ = ['PaymentNotification', 'forged', 'handle', 'settle']

log = logging.getLogger(__name__)
ATTEMPTS = 5
PAUSE = 0.05  # seconds, longer with each attempt
_desk = ConcurrencyLimit(4)
# Anybody can send forgeries: only so many are kept, then one a minute; the log counts all of them.
_forgeries = RateLimit(per_second=1 / 60, burst=300)


@use_case
async def settle(notification: PaymentNotification) -> Receipt:
    """Book this payment, or keep it unbooked with the reason: the outcome is in the returned receipt.

    Every call keeps one receipt. Only BOOKED changes an order, and only once, also with concurrent notifications. The
    same trade number again is REPEATED. Raises Busy when the database fails: the channel must send it again.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with _desk.turn():
                return await _settle(notification)
        except (IntegrityError, Busy):  # the same payment reported twice at once, or a short failure of the database
            await asyncio.sleep(PAUSE * attempt)
    raise Busy


async def _settle(notification: PaymentNotification) -> Receipt:
    now = clock.now()
    async with unit_of_work(None) as news:
        bill = await bills.held(notification.pay_code)
        outcome, why = await _outcome(notification, bill, now)
        receipt = await _keep(notification, bill, outcome, why, now)
        if outcome is ReceiptOutcome.BOOKED and bill is not None:
            await _book(notification, bill, min(notification.paid_at, now), news)
    if outcome is not ReceiptOutcome.BOOKED:
        log.info('receipt not booked', extra={'facts': {'receipt': receipt.id, 'outcome': outcome.value}})
    return receipt


async def _outcome(notification: PaymentNotification, bill: Bill | None, now: datetime) -> tuple[ReceiptOutcome, str]:
    if await Receipt.filter(key=notification.key).exists():
        return ReceiptOutcome.REPEATED, ''
    if bill is None:
        return ReceiptOutcome.UNMATCHED, ''
    if await _booked_with(notification.trade_no, bill):
        return ReceiptOutcome.REPEATED, ''
    windows = await pay_windows.windows_of(bill.orders)
    return outcome_of(notification, bill.status, bill.amount_fen, windows, now)


async def _booked_with(trade_no: str, bill: Bill) -> bool:
    """Whether another channel reported the same payment first: a gateway's notification, then the bank's statement."""
    which = Q(bundle_id=bill.bundle_id) if bill.bundle else Q(order_id=bill.order_id)
    return await Receipt.filter(which, trade_no=trade_no, outcome=ReceiptOutcome.BOOKED).exists()


async def _keep(
    notification: PaymentNotification, bill: Bill | None, outcome: ReceiptOutcome, why: str, now: datetime
) -> Receipt:
    statement = await Statement.get_or_none(id=notification.statement_id) if notification.statement_id else None
    importer = statement.organisation_id if statement else None
    return await Receipt.create(
        channel=notification.channel,
        key=None if outcome is ReceiptOutcome.REPEATED else notification.key,
        trade_no=notification.trade_no,
        pay_code=notification.pay_code,
        amount_fen=notification.amount_fen,
        told_at=notification.paid_at,
        received_at=now,
        outcome=outcome,
        order_id=bill.order_id if bill else None,
        bundle_id=bill.bundle_id if bill else None,
        statement_id=notification.statement_id,
        organisation_id=bill.place if bill else importer,
        details={**notification.details, 'why': why} if why else dict(notification.details),
    )


async def _book(notification: PaymentNotification, bill: Bill, paid_at: datetime, news: list[Event]) -> None:
    bundle = bill.bundle
    if bundle is not None:
        await PaymentBundle.filter(id=bundle.id).update(status=OrderStatus.PAID, paid_at=paid_at)
        news.append(BundleChanged(bundle.id, OrderStatus.PAID))
    shared = {'bundle': bundle.pay_code} if bundle else {}

    def details(order: PaymentOrder) -> dict[str, Any]:
        return booked_details(order, notification.channel, notification.trade_no) | shared

    await order_moves.move(
        bill.orders, bill.held, Act.RECEIPT, OrderStatus.PAID, clock.now(), news,
        details=details, keep_bundle=bill.bundle_id, paid_at=paid_at, channel=notification.channel,
    )  # fmt: skip


def booked_details(order: PaymentOrder, channel: PayChannel, trade_no: str) -> dict[str, Any]:
    """What the journal keeps of a payment: the order's own part, also when one code paid for many persons."""
    return {
        'amount_fen': order.amount_fen,
        'pay_code': order.pay_code,
        'channel': channel.value,
        'trade_no': trade_no,
    }


@use_case
async def forged(
    channel: PayChannel, *, trade_no: str = '', pay_code: str = '', details: Mapping[str, Any] | None = None
) -> Receipt | None:
    """Keep a message with a wrong signature; None when so many arrived recently that this one is only counted.

    Its content is not trusted: it gets no key and belongs to no order.
    """
    log.warning('receipt with a wrong signature', extra={'facts': {'channel': channel.value}})
    if not _forgeries.take():
        return None
    kept = {str(key)[:40]: _plain(str(value), 200) for key, value in list((details or {}).items())[:10]}
    async with _desk.turn():
        return await Receipt.create(
            channel=channel,
            trade_no=_plain(trade_no, LONGEST_TRADE_NO),
            pay_code=_plain(pay_code, LONGEST_CODE),
            received_at=clock.now(),
            outcome=ReceiptOutcome.FORGED,
            details=kept,
        )


def _plain(text: str, most: int) -> str:
    return ''.join(letter for letter in text[:most] if letter.isprintable())


@use_case
async def handle(actor: Actor, receipt_id: int, note: str) -> Receipt:
    """处理异常回执: record once, in 2–500 characters, what was done about a payment that was not booked.

    Raises Forbidden below a county administrator, or for a receipt that was booked or is already handled; NotFound out
    of reach (a receipt of no organisation belongs to the province); Unmet without a note.
    """
    County.require(actor)
    if not is_reason(note):
        raise Unmet('请填写处理情况（2–500 字）')
    async with unit_of_work(actor):
        reach = Q(organisation_id__in=ids_below(actor.path))
        if actor.level is Level.PROVINCE:
            reach |= Q(organisation_id__isnull=True)
        receipt = await Receipt.filter(reach).get_or_none(id=receipt_id)
        if receipt is None:
            raise NotFound('该回执')
        if receipt.outcome is ReceiptOutcome.BOOKED:
            raise Forbidden('该回执已入账，不需要处理')
        changes = {'handled_at': clock.now(), 'handled_by': actor.account_id, 'handling': note.strip()}
        if not await Receipt.filter(id=receipt.id, handled_at__isnull=True).update(**changes):
            raise Forbidden('该回执已经处理过')
        receipt.update_from_dict(changes)
        details = {'receipt': receipt.id, 'outcome': receipt.outcome.value, 'pay_code': receipt.pay_code}
        await journal.record(actor, Act.HANDLE_RECEIPT, details=details, reason=note.strip())
    return receipt
