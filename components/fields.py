"""One field of the form: its label, the control that fits its kind, the remark of a return, and what is wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.picker import Picker
from components.words import words
from domain.rules.form import FieldOf, Kind

OnTyped = Callable[[str, object], Awaitable[None]]
MANY = 12  # more options than this are searched for, not listed


@dataclass(frozen=True, slots=True)
class Look:
    """How one field stands on the form: ``remark`` is what the return said, ``shown`` its value when read-only."""

    required: bool = False
    editable: bool = True
    shown: str = ''
    remark: str = ''
    hint: str = ''
    longest: int = 200
    options: Mapping[str, str] | None = None


class Frame:
    """Label, remark, hint and error around a control, which is built inside ``with frame.slot:``."""

    def __init__(self, label: str, look: Look) -> None:
        with ui.element('div').classes('fld') as self.box:
            with ui.element('label').classes('name') as self.name:
                words(label)
                self._star = words('*', 'span', 'must').props('aria-hidden=true')
            if look.remark:
                self.box.classes('pinned')
                with ui.element('p').classes('remark'):
                    ui.icon('reply').props('aria-hidden=true')
                    words(f'退回意见：{look.remark}', 'span', 'pre')
            self.slot = ui.element('div').classes('control')
            self._error = words('', 'p', 'err').props('role=alert')
            if look.hint and look.editable:
                words(look.hint, 'p', 'hint')
        self._editable = look.editable
        self._error.set_visibility(False)
        self.require(look.required)

    def say(self, error: str) -> None:
        """Show what is wrong at this field; an empty text takes it back."""
        self._error.text = error
        self._error.set_visibility(bool(error))
        self.box.classes(add='wrong' if error else None, remove=None if error else 'wrong')

    def require(self, required: bool) -> None:
        """Mark the field as one that must be filled in, or not."""
        self._star.set_visibility(required and self._editable)

    def reach(self) -> None:
        """Bring the field into view."""
        self.box.run_method('scrollIntoView', {'block': 'center', 'behavior': 'smooth'})


class FormField:
    """A field with its control; ``on_typed(key, value)`` gets the raw input, which the service reads strictly."""

    def __init__(self, spec: FieldOf, value: object, look: Look, on_typed: OnTyped) -> None:
        self.spec, self._on_typed, self._look = spec, on_typed, look
        self.frame = Frame(spec.label, look)
        with self.frame.slot:
            if look.editable:
                self._control(value)
            else:
                words(look.shown, 'p', 'as-given pre')

    def _control(self, value: object) -> None:
        options = self._look.options or {}
        if self.spec.kind is Kind.SWITCH:
            toggle = ui.switch('是', value=bool(value), on_change=self._changed)
            toggle.props['aria-label'] = self.spec.label
        elif self.spec.kind is Kind.TRADE or len(options) > MANY:
            Picker(self.spec.label, options, str(value or ''), self._picked)
        elif self.spec.kind is Kind.CHOICE:
            chosen = '' if value is None else str(value)
            self._name(ui.select(dict(options), value=chosen if chosen in options else None, on_change=self._changed))
        else:
            self._input('' if value is None else str(value))

    def _input(self, value: str) -> None:
        field = ui.input(value=value, on_change=self._changed)
        if self.spec.kind is Kind.DATE:
            field.props('type=date min=1945-01-01')
        else:
            field.props('debounce=500 autocomplete=off')
            field.props['maxlength'] = self._look.longest
        if self.spec.key == 'mobile':
            field.props('inputmode=tel')
        self._name(field)

    def _name(self, field: ui.input | ui.select) -> None:
        self.frame.name.props['for'] = field.html_id
        field.mark(self.spec.key).props['aria-label'] = self.spec.label

    async def _changed(self, event: ValueChangeEventArguments[Any]) -> None:
        await self._on_typed(self.spec.key, event.value)

    async def _picked(self, value: str) -> None:
        await self._on_typed(self.spec.key, value)
