"""The numbers above 成绩导入, each a link to its part of the list."""

from __future__ import annotations

from components.kit.cards import stat_card, stat_cards
from domain.rules.results.result_filters import Stage
from domain.services.results.score_lists import ScoreCounts


class Numbers:
    """The cards in the current place; ``path`` is the address of the list, of this year."""

    def __init__(self, path: str, year: int) -> None:
        everybody = f'{path}?year={year}'
        with stat_cards():
            self._seated = stat_card('应考人员', 0, everybody, 'blue')
            self._missing = stat_card(Stage.MISSING.label, 0, f'{everybody}&stage={Stage.MISSING.value}', 'grey')
            self._ready = stat_card(Stage.READY.label, 0, f'{everybody}&stage={Stage.READY.value}', 'amber')
            self._published = stat_card(Stage.PUBLISHED.label, 0, f'{everybody}&stage={Stage.PUBLISHED.value}', 'green')

    def show(self, now: ScoreCounts) -> None:
        """Show these numbers."""
        self._seated.set(now.seated, f'已登记成绩 {now.entered} 人')
        self._missing.set(now.missing, '' if now.missing or not now.seated else '全部已登记')
        self._ready.set(now.ready, '核对无误后发布' if now.ready else '')
        self._published.set(now.published, '' if not now.published else '全部已发布' if now.all_published else '')
