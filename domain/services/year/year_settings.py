"""考核年度: the exam years of the province, which one is current, and how every change of their settings is made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tortoise.functions import Count

from domain import clock
from domain.errors import InUse, Invalid, NotFound, Problem, Unmet
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Audience, Province
from domain.rules.vocabulary import Act
from domain.rules.year.parameters import Parameters
from domain.rules.year.subjects import default_table, for_next_year, read_table, stored
from domain.services import journal
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year import years
from storage.models import Application, ExamSession, ExamYear, Site, Window

EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year in the table: how many windows, fees and applications it has."""

    id: int
    year: int
    current: bool
    windows: int
    fees: int
    applications: int


@dataclass(frozen=True, slots=True)
class YearRows:
    """One page of years and how many there are."""

    rows: tuple[YearRow, ...]
    total: int


@asynccontextmanager
async def changing(actor: Actor, act: Act, allowed: Audience = Province) -> AsyncIterator[None]:
    """The transaction of one change of the settings; afterwards all processes read them again and are notified.

    Raises Forbidden except for the ``allowed`` ones, SignedOut.
    """
    allowed.require(actor)
    try:
        async with unit_of_work(actor) as news:
            yield
            news.append(YearChanged(act))
    finally:
        years.forget()


async def exam_years(actor: Actor, paging: Paging) -> YearRows:
    """All years, the newest first. Raises Forbidden."""
    Province.require(actor)
    found = await ExamYear.all().order_by('-year').offset(paging.offset).limit(paging.size)
    ids = [row.id for row in found]
    windows = dict(await _count(Window, ids))
    applications = dict(await _count(Application, ids))
    rows = tuple(
        YearRow(row.id, row.year, row.current, windows.get(row.id, 0), len(row.fees), applications.get(row.id, 0))
        for row in found
    )
    return YearRows(rows, await ExamYear.all().count())


async def _count(model: type[Window | Application], ids: list[int]) -> list[tuple[int, int]]:
    counted = model.filter(year_id__in=ids).annotate(n=Count('id')).group_by('year_id')
    return [(int(str(key)), int(str(n))) for key, n in await counted.values_list('year_id', 'n')]


async def year_numbers(actor: Actor) -> dict[int, int]:
    """Id to year of every year, the newest first: the years that a settings page can show. Raises Forbidden."""
    Province.require(actor)
    return {row.id: row.year for row in await ExamYear.all().order_by('-year').only('id', 'year')}


async def chosen_year(actor: Actor, year_id: int | None) -> ExamYear:
    """The year with this id, or the current one. Raises Forbidden, NotFound."""
    Province.require(actor)
    row = await ExamYear.get_or_none(id=year_id) if year_id else await ExamYear.filter(current=True).first()
    if row is None:
        raise NotFound('该考核年度')
    return row


async def held(year_id: int) -> ExamYear:
    """The year, locked until the commit. Raises NotFound."""
    row = await ExamYear.select_for_update().get_or_none(id=year_id)
    if row is None:
        raise NotFound('该考核年度')
    return row


@use_case
async def add_year(actor: Actor, typed: str) -> ExamYear:
    """新增考核年度, with the settings of the newest earlier year, without its dates (windows, 通知印发日).

    Raises Invalid at ``year``, Forbidden.
    """
    async with changing(actor, Act.EDIT_YEAR):
        latest = clock.today().year + 2
        text = typed.strip()
        if not (text.isascii() and text.isdigit() and len(text) == 4 and EARLIEST <= int(text) <= latest):
            raise Invalid([Problem('year', f'请填写 {EARLIEST}–{latest} 之间的年份')])
        rows = await ExamYear.select_for_update().order_by('-year')
        if any(row.year == int(text) for row in rows):
            raise Invalid([Problem('year', f'{text} 年度已经存在')])
        model = next((row for row in rows if row.year < int(text)), None)
        added = await ExamYear.create(
            year=int(text),
            current=not rows,
            parameters={**(model.parameters if model else Parameters().model_dump(mode='json')), 'notice_day': None},
            fees=model.fees if model else {},
            subjects=stored(for_next_year(read_table(model.subjects))) if model else default_table(),
        )
        details = {'year': added.year, 'done': '新增', 'copied_from': model.year if model else None}
        await journal.record(actor, Act.EDIT_YEAR, details=details)
    return added


@use_case
async def make_current(actor: Actor, year_id: int) -> None:
    """设为当前年度: registration, review and payment work with this year from now on. Raises NotFound, Unmet."""
    async with changing(actor, Act.EDIT_YEAR):
        rows = await ExamYear.select_for_update().order_by(
            'id'
        )  # all of them: after two choices at the same time, only one is current
        chosen = next((row for row in rows if row.id == year_id), None)
        if chosen is None:
            raise NotFound('该考核年度')
        if chosen.current:
            raise Unmet(f'{chosen.year} 年度已是当前年度')
        before = [row.year for row in rows if row.current]
        await ExamYear.filter(current=True).update(current=False)
        await ExamYear.filter(id=chosen.id).update(current=True)
        details = {'year': chosen.year, 'done': '设为当前年度', 'before': before}
        await journal.record(actor, Act.EDIT_YEAR, details=details)


@use_case
async def delete_year(actor: Actor, year_id: int) -> None:
    """删除 a year that was added by mistake. Raises InUse when it is current or in use, NotFound."""
    async with changing(actor, Act.EDIT_YEAR):
        row = await held(year_id)
        if row.current:
            raise InUse(f'{row.year} 年度是当前年度，不能删除')
        if await Application.filter(year_id=row.id).exists():
            raise InUse(f'{row.year} 年度已有申报，不能删除')
        if await Site.exists(year_id=row.id) or await ExamSession.exists(year_id=row.id):
            raise InUse(f'{row.year} 年度已有考点或考试场次，不能删除')
        await row.delete()
        await journal.record(actor, Act.EDIT_YEAR, details={'year': row.year, 'done': '删除'})
