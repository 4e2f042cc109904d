"""Headings, short texts and notices as real HTML elements, never as HTML strings."""

from __future__ import annotations

from typing import Literal

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

Kind = Literal['blue', 'green', 'amber', 'red', 'purple', 'grey']

_NOTICE_ICONS = {
    'blue': 'info',
    'green': 'check_circle',
    'amber': 'warning',
    'red': 'error',
    'purple': 'schedule',
    'grey': 'info',
}


def words(text: str, tag: str = 'span', classes: str = '') -> TextElement:
    """Text in an element of this tag; its ``.text`` can be changed later."""
    element = TextElement(tag=tag, text=text)
    return element.classes(classes) if classes else element


def h1(text: str) -> TextElement:
    """The title of the page, once per page."""
    return words(text, 'h1')


def h2(text: str) -> TextElement:
    return words(text, 'h2')


def h3(text: str) -> TextElement:
    return words(text, 'h3')


def muted(text: str) -> TextElement:
    """A grey remark."""
    return words(text, 'span', 'muted')


def notice(text: str, kind: Kind = 'blue') -> TextElement:
    """A sentence with colour and icon above a form or list; red ones are announced to screen readers at once."""
    with ui.element('div').classes('notice').classes(kind) as box:
        ui.icon(_NOTICE_ICONS[kind]).props('aria-hidden=true')
        text_element = words(text, 'div', 'grow')
    box.props['role'] = 'alert' if kind == 'red' else 'status'
    return text_element


def card(tag: str = 'section') -> ui.element:
    """A white area with a border; sections inside it are ``section()``."""
    return ui.element(tag).classes('card')


def section(title: str = '') -> ui.element:
    """One part of a card, with a heading when ``title`` is given; used as a context manager."""
    part = ui.element('div').classes('sec')
    if title:
        with part:
            h2(title)
    return part
