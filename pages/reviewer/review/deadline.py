"""The review deadline of this level: 审核截止 4月10日 18:00，还有 3 天."""

from __future__ import annotations

from domain import clock
from domain.rules.vocabulary import Level
from domain.rules.year.windows import remaining_text
from domain.services.year.years import current_year


async def review_deadline(level: Level | None) -> str:
    """The deadline of the open review window; empty when there is none."""
    now = clock.now()
    windows = (await current_year()).review_windows(level)
    running = [window for window in windows if window.opens_at <= now < window.closes_at]
    if not running:
        return '当前不在审核时间内' if windows else ''
    closes_at = max(window.closes_at for window in running)
    return f'审核截止 {clock.short_text(closes_at)}，{remaining_text(closes_at, now)}'
