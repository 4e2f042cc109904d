"""A person who owes, and an order, as rows of 缴费管理."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from components.kit.status import cell, order_cell
from components.table.listing import Action, Cell, Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.money.dues import NOTHING, Sum
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.money.payment_filters import DueStatus
from domain.rules.vocabulary import OrderStatus
from domain.services.money.due_lists import Due
from domain.services.money.order_lists import Order

OPEN = Action('open', '详情', keeps=True)
MAKE, EXEMPT, REFUND = Action('make', '生成缴款码'), Action('exempt', '免缴'), Action('refund', '退费')
CODE = Action('code', '缴费二维码')
_PERSON = (
    Column('number', '报名序号', 'number', sortable=True),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number'),
    Column('unit', '单位'),
    Column('grade', '等级', sortable=True),
    Column('trade', '工种', shown=False),
)
DUES = (
    *_PERSON,
    Column('amount', '应缴金额', 'number'),
    Column('pay_code', '缴款码', 'number'),
    Column('status', '状态', 'tag'),
)
BY_CODE = (
    *_PERSON[:-1],
    replace(_PERSON[-1], shown=True),
    DUES[-3],
    replace(DUES[-2], shown=False),
    Column('bundled', '合并缴款', 'tag'),
    DUES[-1],
)
ORDERS = (
    Column('pay_code', '缴款码', 'number'),
    Column('number', '报名序号', 'number', shown=False),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number', shown=False),
    Column('unit', '单位'),
    Column('grade', '等级', sortable=True),
    Column('trade', '工种', shown=False),
    Column('amount_fen', '金额', 'number', sortable=True),
    Column('bundle', '合并缴款码', 'number', shown=False),
    Column('channel', '缴费渠道'),
    Column('created_at', '生成时间', 'number', sortable=True),
    Column('paid_at', '缴费时间', 'number', sortable=True),
    Column('status', '状态', 'tag'),
)


def due_cells(row: Due) -> TableRow:
    """One person for the table, with the actions this status allows."""
    hidden = {
        DueStatus.UNBILLED: (EXEMPT, REFUND, CODE),
        DueStatus.DUE: (MAKE, REFUND),
        DueStatus.PAID: (MAKE, EXEMPT, CODE),
        DueStatus.MISMATCH: (MAKE, EXEMPT, CODE),
        DueStatus.EXEMPT: (MAKE, EXEMPT, REFUND, CODE),
    }.get(row.standing, (EXEMPT, REFUND, CODE))
    return {
        'id': row.application_id,
        'number': row.number,
        'name': row.name,
        'id_number': row.id_number,
        'unit': row.unit,
        'grade': row.grade.label if row.grade else '',
        'trade': row.trade,
        'amount': '未设收费标准' if row.amount_fen is None else yuan_text(row.amount_fen),
        'pay_code': grouped(row.pay_code),
        'bundled': cell('已合并', 'blue') if row.bundled else None,
        'status': _standing(row),
        '_hide': ' '.join(action.name for action in hidden),
    }


def _standing(row: Due) -> Cell:
    """The state of a payment, or that there is no order yet; 金额不符 with the fee of the present grade."""
    if row.standing is DueStatus.MISMATCH:
        now = '现未设收费标准' if row.fee_fen is None else f'现为 {yuan_text(row.fee_fen)}'
        return cell(f'金额不符，{now}', 'red')
    return order_cell(row.standing.order) if row.standing.order else cell(row.standing.label, 'blue')


def order_cells(row: Order) -> TableRow:
    """One order for the table, with the actions this status allows."""
    hidden = {OrderStatus.DUE: (REFUND,), OrderStatus.PAID: (EXEMPT,)}.get(row.status, (EXEMPT, REFUND))
    return {
        'id': row.id,
        'number': row.number,
        'name': row.name,
        'id_number': row.id_number,
        'unit': row.unit,
        'grade': row.grade.label if row.grade else '',
        'trade': row.trade,
        'pay_code': grouped(row.pay_code),
        'amount_fen': yuan_text(row.amount_fen),
        'bundle': grouped(row.bundle_code),
        'channel': row.channel.label if row.channel else '',
        'created_at': clock.minute_text(row.created_at),
        'paid_at': clock.minute_text(row.paid_at),
        'status': cell(f'{row.status.label}·{DueStatus.TO_REFUND.label}', 'red')
        if row.to_refund
        else order_cell(row.status),
        '_hide': ' '.join(action.name for action in hidden),
    }


def totals_text(sums: Mapping[DueStatus, Sum]) -> str:
    """应缴 5 人 ￥1,175.00　已缴 …　未缴 …　未生成 2 人: the line below a list of persons."""
    due, paid = sums.get(DueStatus.DUE, NOTHING), sums.get(DueStatus.PAID, NOTHING)
    parts = [
        f'{label} {one.count} 人 {yuan_text(one.fen)}'
        for label, one in (('应缴', due + paid), ('已缴', paid), ('未缴', due))
    ]
    unbilled = sums.get(DueStatus.UNBILLED, NOTHING).count
    return '　'.join([*parts, f'未生成缴款码 {unbilled} 人'] if unbilled else parts)
