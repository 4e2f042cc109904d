"""成绩导入: the persons whose results an office enters, what was entered for them, and how many are missing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.queryset import QuerySet

from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.exam.tickets import holds
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.results.result_states import Marks
from domain.rules.vocabulary import Act, Conclusion, Grade, OrderStatus, Status
from domain.rules.year.subjects import GradeSubjects
from domain.services import journal
from domain.services.results import locked_rows
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import all_years, id_of, numbered, trade_names
from storage.models import AdmissionTicket, ExamResult
from storage.queries.exam.tickets import good
from storage.queries.organisations import names_of
from storage.queries.results import exam_results

MOST_CHOSEN = 50_000
READ = 1_000  # rows per read of a name list
SORTS = {'ticket': 'number', 'registration': 'application__number', 'grade': 'grade'}
COLUMNS = (
    *('application_id', 'number', 'unit_id', 'grade', 'plan__year_id'),
    *('application__number', 'application__name', 'application__id_number', 'application__trade'),
    *('application__status', 'application__payment'),
)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One seated person; ``id`` is the application's. ``marks`` are the latest, None while there are none.

    ``stages`` is empty for a person whose qualification ended; ``correctable``: something is not published yet.
    """

    id: int
    registration: str
    ticket: str
    name: str
    id_number: str
    unit: str
    grade: Grade
    trade: str
    subjects: GradeSubjects
    marks: Marks | None
    conclusion: Conclusion | None
    stages: tuple[Stage, ...]
    good: bool
    published_at: datetime | None

    @property
    def correctable(self) -> bool:
        return self.good and Stage.READY in self.stages


@dataclass(frozen=True, slots=True)
class ScorePage:
    """One page of rows and how many there are in all."""

    rows: tuple[ScoreRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many persons have a valid seat, how many of them a result, and how many are published or wait for it."""

    seated: int
    entered: int
    ready: int
    published: int

    @property
    def missing(self) -> int:
        return self.seated - self.entered

    @property
    def all_published(self) -> bool:
        return not self.missing and not self.ready


async def standing(actor: Actor, year: int) -> ScoreCounts:
    """The numbers above the list of this year. Raises Forbidden."""
    City.require(actor)
    return ScoreCounts(*await exam_results.standing_of(actor, (await numbered(year)).id))


async def listed(actor: Actor, *, filters: ResultFilters, paging: Paging) -> ScorePage:
    """One page of the list, by ticket number unless sorted otherwise. Raises Forbidden."""
    found = await _found(actor, filters)
    sign, column = '-' if paging.descending else '', SORTS.get(paging.sort, 'number')
    order = (f'{sign}{column}',) if column == 'number' else (f'{sign}{column}', f'{sign}number')
    page = found.order_by(*order).offset(paging.offset).limit(paging.size)
    rows = await _rows(await page.values(*COLUMNS))
    return ScorePage(rows, await found.count())


async def everybody(actor: Actor, filters: ResultFilters) -> tuple[int, ...]:
    """The applications of the whole filtered result at this moment. Raises Forbidden, Refusal for too many."""
    found = (await _found(actor, filters)).order_by('number').limit(MOST_CHOSEN + 1)
    ids = tuple(int(row[0]) for row in await found.values_list('application_id'))
    if len(ids) > MOST_CHOSEN:
        raise Refusal(f'查询结果超过 {MOST_CHOSEN} 人，请缩小查询范围后再选择')
    return ids


async def count(actor: Actor, filters: ResultFilters) -> int:
    """How many there are with these filters. Raises Forbidden."""
    return await (await _found(actor, filters)).count()


async def names(actor: Actor, filters: ResultFilters) -> AsyncIterator[tuple[ScoreRow, ...]]:
    """下载名单模板: the rows with these filters by ticket number, in chunks, with complete ID numbers.

    Those whose qualification ended are left out. Raises Forbidden.
    """
    found, last = (await _found(actor, filters)).filter(good()), ''
    while rows := await found.filter(number__gt=last).order_by('number').limit(READ).values(*COLUMNS):
        yield await _rows(rows, masked=False)
        last = str(rows[-1]['number'])


@use_case
async def record_names(actor: Actor, count: int, filters: ResultFilters) -> None:
    """Record who exported how many names, before the file is delivered. Raises Forbidden, SignedOut."""
    City.require(actor)
    async with unit_of_work(actor):
        details = {'list': '成绩导入名单模板', 'count': count, 'filters': filters.typed()}
        await journal.record(actor, Act.EXPORT, details=details)


async def _found(actor: Actor, filters: ResultFilters) -> QuerySet[AdmissionTicket]:
    City.require(actor)
    return await exam_results.expected_with(actor, await id_of(filters.year), filters)


async def _rows(found: Sequence[dict[str, Any]], *, masked: bool = True) -> tuple[ScoreRow, ...]:
    known = await _results([row['application_id'] for row in found])
    units, trades = await names_of({row['unit_id'] for row in found}), await trade_names()
    years = (await all_years()).by_id
    return tuple(
        _row(
            row, known.get(row['application_id']), units, trades,
            years[row['plan__year_id']].subjects[Grade(row['grade'])], masked=masked,
        )
        for row in found
    )  # fmt: skip


async def _results(application_ids: Collection[int]) -> dict[int, ExamResult]:
    rows = await ExamResult.filter(application_id__in=list(application_ids)) if application_ids else []
    return {row.application_id: row for row in rows}


def _row(
    row: dict[str, Any], result: ExamResult | None, units: dict[int, str], trades: dict[str, str], of: GradeSubjects,
    *, masked: bool,
) -> ScoreRow:  # fmt: skip
    payment, number = row['application__payment'], row['application__id_number']
    return ScoreRow(
        id=row['application_id'],
        registration=row['application__number'],
        ticket=row['number'],
        name=row['application__name'],
        id_number=masked_id(number) if masked else number,
        unit=units.get(row['unit_id'], ''),
        grade=Grade(row['grade']),
        trade=trades.get(row['application__trade'], row['application__trade']),
        subjects=of,
        marks=locked_rows.latest_of(result) if result else None,
        conclusion=locked_rows.latest_conclusion(result) if result else None,
        stages=_stages(result),
        good=holds(Status(row['application__status']), OrderStatus(payment) if payment else None),
        published_at=result.published_at if result else None,
    )


def _stages(result: ExamResult | None) -> tuple[Stage, ...]:
    if result is None:
        return (Stage.MISSING,)
    waits = result.published_at is None or result.pending is not None
    return (*((Stage.PUBLISHED,) if result.published_at else ()), *((Stage.READY,) if waits else ()))
