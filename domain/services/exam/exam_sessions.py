"""考试场次: which of an office's persons sit at the same time, and the printing window of their tickets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.functions import Count

from domain import clock
from domain.errors import CHANGED_MEANWHILE, InUse, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.exam.session_form import Paper, SessionForm, SessionPlan, inside, read_session, span_text
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import ORDINARY_GRADES, Act, Grade, GradeRange, Level, PlanState, Subject
from domain.rules.year.applying import Span
from domain.rules.year.subjects import alike
from domain.rules.year.typed_times import end_text
from domain.services import journal
from domain.services.exam.exam_offices import changing
from domain.services.exam.printing_windows import printings_of
from domain.services.unit_of_work import use_case
from domain.services.year.years import Year, held_years, numbered, year_of
from storage.models import AdmissionTicket, ExamSession


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session in the list. ``fits``: within an exam window of the year; ``printing``: None for any window."""

    session: ExamSession
    papers: tuple[Paper, ...]
    persons: int
    fits: bool
    printing: Span | None


@dataclass(frozen=True, slots=True)
class SessionRows:
    """One page of sessions and how many there are."""

    rows: tuple[SessionRow, ...]
    total: int


def grades_of(actor: Actor) -> tuple[Grade, ...]:
    """The grades the office seats: a city 2–5; the province all grades of 省直 units and grade 1 of all units."""
    return tuple(sorted(ORDINARY_GRADES)) if actor.level is Level.CITY else tuple(sorted(Grade))


async def sessions(actor: Actor, year: int, paging: Paging) -> SessionRows:
    """The sessions of the actor's own office in this year in order of time. Raises Forbidden."""
    City.require(actor)
    of = await numbered(year)
    found = ExamSession.filter(organisation_id=actor.organisation_id, year_id=of.id)
    page = await found.order_by('starts_at', 'id').offset(paging.offset).limit(paging.size)
    ids = [row.id for row in page]
    seated = AdmissionTicket.filter(session_id__in=ids).annotate(n=Count('id')).group_by('session_id')
    persons = {int(row[0]): int(row[1]) for row in await seated.values_list('session_id', 'n')}
    windows = {window.id: window for window in printings_of(actor, of)}
    rows = tuple(
        SessionRow(
            row, papers_of(row), persons.get(row.id, 0),
            inside(of.windows_for(row.grades[0], actor.path), row.starts_at, row.ends_at),
            windows.get(row.printing_id or 0),
        )
        for row in page
    )  # fmt: skip
    return SessionRows(rows, await found.count())


async def groups_of(actor: Actor, year: int) -> list[tuple[Grade, ...]]:
    """The grades that the office seats, in groups with the same subjects this year: only these share a session."""
    return alike((await numbered(year)).subjects, grades_of(actor))


async def form_of(actor: Actor, session_id: int) -> SessionForm:
    """One session as its form shows it. Raises Forbidden, NotFound."""
    return _form(await _session(actor, session_id))


def papers_of(session: ExamSession) -> tuple[Paper, ...]:
    """The papers of a session in order of time."""
    return tuple(
        Paper(Subject(paper['subject']), *(datetime.fromisoformat(paper[key]) for key in ('starts_at', 'ends_at')))
        for paper in session.papers
    )


@use_case
async def add_session(actor: Actor, year: int, form: SessionForm) -> tuple[str, ...]:
    """新增场次 of this year; returns what is unusual about it in sentences. Raises Invalid at the fields, Forbidden."""
    async with changing(actor):
        of = (await held_years())[(await numbered(year)).id]
        plan = await _read(actor, of, form, None)
        row = await ExamSession.create(year_id=of.id, organisation_id=actor.organisation_id, **_columns(plan))
        await _write(actor, of, '新增', row)
    return _warnings(actor, of, plan)


@use_case
async def edit_session(actor: Actor, session_id: int, form: SessionForm, *, seen: SessionForm) -> tuple[str, ...]:
    """Change a session that is still as ``seen``; once its tickets are published, only name and printing window.

    Raises Invalid at the fields, NotFound, Forbidden, Unmet. Returns the same as ``add_session``.
    """
    async with changing(actor):
        row = await _session(actor, session_id)
        year = (await held_years())[row.year_id]
        if _form(row) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        plan = await _read(actor, year, form, row)
        columns = _columns(plan)
        fixed = ('grades', 'papers', 'starts_at', 'ends_at')
        published = AdmissionTicket.filter(session_id=row.id, plan__state=PlanState.PUBLISHED)
        if any(columns[key] != getattr(row, key) for key in fixed) and await published.exists():
            raise Unmet('该场次的准考证已发布，只能修改名称和打印时间；需要改等级或时间时请先撤回准考证')
        await ExamSession.filter(id=row.id).update(**columns)
        await _write(actor, year, '修改', await _session(actor, session_id))
    return _warnings(actor, year, plan)


@use_case
async def delete_session(actor: Actor, session_id: int) -> None:
    """删除. Raises InUse when persons are seated in it, NotFound, Forbidden."""
    async with changing(actor):
        row = await _session(actor, session_id)
        persons = await AdmissionTicket.filter(session_id=row.id).count()
        if persons:
            raise InUse(f'{row.name}已编排 {persons} 人，不能删除')
        await ExamSession.filter(id=row.id).delete()
        await _write(actor, await year_of(row.year_id), '删除', row)


async def _session(actor: Actor, session_id: int) -> ExamSession:
    City.require(actor)
    row = await ExamSession.get_or_none(id=session_id, organisation_id=actor.organisation_id)
    if row is None:
        raise NotFound('该考试场次')
    return row


async def _read(actor: Actor, year: Year, form: SessionForm, old: ExamSession | None) -> SessionPlan:
    """Every room is used in every session: two sessions of one office at the same time would share their seats."""
    printings = {window.id: window for window in printings_of(actor, year)}
    plan = read_session(form, year.year, grades_of(actor), printings, year.subjects)
    moved = old is None or old.starts_at != plan.starts_at
    if moved and plan.starts_at <= clock.now():
        raise Invalid([Problem('day', '考试开始时间已过')])
    others = ExamSession.filter(organisation_id=actor.organisation_id, year_id=year.id, starts_at__lt=plan.ends_at)
    others = others.filter(ends_at__gt=plan.starts_at)
    if clash := await (others.exclude(id=old.id) if old else others).first():
        text = f'{clock.minute_text(clash.starts_at)} 至 {end_text(clash.starts_at, clash.ends_at)}'
        raise Invalid([Problem('day', f'与“{clash.name}”（{text}）时间重叠：同一考场不能同时用于两个场次')])
    if printing := printings.get(plan.printing_id or 0):
        if printing.opens_at >= plan.starts_at:
            raise Invalid([Problem('printing', '准考证打印须在考试开始前开放')])
        if printing.grades not in (None, GradeRange.of(plan.grades[0])):
            raise Invalid([Problem('printing', f'该打印时间只适用于{printing.grades.label}')])
    return plan


def _warnings(actor: Actor, year: Year, plan: SessionPlan) -> tuple[str, ...]:
    if inside(year.windows_for(plan.grades[0], actor.path), plan.starts_at, plan.ends_at):
        return ()
    return (f'该场次不在 {year.year} 年度的考试时间（时间节点）之内',)


def _form(row: ExamSession) -> SessionForm:
    papers = papers_of(row)
    return SessionForm(
        name=row.name,
        grades=frozenset(str(grade) for grade in row.grades),
        day=clock.local(row.starts_at).date().isoformat(),
        times={paper.subject.value: span_text(paper) for paper in papers},
        printing=str(row.printing_id or ''),
    )


def _columns(plan: SessionPlan) -> Mapping[str, Any]:
    return {
        'name': plan.name,
        'grades': list(plan.grades),
        'papers': [paper.as_json() for paper in plan.papers],
        'starts_at': plan.starts_at,
        'ends_at': plan.ends_at,
        'printing_id': plan.printing_id,
    }


async def _write(actor: Actor, year: Year, done: str, row: ExamSession) -> None:
    text = f'{row.name}，{clock.minute_text(row.starts_at)} 至 {end_text(row.starts_at, row.ends_at)}'
    await journal.record(actor, Act.EDIT_SESSION, details={'year': year.year, 'done': done, 'session': text})
