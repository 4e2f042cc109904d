"""导入对账单: a bank's statement is checked first, then its payments are booked one by one, each exactly once."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.exceptions import IntegrityError

from domain import clock
from domain.errors import Refusal
from domain.long_work import RecordedStep, Step
from domain.rules.actor import Actor
from domain.rules.money.reconciliation import ADVICE, OF_OUTCOME, Books, Judged, Verdict, notification_of
from domain.rules.money.statement_sheet import StatementRow, read_statement
from domain.rules.permissions import County
from domain.rules.vocabulary import Act, PayChannel, ReceiptOutcome
from domain.services import journal
from domain.services.money import receipts
from domain.services.money.statements.statement_books import books_for, unmatched_key
from domain.services.money.statements.statement_file import table_of
from domain.services.unit_of_work import confirm, unit_of_work, use_case
from storage.models import Receipt, Statement

CHUNK = 50  # rows after which the orders are read again and the clerk's permission is checked again
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A checked statement, nothing is written yet; ``before``: when this office last imported the identical file."""

    label: str
    sha256: str
    rows: tuple[Judged, ...]
    before: datetime | None
    notes: tuple[str, ...] = ()  # what of the file was not read: hidden rows and sheets

    @property
    def fresh(self) -> tuple[Judged, ...]:
        """The rows that an import would write."""
        return tuple(row for row in self.rows if row.fresh)


@dataclass(frozen=True, slots=True)
class StatementReport:
    """The result of each row; ``stopped`` when the import was stopped: the remaining rows are then as checked."""

    rows: tuple[Judged, ...]
    stopped: bool = False


async def check_statement(actor: Actor, label: str, content: bytes) -> CheckedStatement:
    """核对: the result that each row would have; nothing is written.

    Raises Forbidden below an administrator of a county, Invalid for a file that is no statement.
    """
    County.require(actor)
    rows, notes, digest = await asyncio.to_thread(_read, content)
    books = await _books(actor, rows)
    judged = await asyncio.to_thread(lambda: tuple(books.judge(row) for row in rows))
    earlier = Statement.filter(sha256=digest, organisation_id=actor.organisation_id).order_by('-id')
    before = await earlier.first()
    return CheckedStatement(_label(label), digest, judged, before.at if before else None, notes)


async def book(actor: Actor, checked: CheckedStatement, step: Step) -> StatementReport:
    """入账: book every payment that is not recorded yet, one after the other, each in its own transaction.

    Booked payments stay booked when ``step`` stops the import. Each payment is booked once, even when several people
    import it at the same time. Raises Forbidden, SignedOut when the clerk may not act (any more), Refusal when there is
    nothing new.
    """
    County.require(actor)
    if not checked.fresh:
        raise Refusal('对账单中没有需要入账或登记的记录')
    statement = await _begun(actor, checked)
    done: dict[int, Judged] = {}
    fresh, recorded = checked.fresh, RecordedStep(step)
    try:
        for at in range(0, len(fresh), CHUNK):
            await confirm(actor)
            some = [row.row for row in fresh[at : at + CHUNK]]
            books = await _books(actor, some)
            for row in some:
                done[row.row] = await _booked(actor, books, row, statement.id)
                if not recorded(len(done), len(fresh)):
                    break
            if recorded.stopped:
                break
    finally:
        report = StatementReport(tuple(done.get(row.row.row, row) for row in checked.rows), recorded.stopped)
        await _ended(actor, statement, report)
    return report


def _read(content: bytes) -> tuple[list[StatementRow], tuple[str, ...], str]:
    table = table_of(content)
    return read_statement(table), table.notes, hashlib.sha256(content).hexdigest()


async def _books(actor: Actor, rows: Sequence[StatementRow]) -> Books:
    return await books_for(actor, [row.payment for row in rows if row.payment])


async def _booked(actor: Actor, books: Books, row: StatementRow, statement_id: int) -> Judged:
    """Book one payment, or keep it as an exception with its reason; the current books decide, not the earlier check."""
    judged = books.judge(row)
    payment = row.payment
    if payment is None or not judged.fresh:
        return judged
    bill = books.bills.get(payment.pay_code)
    if bill is None:  # it does not exist, or belongs to another office and must not be changed
        await _keep_unmatched(actor, row, statement_id)
        return replace(judged, fresh=False)
    notification = notification_of(payment, books.windows.get(payment.pay_code, ()), statement_id, row.row)
    receipt = await receipts.settle(notification)
    verdict = OF_OUTCOME[receipt.outcome]
    if verdict is Verdict.MATCHED:
        return replace(judged, verdict=Verdict.BOOKED, advice=ADVICE[Verdict.BOOKED], fresh=False)
    same = verdict is judged.verdict
    return replace(judged, verdict=verdict, advice=judged.advice if same else ADVICE[verdict], fresh=False)


@use_case
async def _keep_unmatched(actor: Actor, row: StatementRow, statement_id: int) -> None:
    payment = row.payment
    assert payment is not None
    notification = notification_of(payment, (), statement_id, row.row)
    try:
        await Receipt.create(
            channel=PayChannel.STATEMENT,
            key=unmatched_key(actor, payment),
            trade_no=payment.trade_no,
            pay_code=payment.pay_code,
            amount_fen=payment.amount_fen,
            told_at=notification.paid_at,
            received_at=clock.now(),
            outcome=ReceiptOutcome.UNMATCHED,
            statement_id=statement_id,
            organisation_id=actor.organisation_id,
            details=dict(notification.details),
        )
    except IntegrityError:  # another clerk of this office has just written it
        return


@use_case
async def _begun(actor: Actor, checked: CheckedStatement) -> Statement:
    async with unit_of_work(actor):
        statement = await Statement.create(
            organisation_id=actor.organisation_id,
            account_id=actor.account_id,
            label=checked.label,
            sha256=checked.sha256,
            at=clock.now(),
        )
        details = {'statement': statement.id, 'file': checked.label, 'rows': len(checked.rows)}
        await journal.record(actor, Act.STATEMENT, details=details)
    return statement


@use_case
async def _ended(actor: Actor, statement: Statement, report: StatementReport) -> None:
    """Record the result, also when the clerk was signed out during the import."""
    counts = dict(Counter(row.verdict.value for row in report.rows if not row.fresh))
    if left := sum(row.fresh for row in report.rows):
        counts['left'] = left
    async with unit_of_work(None):
        await Statement.filter(id=statement.id).update(counts=counts)
        details = {'statement': statement.id, 'counts': counts, 'stopped': report.stopped}
        await journal.record(actor, Act.STATEMENT, details=details)


def _label(name: str) -> str:
    """The name of the file, used as a label only: printable characters, limited length."""
    return ''.join(letter for letter in name if letter.isprintable())[:LONGEST_LABEL] or '对账单'
