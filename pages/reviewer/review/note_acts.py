"""What is done with opinions and marks: write, answer, close; each act goes to its service with an actor read anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.forms.conflict_dialog import conflict_dialog
from components.forms.person_chooser import Person
from components.kit.attempt import Attempt
from components.kit.outcomes import outcome_dialog
from components.kit.progress import Progress
from components.review.dialogs.note_dialog import NoteActions, NoteDialog, NoteView
from components.review.dialogs.note_writer import NoteWriter, WriterCall, Written
from domain.errors import DecidedAlready
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.workflow import SEEN_ABOVE
from domain.services.lists import application_lists
from domain.services.lists.application_lists import ApplicationRow
from domain.services.review import drafts, notes
from domain.services.review.note_lists import NoteLine
from domain.services.review.notes import Notebook, Target
from pages.access import current_actor
from pages.reviewer.review.note_rows import facts_of

HITS = 10
Refresh = Callable[[], Awaitable[None]]


async def show(line: NoteLine, book: Notebook, refresh: Refresh) -> None:
    """详情, with 反馈 and 办结 for whom they are."""
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
    NoteDialog(NoteView(f'{book.name}详情', facts_of(line, book), typed), actions, _attempt(refresh))


async def close(line: NoteLine, book: Notebook) -> None:
    """办结."""
    await notes.close(await current_actor(), book, line.id, seen=line.version)
    ui.notify(f'{line.name}：已办结', type='positive')


def write(book: Notebook, refresh: Refresh, persons: Sequence[Person] | None = None) -> None:
    """The dialog that writes; ``persons`` None: they are looked for in it."""

    async def submit(written: Written) -> None:
        await carry_out(book, written)

    label = '标记内容' if book.kinds else '复核意见'
    call = WriterCall(
        title=f'填写{book.name}',
        label=label,
        submit=submit,
        kinds=book.kinds,
        find=find if persons is None else None,
        persons=persons or (),
    )
    NoteWriter(call, _attempt(refresh))


async def carry_out(book: Notebook, written: Written) -> None:
    """Write to one at once, to several with progress and a result, one line per person."""
    actor = await current_actor()
    if len(written.persons) == 1:
        (person,) = written.persons
        await notes.write(actor, book, person.id, written.text, written.kind, seen=person.version)
        ui.notify(f'{person.name}：已填写{book.name}', type='positive')
        return
    targets = [Target(person.id, person.number, person.name, person.version) for person in written.persons]
    done: list[Target] = []
    with Progress(f'填写{book.name}', len(targets)) as progress:
        many = notes.write_to_many(actor, book, targets, written.text, written.kind, lambda: progress.cancelled)
        async for target in many:
            done.append(target)
            progress.step()
    await outcome_dialog(f'填写{book.name}', done, '已填写', len(targets) - len(done))


async def find(text: str) -> list[Person]:
    """Those a note may be written about, by name or number; a page of them at most."""
    filters = ApplicationFilters.read({'keyword': text, 'statuses': [status.value for status in SEEN_ABOVE]})
    found = await application_lists.search(await current_actor(), filters=filters, paging=Paging(size=HITS))
    return [person_of(row) for row in found.rows]


def person_of(row: ApplicationRow) -> Person:
    """A row of a list as somebody to choose."""
    about = ' · '.join(part for part in (row.unit, row.grade.label if row.grade else '', row.id_number) if part)
    return Person(row.id, row.number, row.name, about, row.version)


def _attempt(refresh: Refresh) -> Attempt:
    def lost(taken: DecidedAlready, typed: str) -> None:
        conflict_dialog(taken, typed, refresh)

    return Attempt(lost)
