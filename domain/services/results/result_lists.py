"""考核结果查询: the published results of a subtree, their totals, and the rows exported as a workbook."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import County
from domain.rules.results.result_filters import ResultFilters
from domain.rules.results.result_states import Marks
from domain.rules.vocabulary import Conclusion, Grade
from domain.rules.year.subjects import GradeSubjects
from domain.services.results import locked_rows
from domain.services.workbooks import CHUNK
from domain.services.year.years import Year, all_years, id_of, trade_names
from storage.models import AdmissionTicket, Application, ExamResult
from storage.queries.organisations import names_of
from storage.queries.results.exam_results import by_conclusion, published, published_with

PERSON = ('id', 'number', 'name', 'id_number', 'trade')
SORTS = {
    'registration': 'application_id',  # numbers increase with ids
    'grade': 'grade',
    'conclusion': 'conclusion',
    'published_at': 'published_at',
}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One published result; ``id`` is the application's, ``subjects`` are those of its grade and year."""

    id: int
    registration: str
    ticket: str
    name: str
    id_number: str
    unit: str
    grade: Grade
    trade: str
    subjects: GradeSubjects
    marks: Marks
    conclusion: Conclusion
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of rows, and how many there are with each conclusion."""

    rows: tuple[ResultRow, ...]
    totals: Mapping[Conclusion, int]

    @property
    def total(self) -> int:
        return sum(self.totals.values())


async def listed(actor: Actor, *, filters: ResultFilters, paging: Paging) -> ResultPage:
    """One page of the list, in the order of registration unless sorted otherwise. Raises Forbidden below a county."""
    found = await _found(actor, filters)
    sign, column = '-' if paging.descending else '', SORTS.get(paging.sort, 'application_id')
    order = (f'{sign}{column}',) if column == 'application_id' else (f'{sign}{column}', f'{sign}application_id')
    page = found.order_by(*order).offset(paging.offset).limit(paging.size)
    ids = [int(row[0]) for row in await page.values_list('application_id')]
    return ResultPage(await _rows(ids), await by_conclusion(found))


async def totals(actor: Actor, filters: ResultFilters) -> dict[Conclusion, int]:
    """How many with each conclusion: the strip and the pager show the same. Raises Forbidden."""
    return await by_conclusion(await _found(actor, filters))


async def rows_of(actor: Actor, application_ids: Sequence[int]) -> dict[int, ResultRow]:
    """The current results of these persons, if published and in reach. Raises Forbidden."""
    County.require(actor)
    found = published(actor).filter(application_id__in=list(application_ids))
    known = [int(row[0]) for row in await found.values_list('application_id')]
    return {row.id: row for row in await _rows(known)}


async def rows_to_export(actor: Actor, filters: ResultFilters) -> tuple[int, AsyncIterator[list[ResultRow]]]:
    """How many rows 导出Excel has, and the rows in chunks, with the complete ID number. Raises Forbidden."""
    found = await _found(actor, filters)
    return await found.count(), _in_order(found)


async def _found(actor: Actor, filters: ResultFilters) -> QuerySet[ExamResult]:
    County.require(actor)
    return await published_with(actor, await id_of(filters.year), filters)


async def _in_order(found: QuerySet[ExamResult]) -> AsyncIterator[list[ResultRow]]:
    last = 0
    while True:  # by key, not by offset: publications in the meantime neither repeat nor skip a row
        page = found.filter(application_id__gt=last).order_by('application_id').limit(CHUNK)
        keys = await page.values_list('application_id', 'application__id_number')
        if not keys:
            return
        numbers = {int(row_id): str(number) for row_id, number in keys}
        yield [replace(row, id_number=numbers[row.id]) for row in await _rows(list(numbers))]
        last = max(numbers)


async def _rows(application_ids: Sequence[int]) -> tuple[ResultRow, ...]:
    if not application_ids:
        return ()
    ids = list(application_ids)
    rows = {row.application_id: row for row in await ExamResult.filter(application_id__in=ids)}
    people = {row.id: row for row in await Application.filter(id__in=ids).only(*PERSON)}
    given = await AdmissionTicket.filter(application_id__in=ids).values_list('application_id', 'number')
    numbers = {int(row[0]): str(row[1]) for row in given}
    units, trades = await names_of({row.unit_id for row in rows.values()}), await trade_names()
    years = (await all_years()).by_id
    return tuple(
        _row(rows[id_], people[id_], numbers.get(id_, ''), units, trades, years[rows[id_].year_id])
        for id_ in ids
        if id_ in rows and rows[id_].published_at
    )


def _row(
    row: ExamResult, person: Application, ticket: str, units: dict[int, str], trades: dict[str, str], year: Year
) -> ResultRow:
    assert row.published_at is not None
    return ResultRow(
        id=person.id,
        registration=person.number,
        ticket=ticket,
        name=person.name,
        id_number=masked_id(person.id_number),
        unit=units.get(row.unit_id, ''),
        grade=Grade(row.grade),
        trade=trades.get(person.trade, person.trade),
        subjects=year.subjects[Grade(row.grade)],
        marks=locked_rows.marks_of(row),
        conclusion=row.conclusion,
        published_at=row.published_at,
    )
