"""Whether payments can be made now, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain import clock
from domain.rules.vocabulary import WindowKind
from domain.rules.year.windows import Period, left_text, next_opening, of_kind, open_now


@dataclass(frozen=True, slots=True)
class PayTime:
    """Whether the payment window is open, and the sentence that says until or from when."""

    is_open: bool
    text: str


def pay_time(windows: Iterable[Period]) -> PayTime:
    """The current state of these payment windows; other windows do not matter."""
    windows, now = of_kind(windows, WindowKind.PAYMENT), clock.now()
    window = open_now(windows, WindowKind.PAYMENT, now)
    if window:
        return PayTime(True, f'缴费截止 {clock.minute_text(window.closes_at)}，{left_text(window, now)}')
    soon = next_opening(windows, WindowKind.PAYMENT, now)
    if soon:
        return PayTime(False, f'网上缴费将于 {clock.minute_text(soon.opens_at)} 开始')
    return PayTime(False, '网上缴费已经结束' if windows else '网上缴费的时间尚未公布')
