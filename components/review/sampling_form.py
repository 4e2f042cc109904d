"""抽查: the form for number and seed, and the result of a draw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import link_button, primary_button
from components.kit.words import muted, notice, words


@dataclass(frozen=True, slots=True)
class PastDraw:
    """One earlier draw in a line: when, by whom, and its numbers."""

    id: int
    when: str
    who: str
    seed: str
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawView:
    """The text above the list of a result; ``shares`` are city, grade, persons, drawn."""

    summary: str
    same: bool
    shares: Sequence[tuple[str, str, int, int]]


class DrawForm:
    """抽查人数 and 随机种子; ``draw`` gets both as typed and may raise a refusal."""

    def __init__(self, draw: Callable[[int, str], Awaitable[None]], attempt: Attempt, usual: int) -> None:
        self._draw, self._attempt = draw, attempt
        with ui.element('div').classes('line draw-form'):
            self._size = ui.number('抽查人数', value=usual, min=1, format='%d').classes('day')
            self._seed = ui.input('随机种子（留空由系统生成）').props('maxlength=32 clearable')
            self._go = primary_button('抽取', self._submit, icon='casino')
        muted('按市和等级分层，从终审通过的人员中随机抽取；种子记入操作日志，同一种子可重新抽出同一名单。')
        self._line = RefusalLine()

    async def _submit(self) -> None:
        size = int(self._size.value or 0)
        seed = self._seed.value or ''
        await self._attempt(lambda: self._draw(size, seed), self._line, self._go)


def past_draws(rows: Sequence[PastDraw], look: Callable[[int], Awaitable[None]]) -> None:
    """The earlier draws, each with a button to repeat it."""
    with ui.element('div').classes('scroll-y'), ui.element('table').classes('plain draws'):
        _head(('抽查时间', '抽查人', '随机种子', '人数', ''))
        with ui.element('tbody'):
            for row in rows:
                with ui.element('tr'):
                    for text in (row.when, row.who, row.seed):
                        words(text, 'td')
                    words(str(row.drawn), 'td', 'num')
                    with words('', 'td', 'num'):
                        _again(row, look)
    if not rows:
        muted('还没有抽查记录')


def _again(row: PastDraw, look: Callable[[int], Awaitable[None]]) -> None:
    button = link_button('重新抽出', lambda: look(row.id))
    button.props['aria-label'] = f'重新抽出 {row.when} 的名单'


def draw_result(view: DrawView) -> None:
    """What was drawn, whether it equals the first list, and the numbers per city and grade."""
    notice(view.summary, 'green' if view.same else 'red')
    with ui.expansion('按市和等级的分配').classes('w-full'):
        _shares(view.shares)


def _shares(shares: Sequence[tuple[str, str, int, int]]) -> None:
    with ui.element('div').classes('scroll-y'), ui.element('table').classes('plain'):
        _head(('市（省直单位）', '等级', '终审通过', '抽取'))
        with ui.element('tbody'):
            for office, grade, persons, drawn in shares:
                with ui.element('tr'):
                    words(office, 'td')
                    for text in (grade, str(persons), str(drawn)):
                        words(text, 'td', 'num')


def _head(titles: Sequence[str]) -> None:
    with ui.element('thead'), ui.element('tr'):
        for title in titles:
            words(title, 'th')
