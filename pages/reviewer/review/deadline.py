"""The review deadline of this level: 审核截止 4月10日 18:00，还有 3 天."""

from __future__ import annotations

from domain import clock
from domain.rules.vocabulary import Level
from domain.rules.year.windows import is_open, left_text
from domain.services.year.years import Year


def review_deadline(year: Year, level: Level | None) -> str:
    """The deadline of the year's open review window; empty when there is none."""
    now = clock.now()
    windows = year.review_windows(level)
    running = [window for window in windows if is_open(window, now)]
    if not running:
        return '当前不在审核时间内' if windows else ''
    last = max(running, key=lambda window: window.closes_at)
    return f'审核截止 {clock.short_text(last.closes_at)}，{left_text(last, now)}'
