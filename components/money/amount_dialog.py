"""The dialog for acts on money that need a reason: 免缴, 退费."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from components.forms.reason_field import ReasonField
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, reject_button
from components.kit.dialog import review_dialog
from components.kit.facts import facts
from components.kit.words import words
from domain.errors import DecidedAlready


@dataclass(frozen=True, slots=True)
class AmountCall:
    """The content: the act's name, the person and the amount, the consequence in a sentence, and the button."""

    title: str
    name: str
    amount: str
    consequence: str
    yes: str


class AmountDialog:
    """Opens at once; after a refusal the typed text stays. It closes when ``submit`` succeeds."""

    def __init__(self, call: AmountCall, submit: Callable[[str], Awaitable[None]]) -> None:
        self._submit_reason, self._attempt = submit, Attempt(self._lost)
        with review_dialog(call.title) as self._dialog:
            facts((('姓名', call.name), ('金额', call.amount)))
            words(call.consequence, 'div', 'consequence')
            self._reason = ReasonField('原因', (), '', self._typed)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('取消', self._dialog.close)
                self._go = reject_button(call.yes, self._submit)
        self._dialog.open()

    def _typed(self) -> None:
        self._line.clear()

    async def _submit(self) -> None:
        if not self._dialog.value or not self._reason.check():  # closed already: a second click after the first one
            return
        if await self._attempt(lambda: self._submit_reason(self._reason.value), self._line, self._go):
            self._dialog.close()

    def _lost(self, taken: DecidedAlready, _typed: str) -> None:
        self._line.show(str(taken))
