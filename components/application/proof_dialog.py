"""上传证明: a dialog to add and remove the files of one material of one person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from components.application.materials_upload import MaterialSlots, Slot
from components.kit.buttons import primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from domain.rules.vocabulary import MaterialKind


@dataclass(frozen=True, slots=True)
class ProofActions:
    """``upload`` and ``remove`` return the text of a refusal or an empty text; ``fresh`` reads the slot again."""

    fresh: Callable[[], Awaitable[Slot]]
    upload: Callable[[MaterialKind, FileUpload], Awaitable[str]]
    remove: Callable[[int], Awaitable[str]]


class ProofDialog:
    """Opens at once and stays open while several files are uploaded."""

    def __init__(self, title: str, slot: Slot, actions: ProofActions, remark: str = '') -> None:
        self._actions = actions
        with review_dialog(title, wide=True) as self._dialog:
            if remark:
                words(remark, 'p', 'muted')
            self._slots = MaterialSlots([slot], actions.upload, actions.remove, self.refresh)
            with ui.element('div').classes('foot'):
                primary_button('完成', self._dialog.close)
        self._dialog.open()

    async def refresh(self) -> None:
        """Show the files as they are now."""
        slot = await self._actions.fresh()
        if not self._dialog.is_deleted:
            self._slots.show([slot])
