"""补交材料: the deferred materials of one person, their files, and 确认材料已补 once a file was uploaded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from components.application.materials_upload import MaterialSlots, Slot
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from domain.rules.vocabulary import Act, MaterialKind


@dataclass(frozen=True, slots=True)
class SupplyView:
    """The content for one deferral; ``may_confirm`` and ``file_came`` control the button 确认材料已补."""

    name: str
    note: str
    slots: Sequence[Slot]
    may_confirm: bool
    file_came: bool


@dataclass(frozen=True, slots=True)
class SupplyActions:
    """``upload`` and ``remove`` return the text of a refusal or an empty text; ``fresh`` reads the view again."""

    fresh: Callable[[], Awaitable[SupplyView]]
    upload: Callable[[MaterialKind, FileUpload], Awaitable[str]]
    remove: Callable[[int], Awaitable[str]]
    confirm: Callable[[], Awaitable[None]]


class SupplyDialog:
    """Opens at once and stays open while several files are uploaded."""

    def __init__(self, view: SupplyView, actions: SupplyActions, attempt: Attempt) -> None:
        self._actions, self._attempt = actions, attempt
        with review_dialog(f'补交材料：{view.name}', wide=True) as self._dialog:
            with ui.element('div').classes('quote'):
                words('容缺后补备注', 'small', 'muted')
                words(view.note, 'div', 'pre')
            self._slots = MaterialSlots(view.slots, actions.upload, actions.remove, self.refresh)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('关闭', self._dialog.close)
                self._go = primary_button(Act.CONFIRM.label, self._confirm)
        self._show(view)
        self._dialog.open()

    async def refresh(self) -> None:
        """Show the files as they are now."""
        view = await self._actions.fresh()
        if not self._dialog.is_deleted:
            self._slots.show(view.slots)
            self._show(view)

    def _show(self, view: SupplyView) -> None:
        self._go.set_visibility(view.may_confirm)
        self._go.set_enabled(view.file_came)
        self._go.props['title'] = '' if view.file_came else '上传补交的材料后可以确认'

    async def _confirm(self) -> None:
        if self._dialog.value and await self._attempt(self._actions.confirm, self._line, self._go):
            self._dialog.close()
