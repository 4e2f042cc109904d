"""The frame of every dialog of the review page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from components.kit.once import opened_by_click
from components.kit.words import h2


@contextmanager
def review_dialog(title: str, *, wide: bool = False) -> Iterator[ui.dialog]:
    """A dialog with its heading; Esc closes it, a click beside it does not; it is removed when closed."""
    with ui.dialog().props('no-backdrop-dismiss') as dialog, ui.card().classes('dialog') as card:
        opened_by_click(dialog)
        dialog.props['aria-label'] = title
        if wide:
            card.classes('wide')
        h2(title)
        yield dialog
    dialog.on('hide', dialog.delete)  # hidden dialogs would accumulate in a page that stays open all day
