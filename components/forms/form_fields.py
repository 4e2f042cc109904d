"""The fields of a small form, each with label, control, hint and error, and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.forms.field_frame import Frame, Look
from components.forms.org_picker import Children, Find, OrgNode, OrgPicker

LONGEST = 200  # characters of a text that are used, however long the browser's text is


@dataclass(frozen=True, slots=True)
class TextField:
    """One line of text; ``keyboard`` is the kind a phone shows, ``moment``: day and time, ``day``: a day."""

    key: str
    label: str
    value: str = ''
    required: bool = False
    longest: int = 60
    keyboard: str = 'text'
    hint: str = ''
    moment: bool = False
    day: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several words; ``options`` are value to label."""

    key: str
    label: str
    options: Mapping[str, str]
    value: str = ''
    required: bool = False
    hint: str = ''


@dataclass(frozen=True, slots=True)
class SwitchField:
    """Yes or no; ``says`` is shown beside the switch."""

    key: str
    label: str
    says: str
    value: bool = True
    required: bool = False
    hint: str = ''


@dataclass(frozen=True, slots=True)
class OfficeField:
    """One organisation out of the tree; its text is the id."""

    key: str
    label: str
    children: Children
    find: Find
    chosen: OrgNode | None = None
    required: bool = False
    hint: str = ''


Field = TextField | ChoiceField | SwitchField | OfficeField


@dataclass(frozen=True, slots=True)
class Typed:
    """The values of the form, each of the type of its field."""

    texts: Mapping[str, str]
    switches: Mapping[str, bool]


class FormFields:
    """Fields built where ``build`` is called; problems are shown at their keys."""

    def __init__(self) -> None:
        self._frames: dict[str, Frame] = {}
        self._controls: dict[str, ui.input | ui.select | ui.switch] = {}
        self._offices: dict[str, OrgPicker] = {}

    def build(self, field: Field) -> None:
        """Build this field in the current place."""
        frame = Frame(field.label, Look(required=field.required, hint=field.hint))
        if isinstance(field, OfficeField):
            with frame.slot:
                self._offices[field.key] = OrgPicker(
                    field.label, field.children, field.find, chosen=field.chosen, placeholder='请选择'
                )
            self._frames[field.key] = frame
            return
        with frame.slot:
            control = _control(field)
        control.mark(field.key).props['aria-label'] = field.label
        frame.name.props['for'] = control.html_id
        self._frames[field.key], self._controls[field.key] = frame, control

    @property
    def typed(self) -> Typed:
        texts = {key: picker.value for key, picker in self._offices.items()}
        switches: dict[str, bool] = {}
        for key, control in self._controls.items():
            if isinstance(control, ui.switch):
                switches[key] = control.value is True
            else:
                texts[key] = control.value[:LONGEST] if isinstance(control.value, str) else ''
        return Typed(texts, switches)

    def fill(self, typed: Typed) -> None:
        """Put other values into the fields that have these keys."""
        for key, control in self._controls.items():
            if isinstance(control, ui.switch):
                control.set_value(typed.switches.get(key, control.value))
            else:
                control.set_value(
                    typed.texts.get(key, control.value) or (None if isinstance(control, ui.select) else '')
                )

    def say(self, problems: Sequence[tuple[str, str]]) -> list[str]:
        """Show each problem at its field; returns the texts that belong to no field."""
        for key, frame in self._frames.items():
            frame.say('；'.join(text for at, text in problems if at == key))
        return [text for at, text in problems if at not in self._frames]

    def reach(self, keys: Sequence[str]) -> None:
        """Scroll the first field with one of these keys into view."""
        first = next((frame for key, frame in self._frames.items() if key in keys), None)
        if first is not None:
            first.reach()


def _control(field: TextField | ChoiceField | SwitchField) -> ui.input | ui.select | ui.switch:
    if isinstance(field, SwitchField):
        return ui.switch(field.says, value=field.value)
    if isinstance(field, ChoiceField):
        chosen = field.value if field.value in field.options else None
        return ui.select(dict(field.options), value=chosen, clearable=not field.required)
    text = ui.input(value=field.value).props('autocomplete=off')
    text.props['maxlength'] = str(field.longest)
    if field.moment or field.day:
        text.props['type'] = 'date' if field.day else 'datetime-local'
    else:
        text.props['inputmode'] = field.keyboard
    return text
