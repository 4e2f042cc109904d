"""Which arguments a browser may send with an event, by element: others are forged and reach no handler (5-trust §1.2).

NiceGUI's own handlers use values without a check; only those are checked here. Our own handlers validate their
arguments themselves.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.choice_element import ChoiceElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.event_listener import EventListener

DEEPEST, LONGEST_PATH, MOST_CHOSEN = 8, 2000, 1000
MOVES = ('sub_pages_open', 'sub_pages_navigate')
STROKE = {'action': str, 'key': str, 'code': str, 'location': int, 'repeat': bool}
STROKE |= dict.fromkeys(('altKey', 'ctrlKey', 'metaKey', 'shiftKey'), bool)


def fits(element: Element, listener: EventListener, arguments: Sequence[str | None]) -> bool:
    """Whether these arguments, JSON texts, are valid for this event of this element."""
    kind = listener.type
    try:
        values = [None if text is None else json.loads(text, parse_constant=_refuse) for text in arguments]
    except (ValueError, RecursionError):
        return False
    if not all(_shallow(value, DEEPEST) for value in values):
        return False
    value = values[0] if len(values) == 1 else values
    if kind in MOVES:
        return isinstance(value, str) and value.startswith('/') and len(value) <= LONGEST_PATH
    if kind == 'selection' and isinstance(element, ui.table):
        return _selection(element, listener.args[0] or (), value)
    if kind == 'key' and isinstance(element, ui.keyboard):
        return isinstance(value, dict) and all(isinstance(value.get(name), type_) for name, type_ in STROKE.items())
    if isinstance(element, ui.tree) and kind.startswith('update:'):
        return kind.removeprefix('update:') in element.props and isinstance(value, list | str | None)
    if isinstance(element, ValueElement) and changes_value(element, kind):
        return _value(element, value)
    return True


def changes_value(element: ValueElement[Any], kind: str) -> bool:
    """Whether an event of this kind sets the element's value."""
    return _plain(kind) == _plain(f'update:{element.VALUE_PROP}')


def _plain(name: str) -> str:
    """A name in one notation for both languages: model-value and modelValue."""
    return name.replace('-', '').lower()


def _refuse(word: str) -> float:
    raise ValueError(word)  # NaN and infinities are no JSON


def _shallow(value: Any, left: int) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_shallow(one, left - 1) for one in inner)


def _selection(table: ui.table, wanted: Sequence[str], value: Any) -> bool:
    """The rows selected or deselected, with the arguments that this listener requested."""
    if (
        not isinstance(value, dict)
        or not isinstance(value.get('added'), bool)
        or any(one not in value for one in wanted)
    ):
        return False
    rows, keys = value.get('rows', []), value.get('keys', [])
    if not isinstance(rows, list) or not isinstance(keys, list) or len(rows) > MOST_CHOSEN or len(keys) > MOST_CHOSEN:
        return False
    known = all(isinstance(row, dict) and table.row_key in row for row in rows)
    return known and all(isinstance(key, str | int) for key in keys)


def _value(element: ValueElement[Any], value: Any) -> bool:
    """A valid value for this kind of field."""
    match element:
        case ui.select() if element.multiple:
            return value is None or (
                isinstance(value, list)
                and len(value) <= MOST_CHOSEN
                and all(_option(element, one) or _typed(element, one) for one in value)
            )
        case ui.select():
            return value is None or _option(element, value) or _typed(element, value)
        case ChoiceElement():
            return value is None or _place(element, value)
        case ui.number():
            return value is None or _number(value)
        case ui.input() | ui.textarea():
            return value is None or isinstance(value, str)
        case ui.checkbox() | ui.switch() | ui.dialog() | ui.expansion() | ui.menu():
            return value is None or isinstance(value, bool)
    return True


def _option(element: ChoiceElement, value: Any) -> bool:
    return isinstance(value, Mapping) and _place(element, value.get('value'))


def _place(element: ChoiceElement, value: Any) -> bool:
    """One of the options, by its index."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(element._values)  # noqa: SLF001


def _typed(element: ui.select, value: Any) -> bool:
    """A new option, if the field accepts new ones."""
    return isinstance(value, str) and 'new-value-mode' in element.props


def _number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return math.isfinite(float(value or 0))
    except (ValueError, OverflowError):
        return False
