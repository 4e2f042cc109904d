"""A small form in a dialog: each error is shown at its field, and after a refusal the input stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui

from components.forms.form_fields import ChoiceField, Field, FormFields, OfficeField, SwitchField, TextField, Typed
from components.kit.attempt import RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from domain.errors import Invalid, Refusal

__all__ = ['ChoiceField', 'Field', 'FormDialog', 'OfficeField', 'SwitchField', 'TextField', 'Typed']


class FormDialog:
    """Opens at once; ``save`` may raise Invalid with problems at the fields' keys. It closes when ``save`` succeeds.

    ``facts`` are shown above the fields, label to value; ``pairs`` puts two fields in a row.
    """

    def __init__(
        self, title: str, fields: Sequence[Field], save: Callable[[Typed], Awaitable[None]], *,
        facts: Mapping[str, str] | None = None, remark: str = '', yes: str = '保存', pairs: bool = False,
    ) -> None:  # fmt: skip
        self._save, self._busy = save, False
        self._fields = FormFields()
        with review_dialog(title, wide=pairs) as self._dialog:
            if facts:
                with ui.element('dl').classes('facts'):
                    for label, value in facts.items():
                        words(label, 'dt')
                        words(value, 'dd')
            with ui.element('form').classes('stack pairs' if pairs else 'stack').mark('form-dialog') as form:
                for field in fields:
                    self._fields.build(field)
                if remark:
                    words(remark, 'p', 'muted pre')
                self._line = RefusalLine()
                with ui.element('div').classes('foot'):
                    plain_button('取消', self._dialog.close).props('type=button')
                    self._yes = primary_button(yes).props('type=submit')
            form.on('submit.prevent', self._submit, [])
        self._dialog.open()

    async def _submit(self) -> None:
        if self._busy or not self._dialog.value:  # a second click arrived after the first one closed the dialog
            return
        self._busy = True
        self._yes.props('loading')
        self._say(())
        try:
            await self._save(self._fields.typed)
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
        """Show each problem at its field, the others in the line above the buttons."""
        if self._dialog.is_deleted:
            return
        rest = self._fields.say(problems)
        self._line.show('；'.join(rest)) if rest else self._line.clear()
