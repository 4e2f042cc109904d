"""The dialog to write an opinion or a mark: the persons, the kind, and the text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.forms.person_chooser import Find, Person, PersonChooser
from components.forms.reason_field import ReasonField
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and about whom."""

    persons: Sequence[Person]
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WriterCall:
    """``kinds``: one of them is chosen; ``find`` None: the persons are fixed; ``submit`` carries it out."""

    title: str
    label: str
    submit: Callable[[Written], Awaitable[None]]
    kinds: Sequence[str] = ()
    find: Find | None = None
    persons: Sequence[Person] = ()
    phrases: Sequence[str] = ()


class NoteWriter:
    """Opens at once."""

    def __init__(self, call: WriterCall, attempt: Attempt) -> None:
        self._call, self._attempt = call, attempt
        self._chooser: PersonChooser | None = None
        with review_dialog(call.title, wide=True) as self._dialog:
            if call.find:
                self._chooser = PersonChooser(call.find, call.persons)
            else:
                words(f'对已选的 {len(call.persons)} 人填写同一内容。', 'p')
            self._kind = self._kinds()
            words(call.label, 'div', 'field-label')
            self._text = ReasonField(call.label, call.phrases, '', self._touched)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('取消', self._dialog.close)
                self._go = primary_button('确定', self._submit)
        self._dialog.open()

    def _touched(self) -> None:
        self._line.clear()

    def _kinds(self) -> ui.select | None:
        if not self._call.kinds:
            return None
        words('标记类型', 'div', 'field-label')
        kind = ui.select(list(self._call.kinds), value=self._call.kinds[0]).classes('day')
        kind.props['aria-label'] = '标记类型'
        return kind

    async def _submit(self) -> None:
        if not self._dialog.value:  # a second click arrived after the first one closed the dialog
            return
        persons = self._chooser.chosen if self._chooser else self._call.persons
        if not persons:
            self._line.show('请先选择报考人员')
            return
        if not self._text.check():
            return
        written = Written(persons, str(self._kind.value) if self._kind else '', self._text.value)
        if await self._attempt(lambda: self._call.submit(written), self._line, self._go, typed=written.text):
            self._dialog.close()
