"""The words for orders and receipts."""

from __future__ import annotations

from domain.rules.vocabulary.word import Word


class OrderStatus(Word):
    DUE = 'due', '待缴费'
    PAID = 'paid', '已缴费'
    CLOSED = 'closed', '已关闭'
    REFUNDED = 'refunded', '已退费'
    EXEMPT = 'exempt', '免缴'


class PayChannel(Word):
    """The channel through which a payment came."""

    CASHIER = 'cashier', '收银台'
    STATEMENT = 'statement', '银行对账'
    WECHAT = 'wechat', '微信支付'


class ReceiptOutcome(Word):
    """The outcome of a receipt; only a booked one changed an order."""

    BOOKED = 'booked', '已入账'
    REPEATED = 'repeated', '重复通知'
    UNMATCHED = 'unmatched', '未找到缴款码'
    WRONG_AMOUNT = 'wrong_amount', '金额不符'
    DOUBLE = 'double', '重复缴费'
    CLOSED = 'closed', '缴款码已关闭'
    FORGED = 'forged', '签名无效'
