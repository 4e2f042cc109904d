"""When an order may be paid, and when those that were not are given up (1-domain §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from domain.rules.vocabulary import WindowKind
from domain.rules.year.windows import Period, is_open, matching

# [D] A payment of the window's last minute may be told a little later: open orders wait so long before they are closed.
GRACE = timedelta(minutes=10)
When = Literal['inside', 'early', 'late']


def when(windows: Iterable[Period], moment: datetime) -> When:
    """Whether money that was paid at this moment came inside a payment window, before the last one, or after it."""
    payment = matching(windows, WindowKind.PAYMENT)
    if any(is_open(window, moment) for window in payment):
        return 'inside'
    return 'late' if payment and all(window.closes_at <= moment for window in payment) else 'early'


def is_over(windows: Iterable[Period], now: datetime) -> bool:
    """Whether what is still due now is given up: the last payment window closed, and the grace is over."""
    payment = matching(windows, WindowKind.PAYMENT)
    return bool(payment) and all(window.closes_at + GRACE <= now for window in payment)
