"""添加身份证号: fill in, check and confirm the person's ID number (1-domain §7)."""

from __future__ import annotations

from nicegui import ui

from components.application.checklist import check_lines
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from components.review.actions import ReviewActions
from domain.errors import Refusal
from domain.rules.vocabulary import Finding


class IdDialog:
    """确认添加 is enabled only after a check of exactly this number found no problem."""

    def __init__(self, name: str, id_number: str, actions: ReviewActions, attempt: Attempt) -> None:
        self._actions, self._attempt = actions, attempt
        with review_dialog('添加身份证号') as self._dialog:
            words(f'核对 {name} 的身份证号：校验码、出生日期和性别、本年度有无重复申报。', 'div', 'muted')
            with ui.element('div').classes('line id-line'):
                self._number = ui.input(value=id_number, on_change=self._changed).classes('grow num')
                self._number.props('aria-label=身份证号 autofocus maxlength=24').on('keydown.enter', self._check)
                plain_button('核对', self._check)
            self._lines = ui.element('div')
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('取消', self._dialog.close)
                self._confirm_button = primary_button('确认添加', self._confirm)
        self._confirm_button.disable()
        self._dialog.open()

    def _changed(self) -> None:
        self._confirm_button.disable()
        self._lines.clear()
        self._line.clear()

    async def _check(self) -> None:
        number = self._number.value
        self._changed()
        try:
            checks = await self._actions.check_id(number)
        except Refusal as refusal:
            self._line.show(str(refusal))
            return
        if self._lines.is_deleted or number != self._number.value:
            return  # closed, or edited in the meantime: the answer belongs to another number
        with self._lines:
            check_lines(checks)
        self._confirm_button.set_enabled(all(check.kind is not Finding.UNMET for check in checks))

    async def _confirm(self) -> None:
        number = self._number.value
        if not self._dialog.value:  # a second click arrived after the first one closed the dialog
            return
        if await self._attempt(lambda: self._actions.verify_id(number), self._line, self._confirm_button):
            self._dialog.close()
