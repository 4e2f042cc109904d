"""审核记录: what happened to the application, newest first."""

from __future__ import annotations

from nicegui import ui

from components.application.views import ActView
from components.kit.words import words


def timeline(history: tuple[ActView, ...]) -> None:
    """One line per act with reason, who and when; line breaks of a reason are kept."""
    if not history:
        words('暂无审核记录', 'span', 'muted')
        return
    with ui.element('ul').classes('tl'):
        for act in history:
            with ui.element('li').classes(act.kind):
                words(f'{act.title}：{act.reason}' if act.reason else act.title, 'div', 'pre')
                words(' · '.join(part for part in (act.who, act.when, act.extra) if part), 'small')
