"""Two years with different subjects at once: every score, ticket, session and list asks the table of its own year."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from domain.errors import InUse, Invalid, Refusal
from domain.rules.exam.session_form import SessionForm
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters
from domain.rules.vocabulary import Conclusion, Grade, PassRule, Subject, WindowKind
from domain.rules.year.subject_form import texts_of
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule, stored
from domain.services.exam import exam_sessions, ticket_printing
from domain.services.results import own_results, publication, result_lists, score_lists
from domain.services.results.score_import import ScoreOutcome
from domain.services.year import years
from domain.services.year.year_subjects import set_subjects
from storage.models import ExamResult, ExamSession, ExamYear
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, outcomes, row
from tests.town import Town
from tests.years import NOW, THEN, move, next_year, window

TOTAL = GradeSubjects(
    (SubjectRule(Subject.SKILL, 150, 90), SubjectRule(Subject.ETHICS, note='带身份证')), PassRule.TOTAL, 180
)
NEW = {'岗位技能': 149.5, '职业道德': 31}


@pytest_asyncio.fixture
async def both(town: Town) -> Town:
    """The town after 设为当前年度: 三级 of the new year has two subjects, 180 points of 250 are needed."""
    later = await next_year()
    await ExamYear.filter(id=later.id).update(subjects=stored({**DEFAULT, Grade.THREE: TOTAL}))
    years.forget()
    return town


async def test_a_file_is_judged_by_the_table_of_each_persons_year(both: Town) -> None:
    older, newer = await approved(both), await approved(both)
    first, second = (await examined(both, older))[0], (await examined(both, newer))[0]
    await move(2, newer.id)
    added = (ScoreOutcome.ADDED, '')
    assert await outcomes(both, row(first, older, **GOOD), row(second, newer, **NEW)) == [added, added]
    city = both.actor(cast.CITY)
    await publication.publish(city, [older.id, newer.id])
    for person, year in ((older, THEN), (newer, NOW)):
        assert (await ExamResult.get(application_id=person.id)).conclusion is Conclusion.PASSED
        (shown,) = (await result_lists.listed(city, filters=ResultFilters(year=year), paging=Paging())).rows
        (entered,) = (await score_lists.listed(city, filters=ResultFilters(year=year), paging=Paging())).rows
        mine = await own_results.own(both.applicant(person), await years.numbered(year))
        expected = TOTAL if year == NOW else DEFAULT[Grade.THREE]
        assert shown.subjects == entered.subjects == mine.subjects == expected


async def test_what_one_year_allows_the_other_refuses(both: Town) -> None:
    older, newer = await approved(both), await approved(both)
    first, second = (await examined(both, older))[0], (await examined(both, newer))[0]
    await move(2, newer.id)
    assert await outcomes(both, row(first, older, **GOOD) | NEW, row(second, newer, **GOOD)) == [
        (ScoreOutcome.REFUSED, '岗位技能“149.5”：成绩不能超过 100 分'),
        (ScoreOutcome.REFUSED, '三级没有“职业能力”科目，请核对准考证号或所填的列'),
    ]
    short = row(second, newer, 岗位技能=149.5, 职业道德=30)
    assert await outcomes(both, short) == [(ScoreOutcome.ADDED, '')]
    assert (await ExamResult.get()).conclusion is Conclusion.FAILED  # 179.5 of 180


async def test_a_session_has_the_subjects_of_its_year(both: Town) -> None:
    city = both.actor(cast.CITY)
    times = {'skill': '09:00-10:30', 'ethics': '10:40-11:20'}
    form = SessionForm('第一场', frozenset({'3'}), f'{NOW}-12-20', times)
    with pytest.raises(Invalid, match='09:00-10:30'):
        await exam_sessions.add_session(city, THEN, form)
    await exam_sessions.add_session(city, NOW, form)
    assert [paper['subject'] for paper in (await ExamSession.get()).papers] == ['skill', 'ethics']
    assert await exam_sessions.groups_of(city, THEN) == [(Grade.FIVE, Grade.FOUR, Grade.THREE, Grade.TWO)]
    assert (Grade.THREE,) in await exam_sessions.groups_of(city, NOW)


async def test_a_ticket_says_what_its_year_says(both: Town) -> None:
    older, newer = await approved(both), await approved(both)
    await examined(both, older)
    await examined(both, newer)
    await move(2, newer.id)
    await window(1, WindowKind.PRINTING, -1, 1)
    await window(2, WindowKind.PRINTING, -1, 1)
    city, ids = both.actor(cast.CITY), [older.id, newer.id]
    (entries,) = [some async for some in ticket_printing.entries(city, ids)]
    notes = {entry.registration: '职业道德：带身份证' in entry.notes for entry in entries}
    assert notes == {older.number: False, newer.number: True}


async def test_scores_and_a_change_of_their_subjects_never_meet(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    seen = texts_of(DEFAULT[Grade.THREE])
    changed, report = await asyncio.gather(
        set_subjects(town.actor(cast.PROVINCE), 1, [Grade.THREE], {**seen, 'full_1': '80'}, seen=seen),
        import_rows(town, row(ticket, person, **GOOD)),
        return_exceptions=True,
    )
    assert not isinstance(report, BaseException)
    taken = report.verdicts[0].verdict is ScoreOutcome.ADDED
    assert isinstance(changed, InUse) if taken else changed is True
    assert await ExamResult.all().count() == taken


async def test_a_change_after_the_import_is_refused_and_names_it(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))
    seen = texts_of(DEFAULT[Grade.THREE])
    with pytest.raises(Refusal, match='已登记 1 人的成绩'):
        await set_subjects(town.actor(cast.PROVINCE), 1, [Grade.THREE], {**seen, 'full_1': '80'}, seen=seen)
