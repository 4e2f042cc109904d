"""缴费 of the demonstration: who paid and how, who is exempt, who got a refund, and the rows of the books of a year."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from domain.demo.applications.history import trade_number
from domain.demo.applications.life import Life
from domain.demo.applications.outcomes import ApplicationPlan
from domain.demo.calendar import Timetable
from domain.demo.cast import Cast
from domain.demo.rows import keep, record
from domain.rules.actor import Actor
from domain.rules.money.reconciliation import Verdict
from domain.rules.vocabulary import Act, Level, OrderStatus, PayChannel, ReceiptOutcome, Status
from storage.models import (
    BundleItem,
    ExamYear,
    PaymentBundle,
    PaymentOrder,
    Receipt,
    Refund,
    Statement,
)
from storage.queries.organisations import ids_below

LATER = timedelta(minutes=40)
SPREAD_DAYS, SPREAD_MINUTES = 6, 480
_A_DAY_LATER = timedelta(hours=22.5)
_EXEMPTION = '省级表彰的脱贫攻坚先进个人，按规定免缴。'
_REFUND = '本人因病不能参加考试，申请退费。'
_BUNDLED = ('410327', 3)  # an office, and how many due orders its open bundle has
_STRAY = '88880000111122223333'
CHUNK = 2000


def pay(life: Life, plan: ApplicationPlan, county: Actor, at: datetime, times: Timetable) -> None:
    """Add the acts on the order as the plan says: ``at``, or when it could be paid."""
    chronicle, row = life.chronicle, life.chronicle.application
    if plan.payment is OrderStatus.CLOSED:
        if plan.status is Status.APPROVED and times.lapsed:
            chronicle.lapse(times.lapsed)
        return
    last = max(at, chronicle.entries[-1].at + LATER)
    if plan.payment is OrderStatus.EXEMPT:
        chronicle.exempt(county, last, _EXEMPTION)
    if plan.payment not in (OrderStatus.PAID, OrderStatus.REFUNDED):
        return
    place = int(row.number[-8:])
    spread = timedelta(days=place % SPREAD_DAYS, minutes=place * 37 % SPREAD_MINUTES)
    paid_at = max(last, times.pays_from + spread)
    if plan.statement and paid_at < times.imported:
        chronicle.pay(times.imported, PayChannel.STATEMENT, paid_at)
    else:
        chronicle.pay(paid_at, PayChannel.CASHIER, paid_at)
    if plan.payment is OrderStatus.REFUNDED:
        chronicle.refund(county, chronicle.entries[-1].at + LATER, _REFUND)


async def keep_books(cast: Cast, year: ExamYear, imported: datetime) -> None:
    """Write receipts, statements and refunds of this year into the open transaction, after all its orders.

    In the current year something is left to do: rows of the statements that do not match, and an open bundle.
    """
    units = {office.id: office for office in cast.organisations}
    statements: dict[int, Statement] = {}
    booked: dict[int, int] = {}
    last = 0
    paid = PaymentOrder.filter(year_id=year.id, paid_at__isnull=False)
    while some := await paid.filter(id__gt=last).order_by('id').limit(CHUNK):
        last = some[-1].id
        for order in some:
            if order.channel is PayChannel.STATEMENT:
                county = cast.administrator(units[order.unit_id or 0], Level.COUNTY)
                booked[county.account_id] = booked.get(county.account_id, 0) + 1
                if county.account_id not in statements:
                    statements[county.account_id] = await _statement(county, year, imported)
        counties = {order.id: cast.administrator(units[order.unit_id or 0], Level.COUNTY) for order in some}
        await keep(_receipt(order, statements.get(counties[order.id].account_id), imported) for order in some)
        await keep(
            Refund(
                order_id=order.id, amount_fen=order.amount_fen, reason=_REFUND,
                account_id=counties[order.id].account_id, at=order.ended_at,
            )
            for order in some if order.status is OrderStatus.REFUNDED
        )  # fmt: skip
    for account_id, statement in statements.items():
        counts = {Verdict.BOOKED.value: booked[account_id]}
        if year.current:
            counts |= await _strays(cast.actor(account_id), statement, imported)
        await Statement.filter(id=statement.id).update(counts=counts)
        details: dict[str, object] = {'statement': statement.id, 'counts': counts, 'stopped': False}
        await record(cast.actor(account_id), Act.STATEMENT, imported, details)
    if year.current:
        await _bundle(cast, imported + _A_DAY_LATER)


def _receipt(order: PaymentOrder, statement: Statement | None, imported: datetime) -> Receipt:
    """The booked receipt of one order, as ``receipts.settle`` stores it."""
    by_bank = order.channel is PayChannel.STATEMENT
    trade_no, channel = trade_number(order), order.channel or PayChannel.CASHIER
    return Receipt(
        channel=channel,
        key=f'{channel.value}:{trade_no}',
        trade_no=trade_no,
        pay_code=order.pay_code,
        amount_fen=order.amount_fen,
        told_at=order.paid_at,
        received_at=imported if by_bank else order.paid_at,
        outcome=ReceiptOutcome.BOOKED,
        order_id=order.id,
        statement_id=statement.id if by_bank and statement else None,
        organisation_id=order.unit_id,
    )


async def _statement(county: Actor, year: ExamYear, at: datetime) -> Statement:
    label = f'{county.organisation}{year.year}年代收对账单（演示）.csv'
    statement = await Statement.create(
        organisation_id=county.organisation_id,
        account_id=county.account_id,
        label=label,
        sha256=hashlib.sha256(label.encode()).hexdigest(),
        at=at,
    )
    await record(county, Act.STATEMENT, at, {'statement': statement.id, 'file': label})
    return statement


async def _strays(county: Actor, statement: Statement, at: datetime) -> dict[str, int]:
    """Two rows of a statement that do not match: an unknown code, and an amount that is not the order's; counted."""
    due = PaymentOrder.filter(status=OrderStatus.DUE, unit_id__in=ids_below(county.path), created_at__lt=at)
    counts = {Verdict.UNMATCHED.value: 1}
    told_at, key = at - timedelta(hours=4), f'D{statement.id:019}'
    stray: dict[str, Any] = {
        'channel': PayChannel.STATEMENT,
        'statement_id': statement.id,
        'told_at': told_at,
        'received_at': at,
    }
    await Receipt.create(
        **stray, trade_no=key, key=f'unmatched:{county.organisation_id}:{key}:{_STRAY}', pay_code=_STRAY,
        amount_fen=235_00, outcome=ReceiptOutcome.UNMATCHED, organisation_id=county.organisation_id,
        details={'payer': '宜阳县农村信用社代收户', 'remark': '考核费'},
    )  # fmt: skip
    if order := await due.order_by('id').first():
        counts[Verdict.WRONG_AMOUNT.value] = 1
        await Receipt.create(
            **stray, trade_no=f'E{statement.id:019}', key=f'statement:E{statement.id:019}', pay_code=order.pay_code,
            amount_fen=order.amount_fen - 35_00, outcome=ReceiptOutcome.WRONG_AMOUNT, order_id=order.id,
            organisation_id=order.unit_id, details={'payer': '个人', 'remark': '少汇 35 元'},
        )  # fmt: skip
    return counts


async def _bundle(cast: Cast, at: datetime) -> None:
    """One office created one code for several persons, and it is not paid yet."""
    code, many = _BUNDLED
    if code not in cast.by_code:
        return
    county = cast.administrator(cast.by_code[code], Level.COUNTY)
    due = PaymentOrder.filter(status=OrderStatus.DUE, unit_id__in=ids_below(county.path), created_at__lt=at)
    orders = await due.order_by('-id').limit(many)
    if len(orders) < many:
        return
    amount = sum(order.amount_fen for order in orders)
    bundle = await PaymentBundle.create(
        organisation_id=county.organisation_id,
        account_id=county.account_id,
        pay_code='9' + orders[0].pay_code[1:],
        amount_fen=amount,
        created_at=at,
    )
    await keep(BundleItem(bundle_id=bundle.id, order_id=order.id) for order in sorted(orders, key=lambda row: row.id))
    details = {'bundle': bundle.id, 'pay_code': bundle.pay_code, 'orders': many, 'amount_fen': amount}
    await record(county, Act.BUNDLE, at, details)
