"""Writing an opinion or a mark: by the desk that keeps them, and by the province about whom it has drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.forms.conflict_dialog import conflict_dialog
from components.forms.person_chooser import Person
from components.kit.attempt import Attempt
from components.kit.outcomes import outcome_dialog
from components.kit.progress import progress_dialog
from components.review.dialogs.note_writer import NoteWriter, WriterCall, Written
from domain.errors import DecidedAlready
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.workflow import SEEN_ABOVE
from domain.services.lists import application_lists
from domain.services.lists.application_rows import ApplicationRow
from domain.services.review import notes
from domain.services.review.notes import Notebook, Target
from pages.access import current_actor

DRAWS = '/marks/draws'  # 抽查, the province's own page, reached from the list of marks
HITS = 10
Refresh = Callable[[], Awaitable[None]]


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
    NoteWriter(call, attempt(refresh))


async def carry_out(book: Notebook, written: Written) -> None:
    """Write to one at once, to several with progress and a result, one line per person."""
    actor = await current_actor()
    if len(written.persons) == 1:
        (person,) = written.persons
        await notes.write(actor, book, person.id, written.text, written.kind, seen=person.version)
        ui.notify(f'{person.name}：已填写{book.name}', type='positive')
        return
    targets = [Target(person.id, person.number, person.name, person.version) for person in written.persons]
    with progress_dialog(f'填写{book.name}', len(targets), outlives=True) as progress:
        done = await notes.write_to_many(actor, book, targets, written.text, written.kind, progress.step)
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


def attempt(refresh: Refresh) -> Attempt:
    """How a dialog acts; when somebody was faster it keeps what was typed, and ``refresh`` shows the list anew."""

    def lost(taken: DecidedAlready, typed: str) -> None:
        conflict_dialog(taken, typed, refresh)

    return Attempt(lost)
