"""The payment notification of a channel and its outcome: the one rule that decides whether a receipt is booked."""

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
    """One payment as reported by a channel: genuine, as far as the channel could check.

    ``trade_no`` is the channel's own number of the payment, ``paid_at`` the time of payment. Raises ValueError for a
    number that is empty or longer than 64, a code longer than 32 characters, and an amount outside the limits.
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
        """The unique key of a receipt: the channel and its number of the payment.

        On a statement the pay code is part of it: each bank has its own numbers, a wrong code may be corrected later.
        """
        code = f':{self.pay_code}' if self.channel is PayChannel.STATEMENT else ''
        return f'{self.channel.value}:{self.trade_no}{code}'


def outcome_of(
    notification: PaymentNotification, status: OrderStatus, amount_fen: int, windows: Iterable[Period], now: datetime
) -> tuple[ReceiptOutcome, str]:
    """The outcome of a payment that is reported for the first time, and the reason if the outcome does not say it.

    A channel's clock may be ahead of ours: a time of payment after ``now`` counts as ``now``.
    """
    if status is OrderStatus.PAID:
        return ReceiptOutcome.DOUBLE, ''
    if status is not OrderStatus.DUE:
        return ReceiptOutcome.CLOSED, status.label
    if notification.amount_fen != amount_fen:
        return ReceiptOutcome.WRONG_AMOUNT, ''
    time = when(windows, min(notification.paid_at, now))
    return (ReceiptOutcome.BOOKED, '') if time == 'inside' else (ReceiptOutcome.CLOSED, WHY[time])
