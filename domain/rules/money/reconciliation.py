"""对账: the verdict on each row of a statement, and one sentence on what the clerk should do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.rules.money.fees import yuan_text
from domain.rules.money.receipts import PaymentNotification, outcome_of
from domain.rules.money.statement_cells import Moment
from domain.rules.money.statement_sheet import Payment, StatementRow
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome, WindowKind, Word
from domain.rules.year.windows import Period, closing_of, matching


class Verdict(Word):
    """The result for a row, in the order in which a clerk should look at them."""

    WRONG_AMOUNT = 'wrong_amount', '金额不符'
    DOUBLE = 'double', '重复缴费'
    CLOSED = 'closed', '已关闭'
    UNMATCHED = 'unmatched', '未匹配'
    FAULTY = 'faulty', '无法识别'
    MATCHED = 'matched', '匹配'
    BOOKED = 'booked', '本次入账'
    REPEATED = 'repeated', '已入账（重复导入）'
    SKIPPED = 'skipped', '跳过'


OF_OUTCOME = {
    ReceiptOutcome.BOOKED: Verdict.MATCHED,
    ReceiptOutcome.REPEATED: Verdict.REPEATED,
    ReceiptOutcome.UNMATCHED: Verdict.UNMATCHED,
    ReceiptOutcome.WRONG_AMOUNT: Verdict.WRONG_AMOUNT,
    ReceiptOutcome.DOUBLE: Verdict.DOUBLE,
    ReceiptOutcome.CLOSED: Verdict.CLOSED,
}
ADVICE = {
    Verdict.MATCHED: '确认后入账',
    Verdict.BOOKED: '已入账，无需处理',
    Verdict.UNMATCHED: '本级管理范围内没有这个缴款码，请与付款人核对缴款码；不是本级的收款请转交相应的县区或市',
    Verdict.WRONG_AMOUNT: '不会入账；请退回原款后按应缴金额重新缴费，或补缴差额后线下核实',
    Verdict.DOUBLE: '该缴款码已缴费，不会再次入账；请核实后将这一笔退还付款人',
    Verdict.REPEATED: '这笔收款此前已经入账，不会重复入账，无需处理',
    Verdict.CLOSED: '不会入账；请将这一笔退还付款人',
    Verdict.FAULTY: '改正后重新导入，本次不会入账',
    Verdict.SKIPPED: '没有缴款码和交易时间，不是收款记录',
}
AGAIN = '此前导入时已记入异常回执，不再重复登记'


@dataclass(frozen=True, slots=True)
class Bill:
    """What a pay code in the actor's scope stands for: the order of one person, or a bundle of many."""

    who: str
    amount_fen: int
    status: OrderStatus
    trade_nos: frozenset[str] = frozenset()  # of the payments booked for it


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with its verdict. ``fresh``: the payment is new, so booking it writes a receipt."""

    row: StatementRow
    verdict: Verdict
    advice: str
    who: str = ''
    due_fen: int | None = None
    fresh: bool = False


@dataclass(slots=True)
class Books:
    """What is known before a statement is judged: the bills and their payment windows by code, the receipts by key."""

    bills: Mapping[str, Bill]
    kept: Mapping[str, ReceiptOutcome]
    windows: Mapping[str, Sequence[Period]]
    now: datetime
    seen: dict[str, int] = field(default_factory=dict)  # key to row, within this file
    paid: set[str] = field(default_factory=set)  # codes that an earlier row of this file pays

    def judge(self, row: StatementRow) -> Judged:
        """The verdict on this row; rows are judged in the order of the file."""
        payment = row.payment
        if payment is None:
            verdict = Verdict.FAULTY if row.fault else Verdict.SKIPPED
            return Judged(row, verdict, f'{row.fault}；{ADVICE[verdict]}' if row.fault else ADVICE[verdict])
        bill = self.bills.get(payment.pay_code)
        notification = notification_of(payment, self.windows.get(payment.pay_code, ()))
        who, due = (bill.who, bill.amount_fen) if bill else ('', None)
        if first := self.seen.setdefault(notification.key, row.row) - row.row:
            text = f'与第 {row.row + first} 行是同一笔收款，只入账一次'
            return Judged(row, Verdict.REPEATED, text, who, due)
        before = self.kept.get(notification.key)
        if before is not None and before is not ReceiptOutcome.BOOKED:
            return Judged(row, OF_OUTCOME.get(before, Verdict.REPEATED), AGAIN, who, due)
        if bill is None:
            return Judged(row, Verdict.UNMATCHED, ADVICE[Verdict.UNMATCHED], fresh=True)
        if before is not None or payment.trade_no in bill.trade_nos:
            return Judged(row, Verdict.REPEATED, ADVICE[Verdict.REPEATED], who, due)
        return self._weighed(row, payment, notification, bill)

    def _weighed(self, row: StatementRow, payment: Payment, notification: PaymentNotification, bill: Bill) -> Judged:
        status = OrderStatus.PAID if payment.pay_code in self.paid else bill.status
        outcome, why = outcome_of(
            notification, status, bill.amount_fen, self.windows.get(payment.pay_code, ()), self.now
        )
        if outcome is ReceiptOutcome.BOOKED:
            self.paid.add(payment.pay_code)
        verdict = OF_OUTCOME[outcome]
        advice = ADVICE[verdict]
        if verdict is Verdict.WRONG_AMOUNT:
            advice = f'到账 {yuan_text(payment.amount_fen)}，应缴 {yuan_text(bill.amount_fen)}；{advice}'
        return Judged(row, verdict, f'{why}；{advice}' if why else advice, bill.who, bill.amount_fen, fresh=True)


def notification_of(
    payment: Payment, windows: Iterable[Period], statement_id: int | None = None, row: int = 0
) -> PaymentNotification:
    """The payment as a channel's notification; a day without a time becomes the first moment of it inside a window."""
    details: dict[str, Any] = {'payer': payment.payer, 'remark': payment.remark, 'row': row}
    return PaymentNotification(
        channel=PayChannel.STATEMENT,
        trade_no=payment.trade_no,
        pay_code=payment.pay_code,
        amount_fen=payment.amount_fen,
        paid_at=_within(windows, payment.moment),
        details={key: value for key, value in details.items() if value},
        statement_id=statement_id,
    )


def _within(windows: Iterable[Period], moment: Moment) -> datetime:
    end = moment.at + timedelta(days=1)
    open_ = [w for w in matching(windows, WindowKind.PAYMENT) if w.opens_at < end and moment.at < closing_of(w)]
    return max(moment.at, min(w.opens_at for w in open_)) if moment.day_only and open_ else moment.at
