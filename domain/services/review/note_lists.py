"""The lists of 市级复核意见 and 省级标记: about whom, by whom, when, and the unit's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.judging import Facts, open_to
from domain.rules.vocabulary import Act, Grade, Level, NoteState, Status
from domain.services.review.notes import Notebook
from storage.models import Account, Application, Mark, Opinion, Organisation
from storage.queries.review.deferrals_and_notes import count_alive, overlays_matching

COLUMNS = (
    *('id', 'number', 'name', 'id_number', 'unit_id', 'grade', 'status', 'stage', 'holder_id', 'applicant_id'),
    'version',
)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note with its person. ``version`` is the application's; ``may`` are the acts open to the reader now."""

    id: int
    application_id: int
    version: int
    number: str
    name: str
    id_number: str
    unit: str
    grade: Grade | None
    status: Status
    stage: Level | None
    text: str
    kind: str
    office: str
    writer: str
    written_at: datetime
    state: NoteState
    answer: str
    answered_at: datetime | None
    closed_at: datetime | None
    may: frozenset[Act]


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of notes and how many there are in all."""

    lines: tuple[NoteLine, ...]
    total: int


async def lines(
    actor: Actor, book: Notebook, *, filters: ApplicationFilters, states: tuple[NoteState, ...] = (), paging: Paging
) -> Lines:
    """The notes on applications of the subtree, the newest first."""
    found = await _found(actor, book, filters, states)
    total = await found.count()
    return Lines(await _lines(actor, book, await found.order_by('-id').offset(paging.offset).limit(paging.size)), total)


async def lines_count(
    actor: Actor, book: Notebook, *, filters: ApplicationFilters, states: tuple[NoteState, ...] = ()
) -> int:
    """How many notes the list has with these filters."""
    return await (await _found(actor, book, filters, states)).count()


async def line_of(actor: Actor, book: Notebook, note_id: int) -> NoteLine:
    """One note. Raises NotFound, the same for notes out of reach and missing ones."""
    found = await lines_of(actor, book, (note_id,))
    if not found:
        raise NotFound(f'该{book.name}')
    return found[0]


async def lines_of(actor: Actor, book: Notebook, ids: Sequence[int]) -> tuple[NoteLine, ...]:
    """The current state of these notes, if they are in reach: what a live update shows."""
    rows = await (await overlays_matching(book.rows, actor, ApplicationFilters())).filter(id__in=list(ids))
    return await _lines(actor, book, rows)


async def waiting(actor: Actor, book: Notebook) -> int:
    """The number of the badge: notes this organisation has to answer, and those it wrote and can close."""
    own = actor.organisation_id or 0
    noted = Subquery(Application.filter(unit_id=own, open_notes__gt=0).values('id'))
    to_answer = Q(state=NoteState.OPEN, application_id__in=noted)
    return await count_alive(book.rows.filter(to_answer | Q(state=NoteState.ANSWERED, organisation_id=own)))


async def _found(
    actor: Actor, book: Notebook, filters: ApplicationFilters, states: tuple[NoteState, ...]
) -> QuerySet[Opinion | Mark]:
    found = await overlays_matching(book.rows, actor, filters)
    return found.filter(state__in=list(states)) if states else found


async def _lines(actor: Actor, book: Notebook, notes: Sequence[Opinion | Mark]) -> tuple[NoteLine, ...]:
    if not notes:
        return ()
    ids = {note.application_id for note in notes}
    applications = {row.id: row for row in await Application.filter(id__in=list(ids)).only(*COLUMNS)}
    known = {row.unit_id for row in applications.values()} | {note.organisation_id for note in notes}
    offices = {row.id: row for row in await Organisation.filter(id__in=list(known)).only('id', 'name', 'path')}
    writers = await Account.filter(id__in=list({note.account_id for note in notes})).values_list('id', 'name')
    names = {int(row[0]): str(row[1]) for row in writers}
    return tuple(
        _line(actor, book, note, applications[note.application_id], offices, names[note.account_id]) for note in notes
    )


def _line(
    actor: Actor,
    book: Notebook,
    note: Opinion | Mark,
    application: Application,
    offices: dict[int, Organisation],
    writer: str,
) -> NoteLine:
    unit = offices[application.unit_id]
    open_now = open_to(application, actor, Facts(unit_path=unit.path))
    step = {NoteState.OPEN: book.answer, NoteState.ANSWERED: book.close}.get(note.state)
    return NoteLine(
        id=note.id,
        application_id=application.id,
        version=application.version,
        number=application.number,
        name=application.name,
        id_number=masked_id(application.id_number),
        unit=unit.name,
        grade=Grade(application.grade) if application.grade else None,
        status=application.status,
        stage=application.stage,
        text=note.text,
        kind=note.kind,
        office=offices[note.organisation_id].name,
        writer=writer,
        written_at=note.written_at,
        state=note.state,
        answer=note.answer,
        answered_at=note.answered_at,
        closed_at=note.closed_at,
        may=open_now & {step} if step else frozenset(),
    )
