"""When deferred materials are due, and the name of their state in the ledger of 容缺后补."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.rules.vocabulary import DeferralState, WindowKind, Word
from domain.rules.year.typed_times import last_day_of
from domain.rules.year.windows import Period


class LedgerState(Word):
    """The states of the ledger, unfinished ones first; overdue means still open after its due day (3-screens §2)."""

    OVERDUE = 'overdue', '逾期'
    OPEN = 'open', '待补'
    SUPPLIED = 'supplied', '已补待复核'
    CLEARED = 'cleared', '已复核'


def last_day(windows: Iterable[Period]) -> date | None:
    """The last day on which the year accepts deferred materials; None if it has no window 容缺补交.

    A window that closes at midnight ends on the day before.
    """
    closings = [window.closes_at for window in windows if window.kind is WindowKind.DEFERRAL]
    return last_day_of(max(closings)) if closings else None


def due_on(promised_on: date, last: date | None) -> date:
    """The promised day, but never later than the year allows: the province may have moved its window since then."""
    return min(promised_on, last) if last else promised_on


def standing_of(state: DeferralState, due: date, today: date) -> LedgerState:
    """The state of a deferral in the ledger today; on the promised day it is still in time."""
    if state is DeferralState.OPEN and due < today:
        return LedgerState.OVERDUE
    return LedgerState(state.value)
