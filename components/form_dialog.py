"""A small form in a dialog: what is wrong is said at its field, and nothing typed is lost by a refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.attempt import RefusalLine
from components.buttons import plain_button, primary_button
from components.fields import Frame, Look
from components.review_dialog import review_dialog
from components.words import words
from domain.errors import Invalid, Refusal

LONGEST = 200  # characters of a text that are looked at, whatever the browser sent


@dataclass(frozen=True, slots=True)
class TextField:
    """One line of text; ``keyboard`` is the one a phone shows."""

    key: str
    label: str
    value: str = ''
    required: bool = False
    longest: int = 60
    keyboard: str = 'text'
    hint: str = ''


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
    """Yes or no; ``says`` stands beside the switch."""

    key: str
    label: str
    says: str
    value: bool = True
    required: bool = False
    hint: str = ''


Field = TextField | ChoiceField | SwitchField


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, of the kind each field has."""

    texts: Mapping[str, str]
    switches: Mapping[str, bool]


class FormDialog:
    """Opens at once; ``save`` may raise Invalid with problems at the fields' keys. It closes when ``save`` is through.

    ``facts`` are shown above the fields, label to value.
    """

    def __init__(
        self, title: str, fields: Sequence[Field], save: Callable[[Typed], Awaitable[None]], *,
        facts: Mapping[str, str] | None = None, remark: str = '', yes: str = '保存',
    ) -> None:  # fmt: skip
        self._save, self._busy = save, False
        self._frames: dict[str, Frame] = {}
        self._controls: dict[str, ui.input | ui.select | ui.switch] = {}
        with review_dialog(title) as self._dialog:
            if facts:
                with ui.element('dl').classes('facts'):
                    for label, value in facts.items():
                        words(label, 'dt')
                        words(value, 'dd')
            with ui.element('form').classes('stack').mark('form-dialog') as form:
                for field in fields:
                    self._build(field)
                if remark:
                    words(remark, 'p', 'muted pre')
                self._line = RefusalLine()
                with ui.element('div').classes('foot'):
                    plain_button('取消', self._dialog.close).props('type=button')
                    self._yes = primary_button(yes).props('type=submit')
            form.on('submit.prevent', self._submit, [])
        self._dialog.open()

    def _build(self, field: Field) -> None:
        frame = Frame(field.label, Look(required=field.required, hint=field.hint))
        with frame.slot:
            control = _control(field)
        control.props['aria-label'] = field.label
        frame.name.props['for'] = control.html_id
        self._frames[field.key], self._controls[field.key] = frame, control

    @property
    def _typed(self) -> Typed:
        texts: dict[str, str] = {}
        switches: dict[str, bool] = {}
        for key, control in self._controls.items():
            if isinstance(control, ui.switch):
                switches[key] = control.value is True
            else:
                texts[key] = control.value[:LONGEST] if isinstance(control.value, str) else ''
        return Typed(texts, switches)

    async def _submit(self) -> None:
        if self._busy or not self._dialog.value:  # a second click was on its way while the first one closed the dialog
            return
        self._busy = True
        self._yes.props('loading')
        self._say(())
        try:
            await self._save(self._typed)
        except Invalid as refusal:
            self._say([(problem.key, problem.text) for problem in refusal.problems])
        except Refusal as refusal:
            self._say([('', str(refusal))])
        else:
            self._dialog.close()
        finally:
            self._busy = False
            if not self._yes.is_deleted:
                self._yes.props(remove='loading')

    def _say(self, problems: Sequence[tuple[str, str]]) -> None:
        """Each at its field, the others in the line above the buttons."""
        if self._dialog.is_deleted:
            return
        for key, frame in self._frames.items():
            frame.say('；'.join(text for at, text in problems if at == key))
        rest = [text for at, text in problems if at not in self._frames]
        self._line.show('；'.join(rest)) if rest else self._line.clear()


def _control(field: Field) -> ui.input | ui.select | ui.switch:
    if isinstance(field, SwitchField):
        return ui.switch(field.says, value=field.value)
    if isinstance(field, ChoiceField):
        chosen = field.value if field.value in field.options else None
        return ui.select(dict(field.options), value=chosen, clearable=not field.required)
    text = ui.input(value=field.value).props('autocomplete=off')
    text.props['maxlength'] = str(field.longest)
    text.props['inputmode'] = field.keyboard
    return text
