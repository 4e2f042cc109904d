"""When an order may be paid, and when unpaid orders are closed (1-domain §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from domain.rules.vocabulary import WindowKind
from domain.rules.year.windows import Period, closing_of, is_open, matching

# [D] A payment in the last minute of the window may be reported a little later: open orders are closed only after this.
GRACE = timedelta(minutes=10)
When = Literal['inside', 'early', 'late']


def when(windows: Iterable[Period], moment: datetime) -> When:
    """Whether this moment of payment is inside a payment window, before the last one, or after it."""
    payment = matching(windows, WindowKind.PAYMENT)
    if any(is_open(window, moment) for window in payment):
        return 'inside'
    return 'late' if payment and all(closing_of(window) <= moment for window in payment) else 'early'


def is_over(windows: Iterable[Period], now: datetime) -> bool:
    """Whether orders that are still due are to be closed now: the last payment window and the grace period are over."""
    payment = matching(windows, WindowKind.PAYMENT)
    return bool(payment) and all(closing_of(window) + GRACE <= now for window in payment)
