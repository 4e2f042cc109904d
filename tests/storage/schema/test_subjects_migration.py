"""An installation of before the table of subjects: its years, results and waiting reviews stay what they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from tortoise.connection import get_connection

from domain import clock
from domain.rules.vocabulary import Conclusion, Level, PassRule, Role, Sex, Subject
from domain.services.results import locked_rows
from domain.services.year import years
from storage.connection.database import close_database, open_database, transaction
from storage.models import Account, Application, ExamResult, ExamYear, Organisation, ScoreImport
from storage.settings.config import Settings

BEFORE = (
    'DROP INDEX "idx_application_year_id_6c6967"',  # of the next step, which is done again, too
    'ALTER TABLE "application" DROP COLUMN "first_submitted_at"',
    'ALTER TABLE "exam_year" DROP COLUMN "subjects"',
    'ALTER TABLE "exam_result" DROP COLUMN "attendance"',
    """DELETE FROM "tortoise_migrations" WHERE "name" >= '0013_subjects'""",
)
PAPERS, THEORY = {'skill': 8600, 'ethics': 9000, 'ability': 7600}, {'theory': 8000}
LATER = {'scores': THEORY, 'conclusion': 'absent', 'remark': '未到'}
REVIEWED = {'scores': THEORY | {'review': 9000}, 'conclusion': 'review_passed', 'remark': ''}


async def _result(unit: Organisation, batch: ScoreImport, grade: int, conclusion: str, **columns: Any) -> None:
    number = str(await Application.all().count() + 1)
    application = await Application.create(
        number=number, year_id=1, applicant_id=batch.account_id, unit=unit, name='张三', sex=Sex.MALE, grade=grade,
        id_number=f'41032719900101{number:0>4}', born_on=clock.today(), created_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    await ExamResult.create(
        application=application, batch=batch, unit_id=unit.id, grade=grade, year_id=1, imported_at=clock.now(),
        conclusion=conclusion, **columns,
    )  # fmt: skip


@pytest_asyncio.fixture
async def upgraded(empty_installation: Settings) -> AsyncIterator[None]:
    """The installation as it opens now; before, 2025 asked for 75 points and 2024 had never been set."""
    await open_database(empty_installation)
    await ExamYear.create(id=1, year=2025, current=True, parameters={'pass_mark': 75, 'held_years': {'4': 5}})
    await ExamYear.create(id=2, year=2024, parameters={})
    unit = await Organisation.create(code='410327001001', name='一中', level=Level.UNIT, path='0001')
    clerk = await Account.create(login='p', role=Role.APPLICANT, name='张三', created_at=clock.now())
    batch = await ScoreImport.create(organisation=unit, account=clerk, label='成绩', at=clock.now())
    await _result(unit, batch, 3, 'passed', scores=PAPERS)
    await _result(unit, batch, 3, 'absent')
    await _result(unit, batch, 3, 'violation', scores=PAPERS)
    await _result(unit, batch, 1, 'theory_passed', scores=THEORY, published_at=clock.now(), pending=LATER)
    await _result(unit, batch, 1, 'theory_passed', scores=THEORY, published_at=clock.now(), pending=REVIEWED)
    async with transaction() as connection:
        for statement in BEFORE:
            await connection.execute_query(statement)
    await close_database()
    await open_database(empty_installation)
    yield
    years.forget()
    await close_database()


async def test_a_stored_year_keeps_its_theory_and_its_pass_mark(upgraded: None) -> None:
    known = (await years.all_years()).by_id
    for year_id, pass_mark in ((1, 75), (2, 60)):
        for grade, of in known[year_id].subjects.items():
            subjects = ('理论考试', '综合评审') if grade == 1 else ('岗位技能', '职业道德', '职业能力')
            assert tuple(rule.subject.label for rule in of.rules) == subjects
            assert {(rule.full_mark, rule.pass_mark) for rule in of.rules} == {(100, pass_mark)}
            assert (of.passing, of.panel is not None) == (PassRule.EACH, grade == 1)
        assert len(known[year_id].subjects) == 5


async def test_a_result_has_the_conclusion_it_had(upgraded: None) -> None:
    of = (await years.all_years()).by_id[1].subjects
    results = await ExamResult.all().order_by('id')
    for row, expected in zip(results, ('passed', 'absent', 'violation', 'absent', 'review_passed'), strict=True):
        assert locked_rows.latest_of(row).conclusion(of[row.grade]) is Conclusion(expected)
    assert [row.attendance for row in results] == [None, {'person': 'absent'}, {'person': 'violation'}, None, None]


async def test_absence_and_violation_stay_those_of_the_whole_person(upgraded: None) -> None:
    _, absent, violation, later, reviewed = await ExamResult.all().order_by('id')
    assert [locked_rows.marks_of(absent).shown(one) for one in (Subject.SKILL, Subject.ABILITY)] == ['缺考', '缺考']
    assert locked_rows.marks_of(violation).scores[Subject.ABILITY] == 7600
    assert locked_rows.latest_of(later).shown(Subject.REVIEW) == '缺考'
    assert (later.pending, reviewed.pending) == (LATER | {'attendance': {'person': 'absent'}}, REVIEWED)


async def test_the_columns_are_there_for_every_row(upgraded: None) -> None:
    rows = await get_connection('default').execute_query_dict('SELECT "id" FROM "exam_year" WHERE "subjects" IS NULL')
    assert list(rows) == []
