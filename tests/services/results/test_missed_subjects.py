"""缺考 and 违纪 of single subjects: read from score files and corrections, judged, kept and shown."""

from __future__ import annotations

import pytest

from domain.errors import Invalid
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters
from domain.rules.vocabulary import Attendance, Conclusion, Subject
from domain.services.results import own_results, publication, result_lists, score_changes, score_lists
from domain.services.results.score_changes import Correction
from domain.services.results.score_import import ScoreOutcome
from domain.services.year.years import current_year
from storage.models import Application, ExamResult, PriorPass
from tests import town as cast
from tests.scores import GOOD, THEORY, approved, examined, import_rows, outcomes, row
from tests.town import Town

ADDED, CHANGED, SAME = (ScoreOutcome.ADDED, ''), (ScoreOutcome.CHANGED, ''), (ScoreOutcome.SAME, '')


async def result(person: Application) -> ExamResult:
    return await ExamResult.get(application_id=person.id)


@pytest.mark.parametrize(
    ('cells', 'attendance', 'conclusion'),
    [
        ({'职业道德': '缺考'}, {'ethics': 'absent'}, Conclusion.FAILED),
        ({'职业道德': -1}, {'ethics': 'absent'}, Conclusion.FAILED),
        ({'职业道德': '违纪'}, {'ethics': 'violation'}, Conclusion.VIOLATION),
        ({'职业道德': -2.0, '职业能力': -1}, {'ethics': 'violation', 'ability': 'absent'}, Conclusion.VIOLATION),
        (dict.fromkeys(GOOD, -1), dict.fromkeys(('skill', 'ethics', 'ability'), 'absent'), Conclusion.ABSENT),
        (dict.fromkeys(GOOD) | {'缺考/违纪': '缺考'}, {'person': 'absent'}, Conclusion.ABSENT),
    ],
)
async def test_a_cell_of_a_file_may_be_a_code(
    town: Town, cells: dict[str, object], attendance: dict[str, str], conclusion: Conclusion
) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    file = row(ticket, person, **GOOD) | cells
    assert await outcomes(town, file) == [ADDED]
    found = await result(person)
    assert (found.attendance, found.conclusion) == (attendance, conclusion)
    assert set(found.scores).isdisjoint(attendance)
    assert await outcomes(town, file) == [SAME]


async def test_a_recorded_violation_is_replaced_only_together_with_the_word(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    file = row(ticket, person, **GOOD)
    assert await outcomes(town, file | {'岗位技能': -2}) == [ADDED]
    for cell in (86, '缺考'):
        ((verdict, message),) = await outcomes(town, row(ticket, person) | {'岗位技能': cell})
        assert (verdict, message) == (
            ScoreOutcome.REFUSED, '岗位技能已登记为“违纪”，如需更正请在“缺考/违纪”列填写“正常”',
        )  # fmt: skip
    assert await outcomes(town, file | {'缺考/违纪': '正常'}) == [CHANGED]
    found = await result(person)
    assert (found.attendance, found.conclusion) == (None, Conclusion.PASSED)


async def test_the_others_of_a_person_absent_in_one_paper_are_still_needed(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    assert await outcomes(town, row(ticket, person) | {'岗位技能': -1}) == [
        (ScoreOutcome.REFUSED, '缺少科目成绩：职业道德、职业能力'),
    ]  # fmt: skip


async def test_a_missed_subject_is_shown_to_the_office_the_county_and_the_person(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD) | {'职业能力': '缺考'})
    (entered,) = (await score_lists.listed(city, filters=ResultFilters(), paging=Paging())).rows
    await publication.publish(city, [person.id])
    (public,) = (await result_lists.listed(town.actor(cast.COUNTY), filters=ResultFilters(), paging=Paging())).rows
    mine = await own_results.own(town.applicant(person), await current_year())
    for marks in (entered.marks, public.marks, mine.marks):
        assert marks
        assert [marks.shown(rule.subject) for rule in public.subjects.rules] == ['86', '90.5', '缺考']
    assert not await PriorPass.exists()


async def test_a_correction_takes_the_same_words(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))
    typed = Correction({Subject.SKILL: '-1', Subject.ETHICS: '90.5', Subject.ABILITY: '71'}, 'taken', '')
    await score_changes.correct(city, person.id, typed, seen=1)
    found = await result(person)
    assert (found.attendance, found.conclusion) == ({'skill': 'absent'}, Conclusion.FAILED)
    sheet = await score_changes.sheet(city, person.id)
    assert [sheet.marks.typed(one) for one in sheet.subjects] == ['缺考', '90.5', '71']
    wrong = Correction({**typed.scores, Subject.SKILL: '病假'}, 'taken', '')
    with pytest.raises(Invalid, match='缺考填“缺考”或 -1'):
        await score_changes.correct(city, person.id, wrong, seen=sheet.version)
    back = Correction({**typed.scores, Subject.SKILL: '86'}, 'taken', '')
    await score_changes.correct(city, person.id, back, seen=sheet.version)
    assert (await result(person)).conclusion is Conclusion.PASSED


async def test_who_misses_the_panel_after_the_papers_is_absent(town: Town) -> None:
    person, province = await approved(town, grade=1), town.actor(cast.PROVINCE)
    (ticket,) = await examined(town, person, office=cast.PROVINCE)
    await import_rows(town, row(ticket, person, **THEORY), login=cast.PROVINCE)
    await publication.publish(province, [person.id])
    assert await outcomes(town, row(ticket, person) | {'综合评审': -1}, login=cast.PROVINCE) == [CHANGED]
    found = await result(person)
    assert (found.attendance, found.pending and found.pending['attendance']) == (None, {'review': 'absent'})
    await publication.publish(province, [person.id])
    found = await result(person)
    assert (found.attendance, found.conclusion) == ({'review': 'absent'}, Conclusion.ABSENT)
    assert found.scores == {'ethics': 8000, 'knowledge': 7000}


async def test_a_missed_paper_bars_the_panel(town: Town) -> None:
    person = await approved(town, grade=1)
    (ticket,) = await examined(town, person, office=cast.PROVINCE)
    file = row(ticket, person, **THEORY) | {'职业道德': -1}
    await import_rows(town, file, login=cast.PROVINCE)
    ((_, message),) = await outcomes(town, row(ticket, person) | {'综合评审': 90}, login=cast.PROVINCE)
    assert message == '理论考试没有合格成绩，不能登记综合评审成绩'
    assert (await result(person)).conclusion is Conclusion.FAILED


async def test_the_whole_person_comes_before_single_subjects(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD) | {'缺考/违纪': '违纪', '职业能力': -1})
    found = await result(person)
    assert found.attendance == {'person': Attendance.VIOLATION, 'ability': Attendance.ABSENT}
    assert found.conclusion is Conclusion.VIOLATION
