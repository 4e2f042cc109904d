"""The standard buttons: one function per meaning, so that pages never choose a colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import ClickEventArguments

from components.kit.words import words

# What NiceGUI accepts as a click handler: with or without the event, plain or async.
OnClick = Callable[[], Any] | Callable[[ClickEventArguments], Any]


def _button(text: str, on_click: OnClick | None, icon: str | None, look: str, key: str | None) -> ui.button:
    button = ui.button(text, on_click=on_click, icon=icon, color=None).classes('btn').classes(look)
    if key:
        button.props['aria-keyshortcuts'] = key
        with button:
            words(key, 'kbd').props('aria-hidden=true')
    return button


def primary_button(text: str, on_click: OnClick | None = None, icon: str | None = None) -> ui.button:
    """The one main act of an area (blue)."""
    return _button(text, on_click, icon, 'p', None)


def plain_button(
    text: str, on_click: OnClick | None = None, icon: str | None = None, key: str | None = None
) -> ui.button:
    """Any other act (white with a border)."""
    return _button(text, on_click, icon, 'plain', key)


def pass_button(
    text: str, on_click: OnClick | None = None, icon: str | None = None, key: str | None = None
) -> ui.button:
    """通过 (green)."""
    return _button(text, on_click, icon, 'g', key)


def return_button(
    text: str, on_click: OnClick | None = None, icon: str | None = None, key: str | None = None
) -> ui.button:
    """退回 (amber)."""
    return _button(text, on_click, icon, 'a', key)


def reject_button(
    text: str, on_click: OnClick | None = None, icon: str | None = None, key: str | None = None
) -> ui.button:
    """不通过, 删除 (red outline)."""
    return _button(text, on_click, icon, 'r', key)


def link_button(text: str, on_click: OnClick | None = None) -> ui.button:
    """An act that reads like a link, as in the 操作 column."""
    return ui.button(text, on_click=on_click, color=None).props('flat dense').classes('op')


def icon_button(icon: str, label: str, on_click: OnClick | None = None) -> ui.button:
    """A button with an icon only; ``label`` is its name for screen readers and its tooltip."""
    button = ui.button(on_click=on_click, icon=icon, color=None).props('flat').classes('ico')
    button.props['aria-label'] = button.props['title'] = label
    return button
