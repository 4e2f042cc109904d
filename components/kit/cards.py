"""The cards of 首页: live counts that link to their lists, and the time line of the year's windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nicegui import ui

from components.kit.words import Kind, words


class StatCard:
    """One count; ``set`` changes it while the page is open."""

    def __init__(self, title: str, path: str, kind: Kind) -> None:
        with ui.element('a').classes('card stat') as link:
            with ui.element('span').classes('name'):
                ui.element('span').classes('dot').classes(kind)
                words(title)
            self._n = words('0', 'span', 'n')
            self._hint = words('', 'span', 'hint')
        link.props['href'] = path

    def set(self, n: int, hint: str | None = None) -> None:
        self._n.text = str(n)
        if hint is not None:
            self._hint.text = hint


def stat_cards() -> ui.element:
    """The row of the cards; used as a context manager."""
    return ui.element('div').classes('stats')


def stat_card(title: str, n: int, path: str, kind: Kind = 'blue', hint: str = '') -> StatCard:
    """A card with a count that links to its list."""
    card = StatCard(title, path, kind)
    card.set(n, hint)
    return card


@dataclass(frozen=True, slots=True)
class WindowStep:
    """One window of the year in words: its name, its days, its state, and the time left (还有 3 天)."""

    title: str
    days: str
    state: Literal['past', 'open', 'future']
    hint: str = ''


def window_line(steps: Sequence[WindowStep]) -> ui.element:
    """The year's windows in a row, the open ones marked."""
    with ui.element('ol').classes('windows') as line:
        for step in steps:
            with ui.element('li').classes(step.state) as item:
                words(step.title, 'b')
                words(step.days, 'span', 'num')
                words(step.hint, 'span', 'hint')
            if step.state == 'open':
                item.props['aria-current'] = 'step'
    line.props['aria-label'] = '时间节点'
    return line
