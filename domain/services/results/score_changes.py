"""修改成绩: one person's unpublished result corrected by hand; the journal keeps the previous one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import CHANGED_MEANWHILE, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.permissions import City
from domain.rules.results.result_states import Marks, described, entered_marks, only_review, require_fit
from domain.rules.results.score_sheet import LONGEST_REMARK
from domain.rules.results.scores import read_mark, require_within
from domain.rules.vocabulary import Act, Attendance, Conclusion, Grade, Subject
from domain.rules.year.subjects import GradeSubjects
from domain.services import journal
from domain.services.results import locked_rows
from domain.services.results.score_import import PUBLISHED
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import held_years, year_of
from storage.models import Application, ExamResult


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's result before the correction; ``subjects`` are those that can be corrected now."""

    application_id: int
    name: str
    number: str
    grade: Grade
    marks: Marks
    version: int
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """The input: scores, 缺考 or 违纪 as texts by subject, empty for none."""

    scores: Mapping[Subject, str]
    attendance: str
    remark: str


async def sheet(actor: Actor, application_id: int) -> Sheet:
    """The result to be corrected. Raises Forbidden, NotFound, Unmet when it is published."""
    City.require(actor)
    own = await locked_rows.own_of(actor, [application_id])
    row = await ExamResult.get_or_none(application_id__in=own)
    if row is None:
        raise NotFound('该考核结果')
    _require_open(row)
    person, grade = await Application.get(id=application_id).only('id', 'name', 'number'), Grade(row.grade)
    of = (await year_of(row.year_id)).subjects[grade]
    subjects = (Subject.REVIEW,) if row.pending else of.subjects
    return Sheet(person.id, person.name, person.number, grade, locked_rows.latest_of(row), row.version, subjects)


@use_case
async def correct(actor: Actor, application_id: int, typed: Correction, *, seen: int) -> None:
    """Replace the result ``seen`` with the input; the journal keeps both.

    Raises Forbidden, NotFound, Invalid at the subjects, Unmet when it is published or was changed by somebody else.
    """
    City.require(actor)
    async with unit_of_work(actor) as news:
        held = await locked_rows.hold(await locked_rows.own_of(actor, [application_id]))
        row, person = held.results.get(application_id), held.people.get(application_id)
        if row is None or person is None:
            raise NotFound('该考核结果')
        _require_open(row)
        if row.version != seen:
            raise Unmet(CHANGED_MEANWHILE)
        if not locked_rows.counts(person):
            raise Unmet(locked_rows.VOID)
        of = (await held_years())[row.year_id].subjects[Grade(row.grade)]
        marks = _marks(of, row, typed)
        if marks == locked_rows.latest_of(row):
            return
        conclusion = _checked(of, marks)
        told = described(marks, conclusion) | {'before': locked_rows.details_of(row)}
        if row.pending is None:
            await locked_rows.rewrite(row, **locked_rows.columns_of(marks, conclusion))
        elif marks == locked_rows.marks_of(row):  # the review is removed again: nothing waits for publication
            await locked_rows.rewrite(row, pending=None)
        elif only_review(locked_rows.marks_of(row), marks, row.conclusion):
            await locked_rows.rewrite(row, pending=described(marks, conclusion))
        else:
            raise Unmet(PUBLISHED)
        await locked_rows.note([person])
        await journal.record(actor, Act.SCORE, person, details=told)
        news.append(locked_rows.news(actor, [person.id], published=False))


def _require_open(row: ExamResult) -> None:
    if row.published_at is not None and row.pending is None:
        raise Unmet(PUBLISHED)


def _marks(of: GradeSubjects, row: ExamResult, typed: Correction) -> Marks:
    """The corrected marks. Raises Invalid with every text that is not a score."""
    there = locked_rows.marks_of(row) if row.pending else Marks()
    found: dict[Subject, int | Attendance] = {**there.scores, **there.missed}
    problems = []
    for subject in of.subjects:
        text = typed.scores.get(subject, '').strip()
        if text:
            try:
                found[subject] = mark = read_mark(text[:20])
                if not isinstance(mark, Attendance):
                    require_within(of, subject, mark)
            except ValueError as fault:
                problems.append(Problem(subject.value, str(fault)))
    attendance = next((one for one in Attendance if one.value == typed.attendance), Attendance.TAKEN)
    remark = typed.remark.strip()
    if len(remark) > LONGEST_REMARK:
        problems.append(Problem('remark', f'备注最多 {LONGEST_REMARK} 字'))
    if problems:
        raise Invalid(problems)
    read = entered_marks(found, attendance, remark)
    return Marks(read.scores, attendance, remark, read.missed)


def _checked(of: GradeSubjects, marks: Marks) -> Conclusion:
    try:
        require_fit(of, marks)
        return marks.conclusion(of)
    except ValueError as fault:
        raise Invalid([Problem('', str(fault))]) from None
