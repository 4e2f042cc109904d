"""The overlays of the demonstration's applications: deferrals, opinions, marks, and passes of earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain import clock
from domain.demo.applications.forms import Worker
from domain.demo.applications.life import Life
from domain.demo.applications.outcomes import ApplicationPlan
from domain.demo.applications.papers import Pool
from domain.demo.calendar import FINISHED
from domain.demo.cast import Cast
from domain.rules.actor import Actor
from domain.rules.review.judging import Facts
from domain.rules.vocabulary import Act, DeferralState, Grade, Level, MaterialKind, NoteState
from domain.services.review.notes import MARK_KINDS, MARKS, OPINIONS, Notebook
from storage.models import Deferral, Mark, Opinion, Organisation, PriorPass

FIRST_PASSES = 2021  # the first year whose passes were imported into 往年报考合格库
_NOTE = '工资表正在财务部门盖章，盖章后补交。'
_ANSWER = '已核实，岗位与申报工种一致，说明材料已存档备查。'
_OPINION = '请核实该同志现聘岗位与申报工种是否一致，并补充说明。'
_MARK = '抽查：请提供工作年限证明原件的存档编号。'


def defer(life: Life, plan: ApplicationPlan, by: Actor, at: datetime) -> None:
    """The office that holds the application defers 工资表."""
    row, items = life.chronicle.application, [MaterialKind.SALARY.value]
    promised = clock.today() + timedelta(days=-2 if plan.overdue else 12)
    life.deferrals.append(
        Deferral(
            application_id=row.id,
            organisation_id=by.organisation_id,
            items=items,
            note=_NOTE,
            promised_on=promised,
            opened_at=at,
        )
    )
    details = {'items': items, 'promised_on': promised.isoformat()}
    life.chronicle.note(by, Act.DEFER, at, reason=_NOTE, details=details, deferral_state=DeferralState.OPEN)


def settle(
    life: Life, plan: ApplicationPlan, cast: Cast, unit: Organisation, pool: Pool, times: Iterator[datetime]
) -> None:
    """The deferred material is supplied and rechecked, as far as the plan says."""
    for deferral in life.deferrals:
        if plan.deferral is DeferralState.OPEN:
            continue
        deferrer = cast.somebody(deferral.organisation_id)
        for item in deferral.items:
            pool.add(life, MaterialKind(item), deferrer, next(times))
        deferral.state, deferral.supplied_at = DeferralState.SUPPLIED, next(times)
        facts = Facts(deferrer_id=deferral.organisation_id, deferrer_path=unit.path)
        life.chronicle.note(
            deferrer, Act.CONFIRM, deferral.supplied_at, facts=facts, deferral_state=DeferralState.SUPPLIED
        )
        if plan.deferral is DeferralState.CLEARED:
            deferral.state, deferral.cleared_at = DeferralState.CLEARED, next(times)
            county = cast.administrator(unit, Level.COUNTY)
            life.chronicle.note(
                county, Act.RECHECK_PASS, deferral.cleared_at, facts=facts, deferral_state=DeferralState.CLEARED
            )


def give_opinion(
    life: Life, state: NoteState, number: int, cast: Cast, unit: Organisation, times: Iterator[datetime]
) -> None:
    """市级复核意见 with this id."""
    city = cast.administrator(unit, Level.CITY)
    row = Opinion(id=number, text=_OPINION, organisation_id=city.organisation_id, account_id=city.account_id)
    life.opinions.append(row)
    _write(life, row, state, OPINIONS, city, cast.administrator(unit, unit.level), times)


def mark(life: Life, state: NoteState, number: int, cast: Cast, unit: Organisation, times: Iterator[datetime]) -> None:
    """省级标记 with this id."""
    above = cast.administrator(unit, Level.PROVINCE)
    kind = MARK_KINDS[number % len(MARK_KINDS)]
    row = Mark(id=number, text=_MARK, kind=kind, organisation_id=above.organisation_id, account_id=above.account_id)
    life.marks.append(row)
    _write(life, row, state, MARKS, above, cast.administrator(unit, unit.level), times)


def _write(
    life: Life,
    note: Opinion | Mark,
    state: NoteState,
    book: Notebook,
    above: Actor,
    unit: Actor,
    times: Iterator[datetime],
) -> None:
    """Written by a higher office, answered by the unit, closed by the higher office: as far as ``state`` says."""
    row, chronicle, facts = life.chronicle.application, life.chronicle, Facts(unit_path=unit.path)
    note.application_id, note.state, note.written_at = row.id, state, next(times)
    opened, details = row.open_notes, {'note': note.id}
    first = details | ({'kind': note.kind} if note.kind else {})
    chronicle.note(
        above, book.write, note.written_at, reason=note.text, details=first, facts=facts, open_notes=opened + 1
    )
    if state is NoteState.OPEN:
        return
    note.answer, note.answered_at = _ANSWER, next(times)
    chronicle.note(unit, book.answer, note.answered_at, reason=_ANSWER, details=details, facts=facts)
    if state is NoteState.CLOSED:
        note.closed_at = next(times)
        chronicle.note(above, book.close, note.closed_at, details=details, facts=facts, open_notes=opened)


def prior_passes(person: Worker, unit: str, trade: str, year: int) -> list[PriorPass]:
    """A pass from before the first year of this installation: the one that gave the grade held, else of ``year``."""
    form = person.form
    if form.held_grade is None or form.obtained_on is None:
        return []
    year = form.obtained_on.year if form.obtained_on.year in range(FIRST_PASSES, FINISHED[0]) else year
    return [
        PriorPass(
            id_number=person.id_number,
            name=form.name,
            year=year,
            grade=int(Grade(form.held_grade)),
            trade=trade,
            unit=unit,
            certificate_number=form.certificate_number,
        )
    ]
