"""The frame of every field: its label, remark, hint and error around a control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nicegui import ui

from components.kit.words import words


@dataclass(frozen=True, slots=True)
class Look:
    """How one field is shown on the form: ``remark`` is the text of the return, ``shown`` its value when read-only."""

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
        """Show an error at this field; an empty text removes it."""
        self._error.text = error
        self._error.set_visibility(bool(error))
        self.box.classes(add='wrong' if error else None, remove=None if error else 'wrong')

    def require(self, required: bool) -> None:
        """Mark the field as required, or not."""
        self._star.set_visibility(required and self._editable)

    def reach(self) -> None:
        """Scroll the field into view."""
        self.box.run_method('scrollIntoView', {'block': 'center', 'behavior': 'smooth'})
