"""kill −9 between commit and answer: a payment that the channel sends again is neither lost nor booked twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import Act, OrderStatus, ReceiptOutcome
from domain.services import journal
from domain.services.year import years
from storage.connection.database import close_database, open_database
from storage.models import JournalEntry, PaymentOrder, Receipt
from storage.settings.config import Settings
from tests.money import due, payment
from tests.town import build
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
ORDERS = 40


async def test_nothing_is_lost_and_nothing_booked_twice(
    empty_installation: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await open_database(empty_installation)
    town = await build()
    receipts = [payment(await due(town)) for _ in range(ORDERS)]
    await close_database()
    years.forget()
    answered: dict[str, str] = {}
    # It exits before its seventh answer, is killed at some moment after twelve more, and then runs to its end.
    for dies_after, enough in ((7, None), (0, 12), (0, None)):
        again = [one for one in receipts if one.trade_no not in answered]
        answered |= _run(empty_installation, [*again, *receipts[:5]], dies_after, enough)
    assert answered.keys() == {one.trade_no for one in receipts}
    await open_database(empty_installation)
    try:
        assert await PaymentOrder.filter(status=OrderStatus.PAID).count() == ORDERS
        assert await Receipt.filter(outcome=ReceiptOutcome.BOOKED).count() == ORDERS
        assert await JournalEntry.filter(act=Act.RECEIPT).count() == ORDERS
        repeated = await Receipt.filter(outcome=ReceiptOutcome.REPEATED).count()
        assert repeated + ORDERS == await Receipt.all().count()
        assert [found async for found in journal.breaks()] == []
    finally:
        await close_database()
    with capsys.disabled():
        print(f'\nkill -9: {ORDERS} receipts, 2 kills: {ORDERS} paid, 0 lost, 0 double, {repeated} told again')


def _run(
    settings: Settings, receipts: Sequence[PaymentNotification], dies_after: int, enough: int | None
) -> dict[str, str]:
    """The answers of a process before it ended: trade number to outcome; killed after ``enough`` answers."""
    program = [sys.executable, '-m', 'tests.services.money.settling', str(settings.data), settings.database or '']
    program += [str(dies_after), 'stays' if enough else 'ends']
    answers: dict[str, str] = {}
    pipe = subprocess.PIPE
    with subprocess.Popen(program, cwd=ROOT, env={**os.environ}, stdin=pipe, stdout=pipe, text=True) as worker:
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write('\n'.join(_line(one) for one in Random(len(receipts)).sample(receipts, len(receipts))))
        worker.stdin.close()
        for line in worker.stdout:
            if not line.endswith('\n'):  # it was killed in the middle of the answer
                break
            trade_no, outcome = line.split()
            answers[trade_no] = outcome
            if len(answers) == enough:
                worker.kill()
        code = worker.wait(PATIENCE)
    assert code == (-9 if dies_after or enough else 0)
    assert set(answers.values()) <= {ReceiptOutcome.BOOKED.value, ReceiptOutcome.REPEATED.value}
    return answers


def _line(receipt: PaymentNotification) -> str:
    return json.dumps(asdict(receipt), default=str)
