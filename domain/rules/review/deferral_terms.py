"""When deferred materials are due, and what the ledger of 容缺后补 calls the state they are in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain import clock
from domain.rules.vocabulary import DeferralState, WindowKind, Word
from domain.rules.year.windows import Period


class LedgerState(Word):
    """The states of the ledger, those with something left to do first; overdue is open after its day (3-screens §2)."""

    OVERDUE = 'overdue', '逾期'
    OPEN = 'open', '待补'
    SUPPLIED = 'supplied', '已补待复核'
    CLEARED = 'cleared', '已复核'


def last_day(windows: Iterable[Period]) -> date | None:
    """The last day on which the year lets materials follow; None when it sets no window 容缺补交.

    A window that closes at midnight ends on the day before.
    """
    closings = [window.closes_at for window in windows if window.kind is WindowKind.DEFERRAL]
    if not closings:
        return None
    close = clock.local(max(closings))
    at_midnight = (close.hour, close.minute, close.second) == (0, 0, 0)
    return date.fromordinal(close.toordinal() - int(at_midnight))


def due_on(promised_on: date, last: date | None) -> date:
    """The promised day, but never later than the year allows: the province may have moved its window since."""
    return min(promised_on, last) if last else promised_on


def standing_of(state: DeferralState, due: date, today: date) -> LedgerState:
    """What the ledger calls it today; the day that was promised is still in time."""
    if state is DeferralState.OPEN and due < today:
        return LedgerState.OVERDUE
    return LedgerState(state.value)
