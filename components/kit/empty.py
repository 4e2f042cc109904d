"""The message of an empty list or page, with the next step."""

from __future__ import annotations

from nicegui import ui

from components.kit.words import words


def empty(text: str, hint: str = '', icon: str = 'inbox') -> ui.element:
    """Say that there is nothing, and what can be done; put buttons into the result."""
    with ui.element('div').classes('blank').props('role=status') as box:
        ui.icon(icon).props('aria-hidden=true')
        words(text, 'b')
        if hint:
            words(hint)
    return box
