"""Scores and conclusions: the table of 1-domain §6, accepted spellings, and how entries complete each other."""

from __future__ import annotations

import pytest

from domain.rules.results.result_states import Attendance, Entered, Marks, completed, only_review, require_fit
from domain.rules.results.score_sheet import HEADINGS, columns_of, read_lines
from domain.rules.results.scores import PASSES, conclusion_of, parse_score, score_text, subjects_of
from domain.rules.vocabulary import Conclusion, Grade, Subject
from tests.sheet_tables import table

GOOD = {Subject.SKILL: 6000, Subject.ETHICS: 10000, Subject.ABILITY: 6001}


@pytest.mark.parametrize(
    ('grade', 'scores', 'expected'),
    [
        (Grade.FIVE, GOOD, Conclusion.PASSED),
        (Grade.TWO, GOOD | {Subject.ETHICS: 5999}, Conclusion.FAILED),
        (Grade.ONE, {Subject.THEORY: 6000}, Conclusion.THEORY_PASSED),
        (Grade.ONE, {Subject.THEORY: 5999}, Conclusion.FAILED),
        (Grade.ONE, {Subject.THEORY: 6000, Subject.REVIEW: 6000}, Conclusion.REVIEW_PASSED),
        (Grade.ONE, {Subject.THEORY: 6000, Subject.REVIEW: 5999}, Conclusion.REVIEW_FAILED),
    ],
)
def test_the_conclusion_follows_from_the_pass_mark(
    grade: Grade, scores: dict[Subject, int], expected: Conclusion
) -> None:
    assert conclusion_of(grade, scores, 60) is expected
    assert conclusion_of(grade, scores, 60, absent=True) is Conclusion.ABSENT
    assert conclusion_of(grade, {}, 60, absent=True, violation=True) is Conclusion.VIOLATION


def test_a_missing_score_is_named() -> None:
    with pytest.raises(ValueError, match='岗位技能、职业能力'):
        conclusion_of(Grade.THREE, {Subject.ETHICS: 1}, 60)
    with pytest.raises(ValueError, match='理论考试'):
        conclusion_of(Grade.ONE, {Subject.REVIEW: 9000}, 60)
    assert subjects_of(Grade.ONE) == (Subject.THEORY, Subject.REVIEW)
    assert PASSES == (Conclusion.PASSED, Conclusion.REVIEW_PASSED)


@pytest.mark.parametrize(
    ('text', 'score'),
    [('0', 0), ('100', 10000), ('100.00', 10000), (' 86.5分', 8650), ('7.05', 705), ('086', 8600), ('８６。５', 8650)],
)
def test_a_typed_score_is_read(text: str, score: int) -> None:
    assert parse_score(text) == score
    assert parse_score(score_text(score)) == score


@pytest.mark.parametrize(
    'text', ['', '-1', '100.01', '101', '86.555', '8 6', '1e2', '缺考', '86..5', '٣', '1000', '.5']
)
def test_an_invalid_score_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='成绩'):
        parse_score(text)


def test_an_empty_cell_keeps_the_existing_value() -> None:
    there = Marks(GOOD, Attendance.TAKEN, '原备注')
    assert completed(Grade.THREE, there, Entered()) == there
    assert completed(Grade.THREE, there, Entered({Subject.SKILL: 1})).scores[Subject.SKILL] == 1
    assert completed(Grade.THREE, there, Entered(remark='新')).remark == '新'
    absent = Marks({}, Attendance.ABSENT)
    assert completed(Grade.THREE, absent, Entered(remark='迟到')).attendance is Attendance.ABSENT
    with pytest.raises(ValueError, match='已登记为“缺考”'):
        completed(Grade.THREE, absent, Entered(GOOD))
    assert completed(Grade.THREE, absent, Entered(GOOD, Attendance.TAKEN)) == Marks(GOOD)


def test_only_a_person_who_passed_the_theory_has_a_panel_review() -> None:
    both = {Subject.THEORY: 5999, Subject.REVIEW: 9000}
    with pytest.raises(ValueError, match='理论考试没有合格成绩'):
        require_fit(Grade.ONE, Marks(both), 60)
    require_fit(Grade.ONE, Marks(both), 59)
    require_fit(Grade.ONE, Marks({Subject.THEORY: 1}), 60)
    theory, then = Marks({Subject.THEORY: 7000}), Marks({Subject.THEORY: 7000, Subject.REVIEW: 1})
    assert only_review(theory, then, Conclusion.THEORY_PASSED)
    assert not only_review(theory, then, Conclusion.REVIEW_PASSED)
    assert not only_review(theory, Marks({Subject.THEORY: 7001, Subject.REVIEW: 1}), Conclusion.THEORY_PASSED)


def test_the_columns_depend_on_the_grades() -> None:
    assert columns_of([Grade.FIVE, Grade.TWO])[5:] == ('岗位技能', '职业道德', '职业能力', '缺考/违纪', '备注')
    assert columns_of([Grade.ONE])[5:7] == ('理论考试', '综合评审')
    assert len(columns_of(list(Grade))) == 12


def test_rows_are_read_as_people_write_them() -> None:
    rows: list[list[object]] = [
        ['某某市成绩表'],
        ['准 考 证 号', '姓名', '岗位技能', '缺考/违纪'],
        [260332000101.0, '张三', 86.0, None],
        ['２６０３３２０００１０２', ' 李 四 ', '86.5分', ''],
        [None, None, None, None],
        ['260332000103', '王五', None, '缺考'],
    ]
    lines = read_lines(table(rows, HEADINGS))
    assert [line.row for line in lines] == [3, 4, 5, 6]
    assert [line.number for line in lines] == ['260332000101', '260332000102', '', '260332000103']
    entered = [line.entered for line in lines]
    assert entered[0] == Entered({Subject.SKILL: 8600})
    assert entered[1] == Entered({Subject.SKILL: 8650})
    assert (entered[2], lines[2].fault) == (None, '')
    assert entered[3] == Entered({}, Attendance.ABSENT)
