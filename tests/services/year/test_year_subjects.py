"""考试科目: saved by the province, copied into the next year, and refused where sessions or results rest on them."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden, InUse, Invalid, NotFound, Unmet
from domain.events import Event, YearChanged, subscribe
from domain.rules.vocabulary import Act, Grade, PassRule, Subject
from domain.rules.year.subject_form import texts_of
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule, read_table, stored
from domain.services.results import publication
from domain.services.year import year_settings
from domain.services.year.year_subjects import set_subjects, typed_subjects
from domain.services.year.years import current_year
from storage.models import Application, ExamYear, JournalEntry
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, published, row
from tests.seats import seated
from tests.town import Town

THREE = texts_of(DEFAULT[Grade.THREE])
FEWER = {'subject_3': ''}
HARDER = {'pass_1': '70'}
SUM = {'passing': 'total', 'total': '200'}
HIGHER = {'full_1': '120'}
HARMLESS = {'subject_1': 'ethics', 'subject_2': 'skill', 'mode_3': 'written', 'note_1': '带笔'}


async def save(town: Town, changed: dict[str, str], *grades: Grade, year: int = 1) -> bool:
    """Change these fields of 三级, or of these grades, as the province."""
    row = await ExamYear.get(id=year)
    chosen = grades or (Grade.THREE,)
    seen = typed_subjects(row, chosen[0])
    return await set_subjects(town.actor(cast.PROVINCE), year, chosen, {**seen, **changed}, seen=seen)


async def subjects(grade: Grade = Grade.THREE) -> GradeSubjects:
    return (await current_year()).subjects[grade]


async def test_a_saved_table_is_journalled_and_counts_at_once(town: Town) -> None:
    heard: list[Event] = []
    end = subscribe(heard.append)
    assert await save(town, SUM | HIGHER)
    assert not await save(town, {})
    end()
    of = await subjects()
    assert (of.passing, of.total, of.full_mark(Subject.SKILL)) == (PassRule.TOTAL, 200, 120)
    assert await subjects(Grade.FOUR) == DEFAULT[Grade.FOUR]
    (line,) = (await JournalEntry.get(act=Act.EDIT_SUBJECTS)).details['changed']
    assert line.startswith('三级：岗位技能（机考，满分 100，合格 60）、')
    assert line.endswith('；总分合格（200 分）')
    assert heard[0] == YearChanged(Act.EDIT_SUBJECTS)


async def test_one_form_may_set_several_grades(town: Town) -> None:
    assert await save(town, FEWER, Grade.THREE, Grade.FOUR)
    assert await subjects(Grade.FOUR) == await subjects() != await subjects(Grade.FIVE)
    assert len((await JournalEntry.get(act=Act.EDIT_SUBJECTS)).details['changed']) == 2


@pytest.mark.parametrize('login', [cast.CITY, cast.COUNTY_REVIEWER, cast.SCHOOL])
async def test_nobody_below_the_province_changes_the_subjects(town: Town, login: str) -> None:
    with pytest.raises(Forbidden):
        await set_subjects(town.actor(login), 1, [Grade.THREE], {**THREE, **FEWER}, seen=THREE)
    assert await subjects() == DEFAULT[Grade.THREE]


async def test_a_stale_or_wrong_form_changes_nothing(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    with pytest.raises(Unmet, match='他人修改'):
        await set_subjects(province, 1, [Grade.THREE], {**THREE, **FEWER}, seen={**THREE, **HARDER})
    with pytest.raises(Invalid):
        await save(town, {'full_1': '0'})
    with pytest.raises(NotFound):
        await set_subjects(province, 99, [Grade.THREE], THREE, seen=THREE)
    assert not await JournalEntry.filter(act=Act.EDIT_SUBJECTS).exists()


async def test_a_new_year_takes_the_table_over_with_two_papers_for_grade_one(town: Town) -> None:
    theory = GradeSubjects((SubjectRule(Subject.THEORY, pass_mark=65), DEFAULT[Grade.ONE].rules[-1]))
    three = GradeSubjects(DEFAULT[Grade.THREE].rules[:2], PassRule.TOTAL, 130)
    await ExamYear.filter(id=1).update(subjects=stored({**DEFAULT, Grade.ONE: theory, Grade.THREE: three}))
    added = await year_settings.add_year(town.actor(cast.PROVINCE), str((await ExamYear.get()).year + 1))
    table = read_table(added.subjects)
    assert table[Grade.THREE] == three
    assert [(rule.subject.label, rule.pass_mark) for rule in table[Grade.ONE].rules] == [
        ('职业道德', 65), ('专业基础知识', 65), ('综合评审', 60),
    ]  # fmt: skip


async def test_subjects_with_a_session_are_neither_added_nor_removed(town: Town) -> None:
    await seated(town, await approved(town))
    for changed in (FEWER, {'subject_4': 'practice'}):
        with pytest.raises(InUse, match='三级已有考试场次“第 1 场”（洛阳市）按现有科目安排了时间，不能增减科目'):
            await save(town, changed)
    await save(town, HARMLESS | HARDER | HIGHER)
    await save(town, FEWER, Grade.ONE)  # of which there is no session
    assert [rule.subject for rule in (await subjects()).rules][:2] == [Subject.ETHICS, Subject.SKILL]


async def test_full_marks_of_entered_scores_are_kept(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))
    with pytest.raises(InUse, match='三级已登记 1 人的成绩，不能再改科目和满分'):
        await save(town, HIGHER)
    await save(town, HARDER | SUM)
    await save(town, HIGHER, Grade.FOUR)


async def test_the_rule_of_published_results_is_kept_until_they_are_withdrawn(town: Town) -> None:
    person = await approved(town)
    await published(town, person)
    reason = '三级已发布 1 人的考核结果，不能再改合格分数和合格规则；确需修改的，请考务单位先撤回'
    for changed in (HARDER, SUM):
        with pytest.raises(InUse, match=reason):
            await save(town, changed)
    await save(town, HARMLESS)
    await publication.withdraw(town.actor(cast.CITY), [person.id], '登记有误')
    assert await save(town, HARDER)


async def test_the_next_year_is_free_of_what_the_year_before_has(town: Town) -> None:
    await published(town, await approved(town))
    later = await ExamYear.create(year=(await ExamYear.get()).year + 1)
    assert await save(town, FEWER | SUM, year=later.id)
    assert read_table((await ExamYear.get(id=later.id)).subjects)[Grade.THREE].total == 200
    assert not await Application.filter(year_id=later.id).exists()
