"""The rows of 考核结果 under the lock of their applications: what importing, correcting and publishing share."""

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

PERSON = ('id', 'unit_id', 'number', 'name', 'id_number', 'grade', 'trade', 'status', 'payment')
VOID = '该考生已取消资格或已退费，准考证无效'


@dataclass(frozen=True, slots=True)
class Seat:
    """One person with a seat, as the office that gave it knows them."""

    application_id: int
    number: str
    starts_at: datetime
    grade: Grade


@dataclass(frozen=True, slots=True)
class Held:
    """Applications and their results; nobody else changes them until the transaction is over."""

    people: dict[int, Application]
    results: dict[int, ExamResult]


async def seats_of(actor: Actor, year_id: int, numbers: Collection[str]) -> dict[str, Seat]:
    """The published seats with these ticket numbers that the actor's office has given, by number."""
    found = seated(actor, year_id).filter(number__in=list(numbers))
    rows = await found.values_list('application_id', 'number', 'session__starts_at', 'grade')
    return {str(row[1]): Seat(int(row[0]), str(row[1]), row[2], Grade(row[3])) for row in rows}


async def own_of(actor: Actor, year_id: int, application_ids: Collection[int]) -> list[int]:
    """Those of these persons to whom the actor's office gives results, in order of id."""
    found = seated(actor, year_id).filter(application_id__in=list(application_ids)).order_by('application_id')
    return [int(row[0]) for row in await found.values_list('application_id')]


async def hold(application_ids: Collection[int]) -> Held:
    """Lock these applications in the order of their ids, then read their results: what is read now stays.

    Their versions rise, as with every act: whoever saw an earlier state of one of them has to look again.
    """
    ids = sorted(set(application_ids))
    if not ids:
        return Held({}, {})
    await Application.filter(id__in=ids).order_by('id').select_for_update().only('id')
    people = await Application.filter(id__in=ids).only(*PERSON)
    results = await ExamResult.filter(application_id__in=ids)
    return Held({row.id: row for row in people}, {row.application_id: row for row in results})


async def note(people: Sequence[Application]) -> None:
    """Let these applications know of an act: no earlier approval is taken back behind it."""
    await Application.filter(id__in=[row.id for row in people]).update(version=F('version') + 1, changed_at=clock.now())


async def rewrite(row: ExamResult, **columns: Any) -> None:
    """Write to a result that the transaction holds. Raises Busy when it is not what was read all the same."""
    hit = await ExamResult.filter(id=row.id, version=row.version).update(version=row.version + 1, **columns)
    if not hit:
        raise Busy
    row.update_from_dict({'version': row.version + 1, **columns})


def marks_of(row: ExamResult) -> Marks:
    """What was published, or what would be if nothing was."""
    return Marks.kept(row.scores, row.conclusion, row.remark)


def latest_of(row: ExamResult) -> Marks:
    """With what waits for its publication."""
    if row.pending is None:
        return marks_of(row)
    return Marks.kept(row.pending['scores'], Conclusion(row.pending['conclusion']), row.pending['remark'])


def latest_conclusion(row: ExamResult) -> Conclusion:
    """That of ``latest_of``, as it was drawn when it was entered."""
    return Conclusion(row.pending['conclusion']) if row.pending else row.conclusion


def columns_of(marks: Marks, conclusion: Conclusion) -> dict[str, Any]:
    """The columns of a result that says this."""
    return {'scores': marks.as_kept, 'conclusion': conclusion, 'remark': marks.remark}


def counts(person: Application) -> bool:
    """Whether this person's exam counts: still approved, and the fee settled."""
    return holds(person.status, person.payment)


def told_of(row: ExamResult) -> dict[str, Any]:
    """What the journal keeps of a result as it stands."""
    return described(latest_of(row), latest_conclusion(row))


def news(actor: Actor, application_ids: Collection[int], *, published: bool) -> ResultsChanged:
    """What the open pages are told."""
    return ResultsChanged(actor.path, published, tuple(application_ids))
