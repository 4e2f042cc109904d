"""The review deadline of this office: 审核截止 4月10日 18:00，还有 3 天."""

from __future__ import annotations

from domain import clock
from domain.rules.actor import Actor
from domain.rules.vocabulary import Grade, WindowKind
from domain.rules.year.windows import is_open, left_text, matching
from domain.services.year.years import Year


def review_deadline(year: Year, actor: Actor, *, senior: bool) -> str:
    """The deadline of the year's open review window for this office's queue; empty when the year has none for it."""
    now = clock.now()
    grade = Grade.ONE if senior else Grade.FIVE
    windows = matching(year.windows_for(grade, actor.path), WindowKind.REVIEW, actor.level)
    running = [window for window in windows if is_open(window, now)]
    if not running:
        return '当前不在审核时间内' if windows else ''
    last = max(running, key=lambda window: window.closes_at)
    return f'审核截止 {clock.short_text(last.closes_at)}，{left_text(last, now)}'
