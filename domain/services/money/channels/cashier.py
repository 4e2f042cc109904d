"""收银台: the built-in payment channel, a page of this server behind a signed link that expires."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain import clock
from domain.errors import Refusal
from domain.rules.application.person import masked_name
from domain.rules.money.pay_codes import is_code
from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome
from domain.services.money import invoices, receipts
from domain.services.money.channels import signed_links
from domain.services.money.channels.channels import Owed
from domain.services.money.channels.signed_links import Tampered
from domain.services.money.invoices import Invoice

PURPOSE = 'pay'
PATH = '/pay/'
LASTS = timedelta(hours=24)  # [D] for a code on a screen; a printed code is valid until the payment window ends


class Cashier:
    """The channel: its QR code leads to the page where the payer confirms."""

    kind = PayChannel.CASHIER

    async def address(self, owed: Owed) -> str:
        """The signed link."""
        return address_of(owed.pay_code, owed.base)


def address_of(pay_code: str, base_url: str, until: datetime | None = None) -> str:
    """The link to pay this code, valid for 24 hours or until ``until``; ``base_url`` has no trailing slash."""
    return base_url + PATH + signed_links.signed(PURPOSE, pay_code, until or clock.now() + LASTS)


async def read(token: str) -> tuple[Invoice, datetime]:
    """The invoice of the link, names masked, and until when the link is valid.

    Raises Tampered (kept as a receipt with a wrong signature), Expired, NotFound.
    """
    try:
        pay_code, until = signed_links.opened(PURPOSE, token)
    except Tampered:
        claimed = token.partition('.')[0]
        if is_code(claimed):  # imitates one of our links; anything else is a mistyped address
            await receipts.forged(PayChannel.CASHIER, pay_code=claimed, details={'token': token})
        raise
    invoice = await invoices.of_code(pay_code)
    masked = tuple(replace(item, name=masked_name(item.name), unit='') for item in invoice.items)
    return replace(invoice, items=masked), until


async def pay(token: str) -> Invoice:
    """确认支付: book the payment of this link once, however often it is confirmed. Returns the invoice as it is now.

    Raises as ``read``, Refusal with the reason why it cannot be paid now, Busy.
    """
    invoice, _ = await read(token)
    if invoice.hindrance:
        raise Refusal(invoice.hindrance)
    # One payment per code in this channel: the code is also the trade number, so a second click is the same payment.
    notification = PaymentNotification(
        channel=PayChannel.CASHIER,
        trade_no=invoice.pay_code,
        pay_code=invoice.pay_code,
        amount_fen=invoice.amount_fen,
        paid_at=clock.now(),
    )
    receipt = await receipts.settle(notification)
    if receipt.outcome is ReceiptOutcome.BOOKED:
        done = OrderStatus.PAID
        items = tuple(replace(item, status=done) for item in invoice.items)
        return replace(invoice, status=done, paid_at=notification.paid_at, items=items, hindrance=invoices.OVER[done])
    invoice, _ = await read(token)
    if invoice.status is not OrderStatus.PAID:  # closed at the same moment, or its time was over
        raise Refusal(invoice.hindrance or f'缴费没有成功：{receipt.outcome.label}')
    return invoice
