"""The result of each row of a bulk act, one line per row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nicegui import ui

from components.kit.buttons import primary_button
from components.kit.words import h2, words

SHOWN_ROWS = 100  # of a result; the counts above include all


class Outcome(Protocol):
    """One row: ``refusal`` is empty when it succeeded."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def refusal(self) -> str: ...


def outcome_lines(rows: Sequence[Outcome], good: str) -> None:
    """One line per row, the refused ones first; ``good`` is the text for the others."""
    ordered = sorted(rows, key=lambda row: not row.refusal)
    with ui.element('ul').classes('outcomes'):
        for row in ordered[:SHOWN_ROWS]:
            with ui.element('li'):
                words(row.number, 'span', 'num')
                words(row.name, 'b')
                words(row.refusal or good, 'span', 'tag red' if row.refusal else 'tag green')
    if len(ordered) > SHOWN_ROWS:
        words(f'其余 {len(ordered) - SHOWN_ROWS} 人从略', 'p', 'muted')


async def outcome_dialog(title: str, rows: Sequence[Outcome], good: str, left: int = 0) -> None:
    """Show the result of a bulk act until the dialog is closed; ``left`` rows were not tried because it was stopped."""
    passed = sum(not row.refusal for row in rows)
    with ui.dialog() as dialog, ui.card().classes('dialog wide'):
        dialog.props['aria-label'] = '处理结果'
        h2(f'{title}：处理结果')
        stopped = f'，已停止，其余 {left} 人未处理' if left else ''
        words(f'成功 {passed} 人，未成功 {len(rows) - passed} 人{stopped}。', 'p')
        outcome_lines(rows, good)
        with ui.element('div').classes('foot'):
            primary_button('知道了', lambda: dialog.submit(True))
    await dialog
    dialog.delete()
