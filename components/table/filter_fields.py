"""The kinds of fields of a search form, each with its cleaned value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from nicegui import ui

from components.forms.org_picker import Children, Find, OrgNode, OrgPicker
from components.kit.words import words

Value = str | list[str]
_TEXT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Keyword:
    """Free text."""

    name: str
    label: str
    placeholder: str = ''


@dataclass(frozen=True, slots=True)
class Choice:
    """One or several of some words; ``options`` are value to label."""

    name: str
    label: str
    options: Mapping[str, str]
    multiple: bool = True


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of days, both included; the value is two ISO days, of which one may be empty."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and everything below it; the value is its id."""

    name: str
    label: str
    children: Children
    find: Find
    chosen: OrgNode | None = None


Field = Keyword | Choice | DateRange | Organisation


@dataclass(frozen=True, slots=True)
class Widget:
    """A field on the page: how to read it and how to empty it."""

    box: ui.element
    value: Callable[[], Value]
    clear: Callable[[], None]


def build_widget(field: Field, initial: Value | None, on_enter: Callable[[], Awaitable[None]]) -> Widget:
    """Put this field on the page with its label; Enter in a text field starts the search."""
    with ui.element('div').classes('f two' if isinstance(field, DateRange) else 'f') as box:
        caption = words(field.label, 'label')
        match field:
            case Keyword():
                text = ui.input(placeholder=field.placeholder, value=_text(initial)).on('keydown.enter', on_enter, [])
                text.props('clearable').props['maxlength'] = str(_TEXT_LIMIT)
                _name(text, caption, field.label)
                return Widget(box, lambda: _text(text.value), partial(_empty, text))
            case Choice():
                return _choice(box, field, initial)
            case DateRange():
                return _date_range(box, field, initial, on_enter)
            case Organisation():
                picker = OrgPicker(field.label, field.children, field.find, chosen=field.chosen)
                return Widget(box, lambda: picker.value, lambda: picker.choose(None))


def _choice(box: ui.element, field: Choice, initial: Value | None) -> Widget:
    options = dict(field.options)
    wanted = [initial] if isinstance(initial, str) else initial or []
    known = [value for value in wanted if value in options]
    first = known[0] if known else None
    select = ui.select(options, multiple=field.multiple, value=known if field.multiple else first)
    with select.props.suspend_updates():  # a change would create all options again
        select.props('use-chips' if field.multiple else 'clearable')
        select.props['aria-label'] = field.label
        # A tuple is sent like a list but not observed: a hundred observed trades would take 80 kB on every open page.
        select.props['options'] = tuple(dict(option) for option in select.props['options'])

    def value() -> Value:
        if field.multiple:
            chosen = select.value if isinstance(select.value, list) else []
            return [item for item in chosen if item in options]
        return select.value if select.value in options else ''

    return Widget(box, value, partial(_empty, select))


def _date_range(
    box: ui.element, field: DateRange, initial: Value | None, on_enter: Callable[[], Awaitable[None]]
) -> Widget:
    days = initial if isinstance(initial, list) and len(initial) == 2 else ['', '']
    start = ui.input(value=_day(days[0])).props('type=date').on('keydown.enter', on_enter, [])
    words('至', 'span', 'muted')
    end = ui.input(value=_day(days[1])).props('type=date').on('keydown.enter', on_enter, [])
    start.props['aria-label'], end.props['aria-label'] = f'{field.label}从', f'{field.label}至'

    def value() -> Value:
        first, last = _day(start.value), _day(end.value)
        if first and last and first > last:
            first, last = last, first
        return [first, last] if first or last else []

    def clear() -> None:
        start.set_value('')
        end.set_value('')

    return Widget(box, value, clear)


def _empty(field: ui.input | ui.select) -> None:
    if isinstance(field, ui.select):
        field.set_value([] if field.multiple else None)
    else:
        field.set_value('')


def _name(field: ui.input, caption: ui.element, label: str) -> None:
    field.props['aria-label'] = label
    caption.props['for'] = field.html_id


def _text(value: object) -> str:
    return value.strip()[:_TEXT_LIMIT] if isinstance(value, str) else ''


def _day(value: object) -> str:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) and len(value) == 10 else ''
    except ValueError:
        return ''
