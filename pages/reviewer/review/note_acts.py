"""Answer and close opinions and marks; each act calls its service with the actor read again."""

from __future__ import annotations

from nicegui import ui

from components.review.dialogs.note_dialog import NoteActions, NoteDialog, NoteView
from domain.services.review import drafts, notes
from domain.services.review.note_lists import NoteLine
from domain.services.review.notes import Notebook
from pages.access import current_actor
from pages.reviewer.review.note_rows import facts_of
from pages.views.note_writing import Refresh, attempt


async def show(line: NoteLine, book: Notebook, refresh: Refresh) -> None:
    """详情, with 反馈 and 办结 for those who may give them."""
    actor, act = await current_actor(), book.answer
    typed, _ = await drafts.of(actor, line.application_id, act.value) if act in line.may else ('', ())

    async def answer(text: str) -> None:
        await notes.answer(await current_actor(), book, line.id, text, seen=line.version)
        ui.notify(f'{line.name}：已反馈', type='positive')

    async def keep(text: str) -> None:
        await drafts.keep(await current_actor(), line.application_id, act.value, text)

    may_answer = act in line.may
    actions = NoteActions(
        look=lambda: ui.navigate.to(f'/applications/{line.application_id}'),
        answer=answer if may_answer else None,
        keep=keep if may_answer else None,
        close=(lambda: close(line, book)) if book.close in line.may else None,
    )
    NoteDialog(NoteView(f'{book.name}详情', facts_of(line, book), typed), actions, attempt(refresh))


async def close(line: NoteLine, book: Notebook) -> None:
    """办结."""
    await notes.close(await current_actor(), book, line.id, seen=line.version)
    ui.notify(f'{line.name}：已办结', type='positive')
