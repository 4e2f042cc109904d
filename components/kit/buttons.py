"""The standard buttons: one function per meaning, so that pages never choose a colour; each acts once a click."""

from __future__ import annotations

from nicegui import ui

from components.kit.once import OnClick, once
from components.kit.words import words


def bare_button(text: str = '', on_click: OnClick | None = None, icon: str | None = None) -> ui.button:
    """A button without a look of its own, for components that give it one."""
    return ui.button(text, on_click=once(on_click) if on_click else None, icon=icon, color=None)


def _button(text: str, on_click: OnClick | None, icon: str | None, look: str, key: str | None) -> ui.button:
    button = bare_button(text, on_click, icon).classes('btn').classes(look)
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
    return bare_button(text, on_click).props('flat dense').classes('op')


def icon_button(icon: str, label: str, on_click: OnClick | None = None) -> ui.button:
    """A button with an icon only; ``label`` is its name for screen readers and its tooltip."""
    button = bare_button('', on_click, icon).props('flat').classes('ico')
    button.props['aria-label'] = button.props['title'] = label
    return button
