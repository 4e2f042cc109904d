"""One opinion or mark in full, with the unit's 反馈 and the writer's 办结 for readers who may give them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.forms.reason_field import ReasonField
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.facts import facts
from components.kit.words import words

_SAVE_EVERY_S = 1.5


@dataclass(frozen=True, slots=True)
class NoteView:
    """``facts`` are label and value; ``typed`` is the saved draft of an answer."""

    title: str
    facts: Sequence[tuple[str, str]]
    typed: str = ''


@dataclass(frozen=True, slots=True)
class NoteActions:
    """What the reader may do; None: not allowed. ``keep`` saves an answer while it is being typed."""

    look: Callable[[], None]
    answer: Callable[[str], Awaitable[None]] | None = None
    keep: Callable[[str], Awaitable[None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None


class NoteDialog:
    """Opens at once; a refusal is shown in it and the typed text stays."""

    def __init__(self, view: NoteView, actions: NoteActions, attempt: Attempt) -> None:
        self._actions, self._attempt, self._dirty = actions, attempt, False
        with review_dialog(view.title) as self._dialog:
            facts(view.facts)
            if actions.answer:
                words('反馈内容', 'div', 'field-label')
                self._text = ReasonField('反馈内容', (), view.typed, self._touched)
                ui.timer(_SAVE_EVERY_S, self._save)
                self._dialog.on('hide', self._save)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('关闭', self._dialog.close)
                plain_button('查看申报', actions.look)
                if actions.answer:
                    self._go = primary_button('提交反馈', self._answer)
                if actions.close:
                    self._go = primary_button('办结', self._close)
        self._dialog.open()

    def _touched(self) -> None:
        self._dirty = True
        self._line.clear()

    async def _save(self) -> None:
        if self._dirty and not self._attempt.busy and self._actions.keep:
            self._dirty = False
            await self._actions.keep(self._text.value)

    async def _answer(self) -> None:
        answer = self._actions.answer
        if not self._dialog.value or not answer or not self._text.check():
            return
        await self._save()  # the typed text survives a refusal, a conflict or a lost connection
        text = self._text.value
        if await self._attempt(lambda: answer(text), self._line, self._go, typed=text):
            self._dialog.close()

    async def _close(self) -> None:
        close = self._actions.close
        if self._dialog.value and close and await self._attempt(close, self._line, self._go):
            self._dialog.close()
