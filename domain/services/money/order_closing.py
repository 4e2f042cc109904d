"""自动放弃: what nobody paid by the end of the payment window is closed (1-domain §6)."""

from __future__ import annotations

import asyncio
import logging

from domain import clock
from domain.rules.money.payment_time import is_over
from domain.rules.vocabulary import Act, OrderStatus
from domain.services.money import order_moves
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import whole
from storage.connection.advisory_locks import alone
from storage.models import ExamYear, PaymentOrder

log = logging.getLogger(__name__)
REASON = '缴费时间结束，自动放弃'
CHUNK = 200
EVERY = 60  # seconds


@use_case
async def close_overdue() -> int:
    """Close every open order of a year whose last payment window is over. Returns how many.

    A chunk is one transaction; run again it closes nothing twice. The end of the window is followed by a grace of ten
    minutes, in which what was paid in the last minute can still be told.
    """
    closed = 0
    for row in await ExamYear.all():
        if is_over((await whole(row)).windows, clock.now()):
            while done := await _close_some(row.id):
                closed += done
    return closed


async def _close_some(year_id: int) -> int:
    open_ = PaymentOrder.filter(year_id=year_id, status=OrderStatus.DUE).order_by('id')
    async with unit_of_work(None) as news:
        some = await open_.limit(CHUNK).only('id', 'application_id')
        held = await order_moves.lock([order.application_id for order in some])
        orders = await open_.filter(id__in=[order.id for order in some])  # paid meanwhile: not open any more
        if orders:
            at = clock.now()
            await order_moves.move(
                orders, held, Act.CLOSE_ORDER, OrderStatus.CLOSED, at, news, reason=REASON, ended_at=at
            )
    return len(some)


async def keep_closing() -> None:
    """Close what is overdue every minute, in one process of the installation at a time, until cancelled."""
    while True:
        try:
            async with alone('close overdue orders') as first:
                if first and (closed := await close_overdue()):
                    log.info('orders closed', extra={'facts': {'orders': closed}})
        except Exception:  # the database may be away for a while: the next minute is soon enough
            log.exception('overdue orders could not be closed')
        await asyncio.sleep(EVERY)
