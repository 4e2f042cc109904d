"""考试科目: the subjects of each grade in one year; what sessions and results already rest on is not changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from domain.errors import CHANGED_MEANWHILE, InUse, Unmet
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Grade
from domain.rules.year.subject_form import read_subjects, texts_of, told
from domain.rules.year.subjects import GradeSubjects, read_table, stored
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing, held
from storage.models import ExamResult, ExamSession, ExamYear


def typed_subjects(row: ExamYear, grade: Grade) -> dict[str, str]:
    """The subjects of a grade as the form shows them."""
    return texts_of(read_table(row.subjects)[grade])


@use_case
async def set_subjects(
    actor: Actor, year_id: int, grades: Collection[Grade], typed: Mapping[str, str], *, seen: Mapping[str, str]
) -> bool:
    """Save the typed table for these grades; ``seen``: the values of the first of them when the form was opened.

    Returns whether anything changed. Raises Invalid at the fields, InUse with what contradicts the change, NotFound,
    Forbidden, Unmet when somebody else has changed them since.
    """
    wanted = read_subjects(typed)
    async with changing(actor, Act.EDIT_SUBJECTS):
        row = await held(year_id)
        table = read_table(row.subjects)
        if texts_of(table[next(iter(grades))]) != dict(seen):
            raise Unmet(CHANGED_MEANWHILE)
        changed = [grade for grade in grades if table[grade] != wanted]
        for grade in changed:
            await _require_free(row, grade, table[grade], wanted)
        if changed:
            lines = [f'{grade.label}：{told(table[grade])} → {told(wanted)}' for grade in changed]
            after = stored(table | dict.fromkeys(changed, wanted))
            await ExamYear.filter(id=row.id).update(subjects=after)
            await journal.record(actor, Act.EDIT_SUBJECTS, details={'year': row.year, 'changed': lines})
    return bool(changed)


async def _require_free(year: ExamYear, grade: Grade, before: GradeSubjects, after: GradeSubjects) -> None:
    """Order, mode and note may always change. Raises InUse, naming the sessions or results that forbid the rest."""
    marks = [{rule.subject: rule.full_mark for rule in of.rules} for of in (before, after)]
    if set(before.subjects) != set(after.subjects):
        await _require_no_sessions(year, grade)
    results = ExamResult.filter(year_id=year.id, grade=int(grade))
    if marks[0] != marks[1] and (entered := await results.count()):
        raise InUse(f'{year.year} 年度{grade.label}已登记 {entered} 人的成绩，不能再改科目和满分')
    if _passing(before) != _passing(after) and (shown := await results.filter(published_at__isnull=False).count()):
        text = f'{year.year} 年度{grade.label}已发布 {shown} 人的考核结果，不能再改合格分数和合格规则'
        raise InUse(f'{text}；确需修改的，请考务单位先撤回')


async def _require_no_sessions(year: ExamYear, grade: Grade) -> None:
    sessions = await ExamSession.filter(year_id=year.id).order_by('id').select_related('organisation')
    theirs = [session for session in sessions if int(grade) in session.grades]
    if theirs:
        first = theirs[0]
        named = f'“{first.name}”（{first.organisation.name}）' + (f'等 {len(theirs)} 场' if theirs[1:] else '')
        text = f'{year.year} 年度{grade.label}已有考试场次{named}按现有科目安排了时间，不能增减科目'
        raise InUse(f'{text}；确需修改的，请考务单位先删除场次')


def _passing(of: GradeSubjects) -> tuple[object, ...]:
    return of.passing, of.total, {rule.subject: rule.pass_mark for rule in of.rules}
