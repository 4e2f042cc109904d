"""详情 of one order: its data, and every receipt that named it."""

from __future__ import annotations

from nicegui import ui

from components.application.timeline import timeline
from components.application.views import ActView
from components.kit.buttons import plain_button
from components.kit.dialog import review_dialog
from components.kit.facts import facts
from components.kit.words import Kind, h3, muted
from domain import clock
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.vocabulary import OrderStatus, ReceiptOutcome
from domain.services.money.order_lists import Detail
from storage.models import Receipt

_KINDS: dict[ReceiptOutcome, Kind] = {ReceiptOutcome.BOOKED: 'green', ReceiptOutcome.REPEATED: 'grey'}
_ENDS = {OrderStatus.CLOSED: '关闭时间', OrderStatus.REFUNDED: '退费时间', OrderStatus.EXEMPT: '免缴时间'}


def show_history(found: Detail) -> None:
    """Open the dialog."""
    order = found.order
    with review_dialog(f'{order.name}：缴费订单', wide=True) as dialog:
        facts(
            (
                ('报名序号', order.number),
                ('单位', order.unit),
                ('等级', order.grade.full_label if order.grade else ''),
                ('缴款码', grouped(order.pay_code)),
                ('合并缴款码', grouped(order.bundle_code)),
                ('金额', yuan_text(order.amount_fen)),
                ('状态', order.status.label),
                ('缴费渠道', order.channel.label if order.channel else ''),
                ('生成时间', clock.minute_text(order.created_at)),
                ('缴费时间', clock.minute_text(order.paid_at)),
                (_ENDS.get(order.status, '结束时间'), clock.minute_text(order.ended_at)),
                ('退费原因', found.refund.reason if found.refund else ''),
                ('退费经办', found.refunded_by),
            )
        )
        h3('回执记录')
        if found.receipts:
            timeline(tuple(_line(receipt) for receipt in found.receipts))
        else:
            muted('还没有收到回执')
        with ui.element('div').classes('foot'):
            plain_button('关闭', dialog.close)
    dialog.open()


def _line(receipt: Receipt) -> ActView:
    amount = '' if receipt.amount_fen is None else yuan_text(receipt.amount_fen)
    handled = f'处理：{receipt.handling}' if receipt.handling else ''
    return ActView(
        title=f'{receipt.channel.label}：{receipt.outcome.label}',
        who=f'流水号 {receipt.trade_no}' if receipt.trade_no else '',
        when=clock.minute_text(receipt.received_at),
        reason='　'.join(part for part in (amount, '合并缴款' if receipt.bundle_id else '', handled) if part),
        kind=_KINDS.get(receipt.outcome, 'amber'),
    )
