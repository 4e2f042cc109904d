"""导入成绩: the result of each row, who may import, what a second file does, and concurrent imports."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid, SignedOut
from domain.events import Event, ResultsChanged, subscribe
from domain.long_work import to_the_end
from domain.rules.results.score_sheet import NAME, NUMBER
from domain.rules.vocabulary import Act, Conclusion, OrderStatus, Status
from domain.services import journal
from domain.services.results import publication, score_import
from domain.services.results.score_import import CHUNK, NOT_FOUND, PUBLISHED, ScoreOutcome, ScoreVerdict
from storage.models import Account, Application, ExamResult, ExamSession, JournalEntry, ScoreImport
from tests import town as cast
from tests.scores import GOOD, POOR, THEORY, approved, book, examined, import_rows, outcomes, row
from tests.town import Town, acts_of

ADDED, CHANGED, SAME = (ScoreOutcome.ADDED, ''), (ScoreOutcome.CHANGED, ''), (ScoreOutcome.SAME, '')


async def refusal(town: Town, *rows: dict[str, object], login: str = cast.CITY) -> str:
    """The reason of the only refused row of these."""
    ((verdict, message),) = [one for one in await outcomes(town, *rows, login=login) if one[0] is ScoreOutcome.REFUSED]
    assert verdict is ScoreOutcome.REFUSED
    return message


async def test_a_file_can_give_every_kind_of_conclusion(town: Town) -> None:
    people = [await approved(town) for _ in range(4)]
    tickets = await examined(town, *people)
    cells = (GOOD, POOR, {'缺考/违纪': '缺考'}, {**GOOD, '缺考/违纪': '违纪', '备注': '携带手机'})
    rows = [row(ticket, one, **some) for ticket, one, some in zip(tickets, people, cells, strict=True)]
    report = await import_rows(town, *rows)
    assert [one.verdict for one in report.verdicts] == [ScoreOutcome.ADDED] * 4
    found = {one.application_id: one for one in await ExamResult.all()}
    assert [found[person.id].conclusion for person in people] == [
        Conclusion.PASSED, Conclusion.FAILED, Conclusion.ABSENT, Conclusion.VIOLATION,
    ]  # fmt: skip
    first = found[people[0].id]
    assert first.scores == {'skill': 8600, 'ethics': 9050, 'ability': 7100}
    assert (first.unit_id, first.grade, first.year_id, first.published_at) == (people[0].unit_id, 3, 1, None)
    assert found[people[3].id].remark == '携带手机'
    batch = await ScoreImport.get()
    assert (batch.label, batch.counts) == ('成绩.xlsx', {'added': 4})


async def test_each_result_is_one_line_of_the_journal(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    version = (await Application.get(id=person.id)).version
    await import_rows(town, row(ticket, person, **GOOD))
    await import_rows(town, row(ticket, person, **GOOD))
    await import_rows(town, row(ticket, person, 岗位技能=50))
    assert (await acts_of(person)).count(Act.SCORE) == 2
    last = await JournalEntry.filter(application_id=person.id).order_by('-sequence').first()
    assert last
    assert last.details['before'] == {
        'scores': {'skill': 8600, 'ethics': 9050, 'ability': 7100}, 'conclusion': 'passed', 'remark': '',
    }  # fmt: skip
    assert last.details['scores'] == {'skill': 5000, 'ethics': 9050, 'ability': 7100}
    assert (await Application.get(id=person.id)).version == version + 2
    assert await JournalEntry.filter(act=Act.IMPORT).count() == 3
    assert [broken async for broken in journal.breaks()] == []


async def test_the_same_file_again_changes_nothing_and_a_corrected_one_only_what_differs(town: Town) -> None:
    people = [await approved(town) for _ in range(2)]
    tickets = await examined(town, *people)
    rows = [row(*pair, **GOOD) for pair in zip(tickets, people, strict=True)]
    assert await outcomes(town, *rows) == [ADDED, ADDED]
    assert await outcomes(town, *rows) == [SAME, SAME]
    assert await outcomes(town, rows[0], rows[1] | {'职业能力': 12}) == [SAME, CHANGED]
    found = await ExamResult.get(application_id=people[1].id)
    assert (found.conclusion, found.version) == (Conclusion.FAILED, 2)


async def test_a_wrong_row_says_why_and_does_not_affect_the_others(town: Town) -> None:
    person, other = await approved(town), await approved(town)
    ticket, second = await examined(town, person, other)
    good = row(ticket, person, **GOOD)
    for cells, reason in (
        ({NUMBER: '269999999999'}, NOT_FOUND),
        ({NUMBER: '26x'}, '准考证号应为 12 位数字'),
        ({NAME: '欧阳不是'}, '姓名与准考证号不一致'),
        ({'身份证号': other.id_number}, '身份证号与准考证号不一致'),
        ({'岗位技能': 100.5}, '岗位技能“100.5”：成绩不能超过 100 分'),
        ({'岗位技能': -3}, '岗位技能“-3”：成绩应为数字'),
        ({'职业道德': '请假'}, '职业道德“请假”'),
        ({'职业能力': None}, '缺少科目成绩：职业能力'),
        (dict.fromkeys(GOOD), '没有填写成绩'),
        ({'理论考试': 80}, '三级没有“理论考试”科目'),
        ({'缺考/违纪': '病假'}, '“缺考/违纪”应填正常、缺考、违纪'),
        ({'备注': '长' * 201}, '备注超过 200 字'),
    ):
        assert reason in await refusal(town, good | cells, row(second, other, **GOOD)), cells
    assert await ExamResult.all().count() == 1
    assert await outcomes(town, good, good | {'职业能力': 99}) == [
        (ScoreOutcome.REFUSED, '准考证号与第 3 行重复，请核对后只保留一行'),
        (ScoreOutcome.REFUSED, '准考证号与第 2 行重复，请核对后只保留一行'),
    ]
    assert not await ExamResult.exists(application_id=person.id)


async def test_nothing_is_imported_before_the_exam_or_after_a_cancelled_qualification(town: Town) -> None:
    person, gone = await approved(town), await approved(town)
    ticket, void = await examined(town, person, gone)
    await Application.filter(id=gone.id).update(status=Status.CANCELLED)
    assert await refusal(town, row(void, gone, **GOOD)) == '该考生已取消资格或已退费，准考证无效'
    await Application.filter(id=gone.id).update(status=Status.APPROVED, payment=OrderStatus.REFUNDED)
    assert await refusal(town, row(void, gone, **GOOD)) == '该考生已取消资格或已退费，准考证无效'
    await ExamSession.filter(id=ticket.session_id).update(starts_at=clock.now() + timedelta(hours=1))
    assert '考试尚未开始' in await refusal(town, row(ticket, person, **GOOD))


async def test_what_another_office_seated_is_not_found(town: Town) -> None:
    person, senior = await approved(town), await approved(town, grade=1)
    (ticket,) = await examined(town, person)
    (second,) = await examined(town, senior, office=cast.PROVINCE)
    for login, wrong in ((cast.OTHER_CITY, ticket), (cast.PROVINCE, ticket), (cast.CITY, second)):
        whose = person if wrong is ticket else senior
        assert await refusal(town, row(wrong, whose, **GOOD), login=login) == NOT_FOUND
        assert await refusal(town, row(wrong, whose) | {NAME: '某某', '缺考/违纪': '缺考'}, login=login) == NOT_FOUND
    assert not await ExamResult.exists()


@pytest.mark.parametrize('login', [cast.COUNTY, cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_below_the_city_nobody_imports(town: Town, login: str) -> None:
    with pytest.raises(Forbidden):
        await import_rows(town, {}, login=login)


async def test_a_file_that_is_none_is_refused_as_a_whole(town: Town) -> None:
    city = town.actor(cast.CITY)
    for content, reason in (
        (b'PK', '无法读取'),
        (book({}, head=('姓名', '成绩')), '没有找到表头'),
        (book({}, head=(NUMBER, '岗位技能')), '缺少列：姓名'),
        (book({}, head=(NUMBER, NAME)), '没有找到成绩列'),
        (book({}, head=(NUMBER, NAME, '岗位技能', '岗位技能')), '重复的列'),
        (book(), '文件中没有成绩'),
    ):
        with pytest.raises(Invalid, match=reason):
            await score_import.import_rows(city, 'x', content, to_the_end)
    assert not await ScoreImport.exists()


async def test_an_absence_is_not_overwritten_by_accident(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    assert await outcomes(town, row(ticket, person) | {'缺考/违纪': '缺考'}) == [ADDED]
    assert '已登记为“缺考”' in await refusal(town, row(ticket, person, **GOOD))
    assert await outcomes(town, row(ticket, person, **GOOD) | {'缺考/违纪': '正常'}) == [CHANGED]
    assert (await ExamResult.get()).conclusion is Conclusion.PASSED


async def test_the_panel_completes_the_theory_of_grade_one(town: Town) -> None:
    person, failed, out = [await approved(town, grade=1) for _ in range(3)]
    tickets = await examined(town, person, failed, out, office=cast.PROVINCE)
    rows = [row(*pair) for pair in zip(tickets, (person, failed, out), strict=True)]
    theory = ((81, 60), (59.99, 90), (70, 70))
    province = {'login': cast.PROVINCE}
    papers = [{'职业道德': ethics, '专业基础知识': knowledge} for ethics, knowledge in theory]
    files = [one | some for one, some in zip(rows, papers, strict=True)]
    assert await outcomes(town, *files, **province) == [ADDED] * 3
    assert (await ExamResult.get(application_id=person.id)).conclusion is Conclusion.THEORY_PASSED
    assert await outcomes(town, rows[0] | {'综合评审': 77.5}, rows[2] | {'综合评审': 12}, **province) == [
        CHANGED,
        CHANGED,
    ]
    assert '理论考试没有合格成绩' in await refusal(town, rows[1] | {'综合评审': 88}, **province)
    found = await ExamResult.get(application_id=person.id)
    assert (found.scores, found.conclusion) == (
        {'ethics': 8100, 'knowledge': 6000, 'review': 7750}, Conclusion.REVIEW_PASSED,
    )  # fmt: skip
    assert (await ExamResult.get(application_id=out.id)).conclusion is Conclusion.REVIEW_FAILED


async def test_a_published_score_is_not_overwritten_but_a_review_waits_beside_it(town: Town) -> None:
    person, senior = await approved(town), await approved(town, grade=1)
    (ticket,) = await examined(town, person)
    (second,) = await examined(town, senior, office=cast.PROVINCE)
    city, province = town.actor(cast.CITY), town.actor(cast.PROVINCE)
    await import_rows(town, row(ticket, person, **GOOD))
    await import_rows(town, row(second, senior, **THEORY), login=cast.PROVINCE)
    assert await publication.publish(city, [person.id]) == 1
    assert await publication.publish(province, [senior.id]) == 1
    assert await refusal(town, row(ticket, person, **POOR)) == PUBLISHED
    assert await outcomes(town, row(ticket, person, **GOOD)) == [SAME]
    assert await refusal(town, row(second, senior, 职业道德=82, 综合评审=70), login=cast.PROVINCE) == PUBLISHED
    assert await outcomes(town, row(second, senior, 综合评审=70), login=cast.PROVINCE) == [CHANGED]
    found = await ExamResult.get(application_id=senior.id)
    assert (found.scores, found.conclusion) == ({'ethics': 8000, 'knowledge': 7000}, Conclusion.THEORY_PASSED)
    assert found.published_at
    assert await publication.publish(province, [senior.id]) == 1
    await found.refresh_from_db()
    assert (found.scores, found.pending) == ({'ethics': 8000, 'knowledge': 7000, 'review': 7000}, None)
    assert found.conclusion is Conclusion.REVIEW_PASSED
    assert await refusal(town, row(second, senior, 综合评审=71), login=cast.PROVINCE) == PUBLISHED


async def test_two_clerks_with_the_same_file_write_everything_once(town: Town) -> None:
    people = [await approved(town) for _ in range(12)]
    tickets = await examined(town, *people)
    rows = [row(*pair, **GOOD) for pair in zip(tickets, people, strict=True)]
    reports = await asyncio.gather(import_rows(town, *rows), import_rows(town, *reversed(rows)))
    verdicts = [one.verdict for report in reports for one in report.verdicts]
    assert (verdicts.count(ScoreOutcome.ADDED), verdicts.count(ScoreOutcome.SAME)) == (12, 12)
    assert await JournalEntry.filter(act=Act.SCORE).count() == await ExamResult.all().count() == 12
    assert [broken async for broken in journal.breaks()] == []


async def test_publishing_during_an_import_shows_one_of_the_two_results_completely(town: Town) -> None:
    people = [await approved(town) for _ in range(6)]
    tickets = await examined(town, *people)
    pairs = list(zip(tickets, people, strict=True))
    await import_rows(town, *(row(*pair, **GOOD) for pair in pairs))
    report, count = await asyncio.gather(
        import_rows(town, *(row(*pair, **POOR) for pair in pairs)),
        publication.publish(town.actor(cast.CITY), [one.id for one in people]),
    )
    assert count == 6
    taken = {one.verdict for one in report.verdicts}
    assert taken in ({ScoreOutcome.CHANGED}, {ScoreOutcome.REFUSED})
    expected = Conclusion.FAILED if taken == {ScoreOutcome.CHANGED} else Conclusion.PASSED
    assert {one.conclusion for one in await ExamResult.all()} == {expected}
    assert [broken async for broken in journal.breaks()] == []


async def test_a_stopped_import_keeps_its_finished_rows_and_reports_the_stop(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    rows = [row(ticket, person, **GOOD), *({NUMBER: f'2{at:011}', NAME: '无人', '岗位技能': 1} for at in range(CHUNK))]
    report = await score_import.import_rows(town.actor(cast.CITY), 'x', book(*rows), lambda _done, _all: False)
    assert (len(report.verdicts), report.stopped) == (CHUNK, True)
    assert await ExamResult.all().count() == 1
    assert (await JournalEntry.get(act=Act.IMPORT)).details['stopped'] is True


async def test_a_clerk_who_was_signed_out_in_the_middle_imports_nothing_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    nobody = [{NUMBER: f'2{at:011}', NAME: '无人', '岗位技能': 1} for at in range(CHUNK)]
    rows, taken = [*nobody, row(ticket, person, **GOOD)], score_import._taken

    async def then_disabled(*given: Any) -> list[ScoreVerdict]:
        done = await taken(*given)
        await Account.filter(login=cast.CITY).update(enabled=False)
        return done

    monkeypatch.setattr(score_import, '_taken', then_disabled)
    with pytest.raises(SignedOut):
        await score_import.import_rows(town.actor(cast.CITY), 'x', book(*rows), to_the_end)
    assert not await ExamResult.exists()
    assert (await ScoreImport.get()).counts['refused'] == CHUNK


async def test_only_the_office_is_notified_of_imported_results(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    heard: list[Event] = []
    end = subscribe(heard.append)
    await import_rows(town, row(ticket, person, **GOOD))
    await import_rows(town, row(ticket, person, **GOOD))
    end()
    assert heard == [ResultsChanged(town.organisations[cast.CITY].path, False, (person.id,))]
