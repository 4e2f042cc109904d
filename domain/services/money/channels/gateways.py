"""Messages from gateways and queries to them: payments go to ``receipts.settle``, forgeries are kept as receipts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from domain.errors import NotFound, Refusal
from domain.rules.actor import Actor
from domain.rules.money.receipts import PaymentNotification
from domain.rules.permissions import County
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome
from domain.services.money import receipts
from domain.services.money.channels import channels
from domain.services.money.channels.channels import Forged, Gateway
from storage.models import BundleItem, PaymentBundle, PaymentOrder
from storage.queries.organisations import ids_below

log = logging.getLogger(__name__)
MOST, AT_ONCE = 100, 4  # codes queried in one call, and how many at the same time
EVERY = 60  # seconds


async def receive(kind: PayChannel, headers: Mapping[str, str], body: bytes) -> None:
    """Process a gateway's message: its payment is booked or kept as not booked; other messages are ignored.

    Raises NotFound when this installation has no such gateway, Forged for a message that is not from the gateway
    (kept as a receipt with a wrong signature), Busy when the gateway must send it again.
    """
    gateway = next((one for one in channels.gateways() if one.kind is kind), None)
    if gateway is None:
        raise NotFound('该页面')
    try:
        notification = gateway.read_notification(headers, body)
    except Forged as wrong:
        await receipts.forged(kind, details={'why': str(wrong)})
        raise
    if notification is not None:
        await receipts.settle(notification)


async def refresh(actor: Actor, order_ids: Sequence[int]) -> int:
    """刷新状态: query the gateways for those of these orders that are in reach and due, and for their bundles.

    Returns how many payments were booked. Raises Forbidden below a county administrator, and the gateway's Refusal
    after every payment that was reported is booked.
    """
    County.require(actor)
    if not channels.gateways():
        return 0
    reach = PaymentOrder.filter(id__in=list(order_ids)[:MOST], unit_id__in=ids_below(actor.path))
    found = {
        int(row[0]): str(row[1]) for row in await reach.filter(status=OrderStatus.DUE).values_list('id', 'pay_code')
    }
    items = BundleItem.filter(order_id__in=list(found), bundle__status=OrderStatus.DUE)
    bundles = {str(row[0]) for row in await items.values_list('bundle__pay_code')} if found else set()
    turns = asyncio.Semaphore(AT_ONCE)
    codes = (*found.values(), *bundles)
    queries = [_queried(gateway, code, turns) for gateway in channels.gateways() for code in codes]
    answers = await asyncio.gather(*queries)
    booked = 0
    for answer in answers:
        if isinstance(answer, PaymentNotification):
            booked += (await receipts.settle(answer)).outcome is ReceiptOutcome.BOOKED
    for answer in answers:
        if isinstance(answer, Refusal):
            raise answer
    return booked


async def _queried(gateway: Gateway, code: str, turns: asyncio.Semaphore) -> PaymentNotification | Refusal | None:
    async with turns:
        try:
            return await gateway.paid(code)
        except Refusal as refusal:
            return refusal


async def close_ended() -> int:
    """Close at the gateways the codes that are no longer owed here, so that nobody pays them. Returns how many."""
    closed = 0
    for gateway in channels.gateways():
        codes = list(gateway.open_codes())
        due = {'status': OrderStatus.DUE, 'pay_code__in': codes}
        owed = {
            str(row[0])
            for table in (PaymentOrder, PaymentBundle)
            for row in await table.filter(**due).values_list('pay_code')
        }
        for code in codes:
            if code not in owed:
                await gateway.close(code)
                closed += 1
    return closed


async def keep_closing() -> None:
    """Every minute, close the codes that this process has shown and that are no longer owed, until cancelled."""
    while True:
        try:
            await close_ended()
        except Refusal as refusal:
            log.warning('not closed at the gateway', extra={'facts': {'why': str(refusal)}})
        except Exception:  # the database may be unavailable for a while: the next minute is soon enough
            log.exception('ended codes could not be closed')
        await asyncio.sleep(EVERY)
