"""The dialog 处理 for one receipt that was not booked: its data, and what was done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.forms.reason_field import ReasonField
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.facts import Facts, facts
from domain.errors import DecidedAlready

PHRASES = ('已退款', '已补缴差额', '已线下核实，款项与缴款码相符')


class HandlingDialog:
    """Opens at once; after a refusal the typed text stays. ``submit`` None: read-only."""

    def __init__(self, title: str, about: Facts, submit: Callable[[str], Awaitable[None]] | None) -> None:
        self._submit_note, self._attempt = submit, Attempt(self._lost)
        with review_dialog(title, wide=True) as self._dialog:
            with ui.element('div').classes('handling'):
                facts(about)
            if submit:
                self._note = ReasonField('处理情况', PHRASES, '', self._typed)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('取消' if submit else '关闭', self._dialog.close)
                if submit:
                    self._go = primary_button('确认处理', self._submit)
        self._dialog.open()

    def _typed(self) -> None:
        self._line.clear()

    async def _submit(self) -> None:
        submit = self._submit_note
        if submit is None or not self._dialog.value or not self._note.check():  # closed: a second click arrived
            return
        if await self._attempt(lambda: submit(self._note.value), self._line, self._go):
            self._dialog.close()

    def _lost(self, taken: DecidedAlready, _typed: str) -> None:
        self._line.show(str(taken))
