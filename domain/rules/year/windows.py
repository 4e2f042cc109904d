"""The windows of the year: whether one is open, which opens next, and how much time is left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol, TypeVar

from domain.rules.vocabulary import Level, WindowKind
from domain.rules.year.typed_times import over_at


class Period(Protocol):
    """A named open/close period; it is open at ``opens_at`` and closed at ``closing_of`` it."""

    @property
    def kind(self) -> WindowKind: ...
    @property
    def level(self) -> Level | None: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


AnyPeriod = TypeVar('AnyPeriod', bound=Period)


def is_open(window: Period, now: datetime) -> bool:
    """Whether the window is open at this moment."""
    return window.opens_at <= now < closing_of(window)


def closing_of(window: Period) -> datetime:
    """The first moment at which the window is closed: 18:00:00 if it closes at 18:00, 00:00:00 if at 23:59."""
    return over_at(window.closes_at)


def of_kind(windows: Iterable[AnyPeriod], *kinds: WindowKind) -> list[AnyPeriod]:
    """The windows of these kinds, of every level."""
    return [window for window in windows if window.kind in kinds]


def matching(windows: Iterable[AnyPeriod], kind: WindowKind, level: Level | None = None) -> list[AnyPeriod]:
    """The windows of a kind that apply to this level: those without a level apply to all."""
    return [window for window in of_kind(windows, kind) if window.level in (None, level)]


def open_now(
    windows: Iterable[AnyPeriod], kind: WindowKind, now: datetime, level: Level | None = None
) -> AnyPeriod | None:
    """The open window of a kind; if several are open, the one that closes last."""
    candidates = [window for window in matching(windows, kind, level) if is_open(window, now)]
    return max(candidates, key=lambda window: window.closes_at, default=None)


def next_opening(
    windows: Iterable[AnyPeriod], kind: WindowKind, now: datetime, level: Level | None = None
) -> AnyPeriod | None:
    """The window of a kind that opens next."""
    candidates = [window for window in matching(windows, kind, level) if window.opens_at > now]
    return min(candidates, key=lambda window: window.opens_at, default=None)


def left_text(window: Period, now: datetime) -> str:
    """How much time is left until the window closes, as ``remaining_text``."""
    return remaining_text(closing_of(window), now)


def remaining_text(until: datetime, now: datetime) -> str:
    """还有 3 天, 还有 5 小时, 还有 12 分钟; 已结束 once it has passed. Days and hours are rounded down, minutes up."""
    left = until - now
    if left <= timedelta():
        return '已结束'
    if left >= timedelta(days=1):
        return f'还有 {left.days} 天'
    if left >= timedelta(hours=1):
        return f'还有 {left // timedelta(hours=1)} 小时'
    return f'还有 {ceil(left / timedelta(minutes=1))} 分钟'
