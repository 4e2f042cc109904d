"""A form of settings on a page: sections in cards, one button that saves them all, each error shown at its field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.forms.form_fields import Field, FormFields, Typed
from components.kit.attempt import RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.words import card, section
from domain.errors import Invalid, Refusal

Save = Callable[[Typed], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class FieldSection:
    """Fields under one heading."""

    title: str
    fields: Sequence[Field]


class SettingsForm:
    """``save`` may raise Invalid with problems at the fields' keys; ``more`` are further buttons, label to handler."""

    def __init__(
        self, sections: Sequence[FieldSection], save: Save, *, yes: str = '保存',
        more: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:  # fmt: skip
        self._save, self._busy, self._fields = save, False, FormFields()
        with ui.element('form').classes('settings').mark('settings') as form, card():
            for one in sections:
                with section(one.title), ui.element('div').classes('settings-grid'):
                    for field in one.fields:
                        self._fields.build(field)
            with ui.element('div').classes('sticky-bar'):
                self._line = RefusalLine()
                self._yes = primary_button(yes).props('type=submit')
                for label, act in more:
                    plain_button(label, act).props('type=button')
        form.on('submit.prevent', self._submit, [])

    def fill(self, typed: Typed) -> None:
        """Show other values, saved by another person."""
        self._fields.fill(typed)
        self._say(())

    @property
    def typed(self) -> Typed:
        return self._fields.typed

    async def _submit(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._yes.props('loading')
        self._say(())
        try:
            await self._save(self._fields.typed)
        except Invalid as refusal:
            self._say([(problem.key, problem.text) for problem in refusal.problems])
            self._fields.reach([problem.key for problem in refusal.problems])
        except Refusal as refusal:
            self._say([('', str(refusal))])
        finally:
            self._busy = False
            if not self._yes.is_deleted:
                self._yes.props(remove='loading')

    def _say(self, problems: Sequence[tuple[str, str]]) -> None:
        if self._yes.is_deleted:
            return
        rest = self._fields.say(problems)
        if len(rest) < len(problems):
            rest.append('有的内容需要修改，请按各项下方的提示修改后再保存')
        self._line.show('；'.join(rest)) if rest else self._line.clear()
