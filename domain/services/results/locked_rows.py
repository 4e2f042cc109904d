"""The rows of 考核结果 with their applications locked: shared by importing, correcting and publishing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import F

from domain import clock
from domain.errors import Busy
from domain.events import ResultsChanged
from domain.rules.actor import Actor
from domain.rules.exam.tickets import holds
from domain.rules.results.result_states import Marks, described
from domain.rules.vocabulary import Conclusion, Grade
from storage.models import Application, ExamResult
from storage.queries.results.exam_results import seated

PERSON = ('id', 'year_id', 'unit_id', 'number', 'name', 'id_number', 'grade', 'trade', 'status', 'payment')
VOID = '该考生已取消资格或已退费，准考证无效'


@dataclass(frozen=True, slots=True)
class Seat:
    """One person with a seat, as the office that assigned it sees them."""

    application_id: int
    number: str
    starts_at: datetime
    grade: Grade
    year_id: int


@dataclass(frozen=True, slots=True)
class Held:
    """Locked applications and their results; nobody else can change them until the transaction ends."""

    people: dict[int, Application]
    results: dict[int, ExamResult]


async def seats_of(actor: Actor, numbers: Collection[str]) -> dict[str, Seat]:
    """The published seats with these ticket numbers that the actor's office has assigned, in any year, by number."""
    found = seated(actor).filter(number__in=list(numbers))
    rows = await found.values_list('application_id', 'number', 'session__starts_at', 'grade', 'plan__year_id')
    return {str(row[1]): Seat(int(row[0]), str(row[1]), row[2], Grade(row[3]), int(row[4])) for row in rows}


async def own_of(actor: Actor, application_ids: Collection[int]) -> list[int]:
    """Those of these applications, of any year, for whose results the actor's office is responsible, in order of id."""
    found = seated(actor).filter(application_id__in=list(application_ids)).order_by('application_id')
    return [int(row[0]) for row in await found.values_list('application_id')]


async def hold(application_ids: Collection[int]) -> Held:
    """Lock these applications in the order of their ids, then read their results: what is read now cannot change.

    Their versions increase, as with every act: a page that shows an earlier state must be read again before it acts.
    """
    ids = sorted(set(application_ids))
    if not ids:
        return Held({}, {})
    await Application.filter(id__in=ids).order_by('id').select_for_update().only('id')
    people = await Application.filter(id__in=ids).only(*PERSON)
    results = await ExamResult.filter(application_id__in=ids)
    return Held({row.id: row for row in people}, {row.application_id: row for row in results})


async def note(people: Sequence[Application]) -> None:
    """Record on these applications that an act happened: no earlier approval can be undone after it."""
    await Application.filter(id__in=[row.id for row in people]).update(version=F('version') + 1, changed_at=clock.now())


async def rewrite(row: ExamResult, **columns: Any) -> None:
    """Write to a result that the transaction has locked. Raises Busy when it is nevertheless not what was read."""
    hit = await ExamResult.filter(id=row.id, version=row.version).update(version=row.version + 1, **columns)
    if not hit:
        raise Busy
    row.update_from_dict({'version': row.version + 1, **columns})


def marks_of(row: ExamResult) -> Marks:
    """The published marks, or without a publication those that would be published."""
    return Marks.kept(row.scores, row.attendance, row.remark)


def latest_of(row: ExamResult) -> Marks:
    """The marks with those that wait for publication."""
    if row.pending is None:
        return marks_of(row)
    return Marks.kept(row.pending['scores'], row.pending.get('attendance'), row.pending['remark'])


def latest_conclusion(row: ExamResult) -> Conclusion:
    """The conclusion of ``latest_of``, as it was determined when the marks were entered."""
    return Conclusion(row.pending['conclusion']) if row.pending else row.conclusion


def columns_of(marks: Marks, conclusion: Conclusion) -> dict[str, Any]:
    """The columns of a result with these marks and this conclusion."""
    return {
        'scores': marks.as_kept,
        'attendance': marks.attendance_kept or None,
        'conclusion': conclusion,
        'remark': marks.remark,
    }


def counts(person: Application) -> bool:
    """Whether this person's exam counts: still approved, and the fee paid or exempt."""
    return holds(person.status, person.payment)


def details_of(row: ExamResult) -> dict[str, Any]:
    """What the journal keeps of a result as it is now."""
    return described(latest_of(row), latest_conclusion(row))


def news(actor: Actor, application_ids: Collection[int], *, published: bool) -> ResultsChanged:
    """The event for the open pages."""
    return ResultsChanged(actor.path, published, tuple(application_ids))
