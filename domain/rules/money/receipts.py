"""What a channel tells about money, and what becomes of it: the one rule by which a receipt is booked or kept aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.rules.money.payment_time import when
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome
from domain.rules.year.windows import Period

LONGEST_TRADE_NO, LONGEST_CODE, LONGEST_KEY, MOST_FEN = 64, 32, 96, 10**15
WHY = {'early': '付款时缴费尚未开始', 'late': '付款时缴费已经截止'}


@dataclass(frozen=True, slots=True)
class PaymentNotification:
    """One payment by a channel's word: genuine, as far as the channel could check.

    ``trade_no`` is the channel's own number of the payment, ``paid_at`` when the money was taken. Raises ValueError
    for a number that is empty or longer than 64, a code longer than 32 characters, and an amount out of all reason.
    """

    channel: PayChannel
    trade_no: str
    pay_code: str
    amount_fen: int
    paid_at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)
    statement_id: int | None = None

    def __post_init__(self) -> None:
        if not (0 < len(self.trade_no) <= LONGEST_TRADE_NO and self.trade_no.isprintable()):
            raise ValueError('流水号为 1–64 个字符')
        if not (len(self.pay_code) <= LONGEST_CODE and self.pay_code.isprintable()):
            raise ValueError('缴款码过长')
        if len(self.key) > LONGEST_KEY:
            raise ValueError('流水号和缴款码过长')
        if abs(self.amount_fen) > MOST_FEN:
            raise ValueError('金额超出范围')

    @property
    def key(self) -> str:
        """What is unique in the books: the channel and its number of the payment.

        On a statement the code belongs to it: every bank numbers by itself, and a mistyped code may be put right later.
        """
        code = f':{self.pay_code}' if self.channel is PayChannel.STATEMENT else ''
        return f'{self.channel.value}:{self.trade_no}{code}'


def outcome_of(
    told: PaymentNotification, status: OrderStatus, amount_fen: int, windows: Iterable[Period], now: datetime
) -> tuple[ReceiptOutcome, str]:
    """What becomes of a payment that is told for the first time, and why where the outcome leaves that open.

    A channel's clock may run ahead of ours: nothing was paid later than now.
    """
    if status is OrderStatus.PAID:
        return ReceiptOutcome.DOUBLE, ''
    if status is not OrderStatus.DUE:
        return ReceiptOutcome.CLOSED, status.label
    if told.amount_fen != amount_fen:
        return ReceiptOutcome.WRONG_AMOUNT, ''
    time = when(windows, min(told.paid_at, now))
    return (ReceiptOutcome.BOOKED, '') if time == 'inside' else (ReceiptOutcome.CLOSED, WHY[time])
