"""The route of an application as a line of stations: the past ones, the current one and those ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nicegui import ui

from components.kit.words import words

State = Literal['done', 'now', 'todo', 'stopped']
_SPOKEN: dict[State, str] = {'done': '已完成', 'now': '进行中', 'todo': '未到', 'stopped': '已停止'}
_ICONS: dict[State, str] = {'done': 'check', 'stopped': 'priority_high'}


@dataclass(frozen=True, slots=True)
class Station:
    """One station: its name, the day something happened there, and a word on its current state."""

    title: str
    state: State
    when: str = ''
    note: str = ''


def stations(stops: Sequence[Station]) -> ui.element:
    """The stations in their order; on a narrow screen one below the other."""
    with ui.element('ol').classes('stations') as line:
        for stop in stops:
            with ui.element('li').classes(stop.state) as item:
                with ui.element('span').classes('mark').props('aria-hidden=true'):
                    if stop.state in _ICONS:
                        ui.icon(_ICONS[stop.state])
                words(stop.title, 'b')
                words(stop.note or ('' if stop.state == 'todo' else _SPOKEN[stop.state]), 'span', 'note')
                words(stop.when, 'span', 'num')
            if stop.state in ('now', 'stopped'):
                item.props['aria-current'] = 'step'
    line.props['aria-label'] = '办理进度'
    return line
