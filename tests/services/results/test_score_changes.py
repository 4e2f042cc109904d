"""修改成绩: one result corrected by hand, before → after in the journal, and never after a publication."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Unmet
from domain.rules.vocabulary import Act, Attendance, Conclusion, Status, Subject
from domain.services.results import publication, score_changes
from domain.services.results.score_changes import Correction
from storage.models import AdmissionTicket, Application, ExamResult, JournalEntry
from tests import town as cast
from tests.scores import GOOD, THEORY, approved, examined, import_rows, published, row
from tests.town import Town

TYPED = {Subject.SKILL: '86', Subject.ETHICS: '90.5', Subject.ABILITY: '71'}


def typed(attendance: Attendance = Attendance.TAKEN, remark: str = '', **scores: str) -> Correction:
    return Correction(TYPED | {Subject(key): text for key, text in scores.items()}, attendance.value, remark)


async def entered(town: Town, grade: int = 3) -> Application:
    person = await approved(town, grade=grade)
    office = cast.CITY if grade > 1 else cast.PROVINCE
    (ticket,) = await examined(town, person, office=office)
    cells = GOOD if grade > 1 else THEORY
    await import_rows(town, row(ticket, person, **cells), login=office)
    return person


async def test_a_correction_is_kept_with_what_it_was_before(town: Town) -> None:
    person, city = await entered(town), town.actor(cast.CITY)
    sheet = await score_changes.sheet(city, person.id)
    assert (sheet.name, sheet.number, sheet.marks.scores[Subject.SKILL]) == (person.name, person.number, 8600)
    await score_changes.correct(city, person.id, typed(skill='40', remark='复核更正'), seen=sheet.version)
    found = await ExamResult.get()
    assert (found.scores['skill'], found.conclusion, found.remark) == (4000, Conclusion.FAILED, '复核更正')
    last = await JournalEntry.filter(act=Act.SCORE).order_by('-id').first()
    assert last
    assert (last.details['before']['scores']['skill'], last.details['scores']['skill']) == (8600, 4000)
    await score_changes.correct(city, person.id, typed(skill='40', remark='复核更正'), seen=found.version)
    assert await JournalEntry.filter(act=Act.SCORE).count() == 2  # nothing changed: nothing is written
    await score_changes.correct(city, person.id, typed(Attendance.VIOLATION), seen=found.version)
    assert (await ExamResult.get()).conclusion is Conclusion.VIOLATION


async def test_an_impossible_score_is_reported_at_its_field(town: Town) -> None:
    person, city = await entered(town), town.actor(cast.CITY)
    with pytest.raises(Invalid) as refused:
        await score_changes.correct(city, person.id, typed(skill='101', ability='x', remark='长' * 201), seen=1)
    assert [problem.key for problem in refused.value.problems] == ['skill', 'ability', 'remark']
    with pytest.raises(Invalid, match='缺少科目成绩：职业能力'):
        await score_changes.correct(city, person.id, typed(ability=''), seen=1)
    assert (await ExamResult.get()).version == 1


async def test_of_two_corrections_on_the_same_sheet_one_is_refused(town: Town) -> None:
    person, city = await entered(town), town.actor(cast.CITY)
    done = await asyncio.gather(
        *(score_changes.correct(city, person.id, typed(skill=text), seen=1) for text in ('50', '51')),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ['NoneType', 'Unmet']
    assert (await ExamResult.get()).version == 2


async def test_nobody_corrects_what_is_published_foreign_void_or_not_there(town: Town) -> None:
    person, shown, nothing = await entered(town), await approved(town), await approved(town)
    await published(town, shown)
    city = town.actor(cast.CITY)
    with pytest.raises(Unmet, match='成绩已发布'):
        await score_changes.correct(city, shown.id, typed(), seen=2)
    with pytest.raises(Unmet, match='成绩已发布'):
        await score_changes.sheet(city, shown.id)
    for login, id_ in ((cast.OTHER_CITY, person.id), (cast.PROVINCE, person.id), (cast.CITY, nothing.id)):
        for act in (
            score_changes.sheet(town.actor(login), id_),
            score_changes.correct(town.actor(login), id_, typed(), seen=1),
        ):
            with pytest.raises(NotFound):
                await act
    with pytest.raises(Forbidden):
        await score_changes.correct(town.actor(cast.COUNTY), person.id, typed(), seen=1)
    await Application.filter(id=person.id).update(status=Status.CANCELLED)
    with pytest.raises(Unmet, match='已取消资格'):
        await score_changes.correct(city, person.id, typed(skill='1'), seen=1)


async def test_beside_a_published_theory_only_the_review_is_corrected(town: Town) -> None:
    person, province = await entered(town, grade=1), town.actor(cast.PROVINCE)
    await publication.publish(province, [person.id])
    await import_rows(town, row(await AdmissionTicket.get(), person, 综合评审=70), login=cast.PROVINCE)
    sheet = await score_changes.sheet(province, person.id)
    assert sheet.subjects == (Subject.REVIEW,)
    review = Correction({Subject.REVIEW: '55', Subject.ETHICS: ''}, Attendance.TAKEN.value, '')
    await score_changes.correct(province, person.id, review, seen=sheet.version)
    found = await ExamResult.get()
    assert (found.scores, found.conclusion) == ({'ethics': 8000, 'knowledge': 7000}, Conclusion.THEORY_PASSED)
    assert found.pending
    assert found.pending['conclusion'] == Conclusion.REVIEW_FAILED.value
    theory = Correction({Subject.ETHICS: '10'}, Attendance.TAKEN.value, '')
    with pytest.raises((Unmet, Invalid)):
        await score_changes.correct(province, person.id, theory, seen=found.version)
    out = Correction({}, Attendance.TAKEN.value, '')
    await score_changes.correct(province, person.id, out, seen=found.version)
    assert (await ExamResult.get()).pending is None


async def test_withdrawing_a_theory_keeps_the_review_that_waited(town: Town) -> None:
    person, province = await entered(town, grade=1), town.actor(cast.PROVINCE)
    await publication.publish(province, [person.id])
    await import_rows(town, row(await AdmissionTicket.get(), person, 综合评审=70), login=cast.PROVINCE)
    await publication.withdraw(province, [person.id], '登记有误')
    found = await ExamResult.get()
    assert found.scores == {'ethics': 8000, 'knowledge': 7000, 'review': 7000}
    assert found.conclusion is Conclusion.REVIEW_PASSED
    assert (found.pending, found.published_at) == (None, None)
