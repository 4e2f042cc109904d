"""The words of 对账: every outcome has a verdict, and every verdict says what to do."""

from __future__ import annotations

from domain.rules.money.reconciliation import ADVICE, OF_OUTCOME, Verdict
from domain.rules.vocabulary import ReceiptOutcome


def test_every_verdict_says_what_to_do_in_one_sentence() -> None:
    assert set(ADVICE) == set(Verdict)
    assert not [text for text in ADVICE.values() if '。' in text or not text]


def test_every_outcome_of_a_genuine_receipt_has_its_verdict() -> None:
    assert set(OF_OUTCOME) == set(ReceiptOutcome) - {ReceiptOutcome.FORGED}
