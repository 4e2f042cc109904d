"""What hangs on the applications of the demonstration: deferrals, opinions, marks, and passes of earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain import clock
from domain.demo.careers import Worker
from domain.demo.cast import Cast
from domain.demo.fates import Fate
from domain.demo.life import Life
from domain.demo.papers import Pool
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, DeferralState, Grade, Level, MaterialKind, NoteState
from domain.rules.workflow import Facts
from storage.models import Deferral, Mark, Opinion, Organisation, PriorPass

_NOTE = '工资表正在财务部门盖章，盖章后补交。'
_ANSWER = '已核实，岗位与申报工种一致，说明材料已存档备查。'
_OPINION = '请核实该同志现聘岗位与申报工种是否一致，并补充说明。'
_MARK_KIND, _MARK = '材料存疑', '抽查：请提供工作年限证明原件的存档编号。'
_OPINION_ACTS = (Act.OPINION, Act.ANSWER_OPINION, Act.CLOSE_OPINION)
_MARK_ACTS = (Act.MARK, Act.ANSWER_MARK, Act.CLOSE_MARK)


def defer(life: Life, fate: Fate, by: Actor, at: datetime) -> None:
    """The office that holds it lets 工资表 follow later."""
    row, items = life.chronicle.application, [MaterialKind.SALARY.value]
    promised = clock.today() + timedelta(days=-2 if fate.overdue else 12)
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


def hang(life: Life, fate: Fate, cast: Cast, unit: Organisation, pool: Pool, times: Iterator[datetime]) -> None:
    """Everything that came after the application got to where it is now."""
    for deferral in life.deferrals:
        if fate.deferral is not DeferralState.OPEN:
            _supply(life, fate, deferral, cast, unit, pool, times)
    city, province = (cast.administrator(unit, level) for level in (Level.CITY, Level.PROVINCE))
    own = cast.administrator(unit, unit.level)
    if fate.opinion:
        opinion = Opinion(text=_OPINION, organisation_id=city.organisation_id, account_id=city.account_id)
        life.opinions.append(opinion)
        _write(life, opinion, fate.opinion, city, own, _OPINION_ACTS, times)
    if fate.mark:
        mark = Mark(
            text=_MARK, kind=_MARK_KIND, organisation_id=province.organisation_id, account_id=province.account_id
        )
        life.marks.append(mark)
        _write(life, mark, fate.mark, province, own, _MARK_ACTS, times)


def _supply(
    life: Life, fate: Fate, deferral: Deferral, cast: Cast, unit: Organisation, pool: Pool, times: Iterator[datetime]
) -> None:
    deferrer = cast.somebody(deferral.organisation_id)
    for item in deferral.items:
        pool.add(life, MaterialKind(item), deferrer, next(times))
    at = next(times)
    deferral.state, deferral.supplied_at = DeferralState.SUPPLIED, at
    facts = Facts(deferrer_id=deferral.organisation_id, deferrer_path=unit.path)
    life.chronicle.note(deferrer, Act.CONFIRM, at, facts=facts, deferral_state=DeferralState.SUPPLIED)
    if fate.deferral is DeferralState.CLEARED:
        at = next(times)
        deferral.state, deferral.cleared_at = DeferralState.CLEARED, at
        county = cast.administrator(unit, Level.COUNTY)
        life.chronicle.note(county, Act.RECHECK_PASS, at, facts=facts, deferral_state=DeferralState.CLEARED)


def _write(
    life: Life,
    note: Opinion | Mark,
    state: NoteState,
    above: Actor,
    unit: Actor,
    acts: tuple[Act, Act, Act],
    times: Iterator[datetime],
) -> None:
    """Written above, answered by the unit, closed above: as far as ``state`` says."""
    row, chronicle, facts = life.chronicle.application, life.chronicle, Facts(unit_path=unit.path)
    note.application_id, note.state, note.written_at = row.id, state, next(times)
    chronicle.note(above, acts[0], note.written_at, reason=note.text, facts=facts, open_notes=row.open_notes + 1)
    if state is NoteState.OPEN:
        return
    note.answer, note.answered_at = _ANSWER, next(times)
    chronicle.note(unit, acts[1], note.answered_at, reason=_ANSWER, facts=facts)
    if state is NoteState.CLOSED:
        note.closed_at = next(times)
        chronicle.note(above, acts[2], note.closed_at, facts=facts, open_notes=row.open_notes - 1)


def prior_passes(person: Worker, unit: str, trade: str, year: int) -> list[PriorPass]:
    """A pass of 2021–2025: the one that gave the grade held if that was in these years, or else one of ``year``."""
    form = person.form
    if form.held_grade is None or form.obtained_on is None:
        return []
    year = form.obtained_on.year if form.obtained_on.year >= 2021 else year
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
