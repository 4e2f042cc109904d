"""往年报考合格库: searching it, what a publication adds and its withdrawal removes, removing a record by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q

from domain.errors import InUse, NotFound
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Province
from domain.rules.results.prior_pass_filters import PriorPassFilters
from domain.rules.results.scores import PASSES
from domain.rules.typed_text import number
from domain.rules.vocabulary import Act, Grade
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing
from domain.services.year.years import Year, trade_names
from storage.models import Application, ExamResult, PriorPass
from storage.queries.organisations import names_of
from storage.queries.prefixes import begins
from storage.queries.spellings import contains

SHORTEST_PREFIX = 6  # of a number; anything shorter is a part of a name


@dataclass(frozen=True, slots=True)
class PriorRow:
    """One pass in the table; the ID number is masked."""

    id: int
    name: str
    id_number: str
    year: int
    grade: Grade
    trade: str
    unit: str
    certificate_number: str
    result: str


@dataclass(frozen=True, slots=True)
class PriorRows:
    """One page of passes and how many there are."""

    rows: tuple[PriorRow, ...]
    total: int


async def passes(actor: Actor, filters: PriorPassFilters, paging: Paging) -> PriorRows:
    """The passes that match, the newest year first. Raises Forbidden."""
    Province.require(actor)
    found = PriorPass.all()
    if filters.keyword:
        found = found.filter(_matching(filters.keyword))
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.grades:
        found = found.filter(grade__in=[int(grade) for grade in filters.grades])
    rows = await found.order_by('-year', '-id').offset(paging.offset).limit(paging.size)
    return PriorRows(tuple(_row(row) for row in rows), await found.count())


@use_case
async def remove_pass(actor: Actor, pass_id: int) -> None:
    """删除 one record; the journal keeps its content. Raises NotFound, Forbidden, InUse for a published result."""
    async with changing(actor, Act.REMOVE_PRIOR_PASS):
        row = await PriorPass.get_or_none(id=pass_id)
        if row and row.application_id:
            raise InUse('该记录来自已发布的考核结果，须由发布单位在“成绩导入”中撤回')
        if row is None or not await PriorPass.filter(id=row.id).delete():
            raise NotFound('该合格记录')
        shown = _row(row)
        details = {'name': row.name, 'id_number': shown.id_number, 'year': row.year, 'grade': shown.grade.label}
        details |= {'trade': row.trade, 'unit': row.unit, 'certificate_number': row.certificate_number}
        await journal.record(actor, Act.REMOVE_PRIOR_PASS, details=details)


async def enter(years: Mapping[int, Year], people: Mapping[int, Application], rows: Sequence[ExamResult]) -> None:
    """Inside the transaction of a publication: add every pass among these results, for the checks of later years.

    A record imported for the same person, year and grade stays as it is and is not linked. The certificate number is
    not known yet.
    """
    passed = [row for row in rows if row.conclusion in PASSES]
    if not passed:
        return
    found = [people[row.application_id] for row in passed]
    units, trades = await names_of({person.unit_id for person in found}), await trade_names()
    await PriorPass.bulk_create(
        [
            PriorPass(
                id_number=person.id_number, name=person.name, year=years[row.year_id].year, grade=row.grade,
                trade=trades.get(person.trade, person.trade)[:40], unit=units.get(person.unit_id, '')[:80],
                certificate_number='', result=row.conclusion.label, application_id=person.id,
            )
            for row, person in zip(passed, found, strict=True)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


async def leave(application_ids: Collection[int]) -> None:
    """Inside the transaction that withdraws the publication: remove what these applications have added."""
    await PriorPass.filter(application_id__in=list(application_ids)).delete()


def _matching(keyword: str) -> Q:
    """姓名/身份证号/证书编号; numbers as ranges, because LIKE would hide the index."""
    code = number(keyword)
    if not code.isascii() or len(code) < SHORTEST_PREFIX:
        return contains('name', keyword)
    certificates = {keyword, keyword.upper(), keyword.lower(), code}
    return begins('id_number', code) | Q(certificate_number__in=list(certificates))


def _row(row: PriorPass) -> PriorRow:
    return PriorRow(
        id=row.id,
        name=row.name,
        id_number=masked_id(row.id_number),
        year=row.year,
        grade=Grade(row.grade),
        trade=row.trade,
        unit=row.unit,
        certificate_number=row.certificate_number,
        result=row.result,
    )
