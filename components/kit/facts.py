"""Values with their labels, and a dialog that only shows them."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui import ui

from components.kit.buttons import plain_button
from components.kit.dialog import review_dialog
from components.kit.words import words

Facts = Iterable[tuple[str, str]]


def facts(pairs: Facts) -> None:
    """Label and value, one pair per line; a pair without a value is left out."""
    with ui.element('dl').classes('facts'):
        for label, value in pairs:
            if value:
                words(label, 'dt')
                words(value, 'dd', 'pre')


def facts_dialog(title: str, pairs: Facts) -> None:
    """Open a read-only dialog."""
    with review_dialog(title) as dialog:
        facts(pairs)
        with ui.element('div').classes('foot'):
            plain_button('关闭', dialog.close)
    dialog.open()
