"""The history of one application, built in memory step by step, in rows as the services write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any, ClassVar

from domain.rules.actor import Actor
from domain.rules.money.pay_codes import DIGITS, is_bundle
from domain.rules.review.judging import Facts, move_for
from domain.rules.review.route import Stop
from domain.rules.vocabulary import Act, Grade, OrderStatus, PayChannel, Status
from domain.services.application_record import standing
from domain.services.journal import entry_after
from domain.services.money.order_moves import REASON
from domain.services.money.receipts import booked_details
from domain.services.review import consequences
from domain.services.review.decisions import RULED_AS, Opinion, changes_of, details_of
from storage.models import Application, JournalEntry, Organisation, PaymentOrder, Revision, Ruling


class Chronicle:
    """One application and all rows of its history.

    Each method is one act: it checks the workflow's table as the services do, so that every history is possible, and
    raises the table's refusals. Nothing is stored here.
    """

    def __init__(
        self, application: Application, unit: Organisation, route: Sequence[Stop], fees: Mapping[Grade, int],
        random: Random,
    ) -> None:  # fmt: skip
        self.application = application
        self.route = tuple(route)
        self.entries: list[JournalEntry] = []
        self.rulings: dict[int, Ruling] = {}
        self.revisions: list[Revision] = []
        self.order: PaymentOrder | None = None
        self._unit = unit
        self._fees = fees
        self._random = random
        self._rejecter_path = ''

    def register(self, by: Actor, at: datetime, details: dict[str, Any] | None = None) -> None:
        """The draft is created, by the applicant or by the county."""
        self.write(by, Act.REGISTER, at, details=details)

    def submit(
        self, by: Actor, at: datetime, materials: dict[str, list[str]], changes: Sequence[Mapping[str, str]] = ()
    ) -> None:
        """The applicant submits ``application.form`` as it is; ``changes`` since the last time, with the remarks."""
        row, before = self.application, standing(self.application)
        step = move_for(row, Act.SUBMIT, by, Facts(unit_path=self._unit.path), self.route)
        changed = {
            **changes_of(step, Opinion(), at),
            'route': [stop.as_json() for stop in self.route],
            'submissions': row.submissions + 1,
            'first_submitted_at': row.first_submitted_at or at,
            'submitted_at': at,
            'return_reason': '',
            'pins': [],
        }
        self._move(at, changed)
        kept = [dict(change) for change in changes]
        revision = Revision(
            application_id=row.id, submission=row.submissions, form=row.form, materials=materials, at=at
        )
        revision.changes = kept
        self.revisions.append(revision)
        self.write(by, Act.SUBMIT, at, details={'before': before, 'after': standing(row), 'changes': len(kept)})

    def decide(self, by: Actor, act: Act, at: datetime, opinion: Opinion | None = None) -> None:
        """One decision of an office: approve, return, reject, reopen or cancel; final approval creates the order."""
        opinion, row, before = opinion or Opinion(), self.application, standing(self.application)
        facts = Facts(rejecter_path=self._rejecter_path, unit_path=self._unit.path)
        step = move_for(row, act, by, facts, self.route)
        self._move(at, changes_of(step, opinion, at))
        self.write(by, act, at, reason=opinion.reason, details=details_of(before, row, opinion))
        if act in RULED_AS:
            self._rule(by, act, at, opinion.reason)
        if act is Act.REJECT:
            self._rejecter_path = by.path
        for consequence in consequences.CONSEQUENCES[row.status].reached:
            if told := self._TOLD[consequence]:
                told(self, at)

    def note(
        self,
        by: Actor,
        act: Act,
        at: datetime,
        *,
        reason: str = '',
        details: dict[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        """An act that does not move the application and writes ``changes`` to its row."""
        self._move(at, changes)
        self.write(by, act, at, reason=reason, details=details)

    def pay(self, at: datetime, channel: PayChannel = PayChannel.CASHIER, paid_at: datetime | None = None) -> None:
        """The receipt for the due order, booked ``at``; the channel reports that it was paid ``paid_at``."""
        order = self._owed()
        order.status, order.paid_at, order.channel = OrderStatus.PAID, paid_at or at, channel
        self._move(at, {'payment': OrderStatus.PAID})
        self.write(None, Act.RECEIPT, at, details=booked_details(order, channel, trade_number(order)))

    def lapse(self, at: datetime) -> None:
        """自动放弃: the due order was not paid before the end of the payment window."""
        order = self._owed()
        order.status, order.ended_at = OrderStatus.CLOSED, at
        self._move(at, {'payment': OrderStatus.CLOSED})
        self.write(None, Act.CLOSE_ORDER, at, reason=REASON, details={'amount_fen': order.amount_fen})

    def exempt(self, by: Actor, at: datetime, reason: str) -> None:
        """免缴 of the due order."""
        self._settle(by, Act.EXEMPT, OrderStatus.EXEMPT, at, reason)

    def refund(self, by: Actor, at: datetime, reason: str) -> None:
        """退费 of the paid order; the row of the refund itself is written with the books."""
        self._settle(by, Act.REFUND, OrderStatus.REFUNDED, at, reason)

    def _settle(self, by: Actor, act: Act, status: OrderStatus, at: datetime, reason: str) -> None:
        order = self._owed()
        move_for(self.application, act, by, Facts(unit_path=self._unit.path), self.route)
        order.status, order.ended_at = status, at
        self._move(at, {'payment': status})
        self.write(by, act, at, reason=reason, details={'amount_fen': order.amount_fen})

    def _owed(self) -> PaymentOrder:
        assert self.order is not None, 'only what was billed can be paid'
        return self.order

    def _close_order(self, at: datetime) -> None:
        """Closes the due order after the qualification is cancelled."""
        if self.order and self.order.status is OrderStatus.DUE:
            self.order.status, self.order.ended_at = OrderStatus.CLOSED, at
            self.application.payment = OrderStatus.CLOSED
            self.write(None, Act.CLOSE_ORDER, at)

    def _bill(self, at: datetime) -> None:
        """Creates the order after the final approval: every year of the demonstration has this 缴费时点."""
        row = self.application
        if row.status is not Status.APPROVED:
            return
        amount = self._fees.get(Grade(row.grade or Grade.FIVE), 0)
        status = OrderStatus.DUE if amount else OrderStatus.EXEMPT
        code = str(self._random.randrange(10 ** (DIGITS - 1), 10**DIGITS))
        code = code.replace('9', '8', 1) if is_bundle(code) else code
        self.order = PaymentOrder(
            application_id=row.id, unit_id=row.unit_id, grade=row.grade, year_id=row.year_id, pay_code=code,
            amount_fen=amount, status=status, created_at=at, ended_at=None if amount else at,
        )  # fmt: skip
        row.payment = status
        self.write(None, Act.BILL, at, details={'amount_fen': amount})

    def _move(self, at: datetime, changes: Mapping[str, Any]) -> None:
        row = self.application
        for key, value in changes.items():
            setattr(row, key, value)
        row.version += 1
        row.changed_at = at

    def write(
        self, by: Actor | None, act: Act, at: datetime, *, reason: str = '', details: dict[str, Any] | None = None
    ) -> None:
        """Adds one entry to the journal and changes nothing else."""
        last = self.entries[-1] if self.entries else None
        self.entries.append(entry_after(last, by, act, self.application, reason=reason, details=details or {}, at=at))

    def _rule(self, by: Actor, act: Act, at: datetime, reason: str) -> None:
        row = self.application
        assert by.organisation_id is not None, 'only offices rule'
        if act is Act.REOPEN:
            for rejected in self.rulings.values():
                if rejected.act is Act.REJECT:
                    rejected.act, rejected.version, rejected.at = Act.RETURN, row.version, at
        self.rulings[by.organisation_id] = Ruling(
            application_id=row.id,
            organisation_id=by.organisation_id,
            act=RULED_AS[act],
            reason=reason,
            senior=row.senior,
            account_id=by.account_id,
            at=at,
            version=row.version,
        )

    _TOLD: ClassVar[dict[consequences.Consequence, Callable[[Chronicle, datetime], None] | None]] = {
        consequences.bill: _bill, consequences.close_orders: _close_order, consequences.close_due: _close_order,
        # Nobody looks yet, nothing was uploaded, results are told later.
        consequences.end_claim: None, consequences.drop_originals: None, consequences.end_result: None,
    }  # fmt: skip


def trade_number(order: PaymentOrder) -> str:
    """The channel's number of the payment: for the cashier it is the pay code, a bank has its own number."""
    return order.pay_code if order.channel is PayChannel.CASHIER else f'YH{order.pay_code[::-1]}'
