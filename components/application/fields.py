"""One field of the form: its label, the control for its kind, the remark of a return, and its error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.forms.field_frame import Frame, Look
from components.forms.picker import Picker
from components.kit.words import words
from domain.rules.application.form import FieldKind, FieldOf

OnTyped = Callable[[str, object], Awaitable[None]]
MANY = 12  # with more options than this the field has a search instead of a list


class FormField:
    """A field with its control; ``on_typed(key, value)`` gets the raw input, which the service validates strictly."""

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
        if self.spec.kind is FieldKind.SWITCH:
            toggle = ui.switch('是', value=bool(value), on_change=self._changed)
            toggle.props['aria-label'] = self.spec.label
        elif self.spec.kind is FieldKind.TRADE or len(options) > MANY:
            Picker(self.spec.label, options, str(value or ''), self._picked)
        elif self.spec.kind is FieldKind.CHOICE:
            chosen = '' if value is None else str(value)
            self._name(ui.select(dict(options), value=chosen if chosen in options else None, on_change=self._changed))
        else:
            self._input('' if value is None else str(value))

    def _input(self, value: str) -> None:
        field = ui.input(value=value, on_change=self._changed)
        if self.spec.kind is FieldKind.DATE:
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
