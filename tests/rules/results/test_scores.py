"""Scores and conclusions: the table of 1-domain §6, accepted spellings, and how entries complete each other."""

from __future__ import annotations

import pytest

from domain.rules.results.result_states import Entered, Marks, completed, only_review, require_fit
from domain.rules.results.score_sheet import HEADINGS, columns_of, read_lines
from domain.rules.results.scores import PASSES, conclusion_of, parse_score, read_mark, require_within, score_text
from domain.rules.vocabulary import Attendance, Conclusion, Grade, Subject
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule
from tests.sheet_tables import table

THREE, BOTH = DEFAULT[Grade.THREE], {Subject.ETHICS: 6000, Subject.KNOWLEDGE: 10000}
GOOD = {Subject.SKILL: 6000, Subject.ETHICS: 10000, Subject.ABILITY: 6001}


@pytest.mark.parametrize(
    ('grade', 'scores', 'expected'),
    [
        (Grade.FIVE, GOOD, Conclusion.PASSED),
        (Grade.TWO, GOOD | {Subject.ETHICS: 5999}, Conclusion.FAILED),
        (Grade.ONE, BOTH, Conclusion.THEORY_PASSED),
        (Grade.ONE, BOTH | {Subject.KNOWLEDGE: 5999}, Conclusion.FAILED),
        (Grade.ONE, BOTH | {Subject.REVIEW: 6000}, Conclusion.REVIEW_PASSED),
        (Grade.ONE, BOTH | {Subject.REVIEW: 5999}, Conclusion.REVIEW_FAILED),
    ],
)
def test_the_conclusion_follows_from_the_pass_marks(
    grade: Grade, scores: dict[Subject, int], expected: Conclusion
) -> None:
    of = DEFAULT[grade]
    assert conclusion_of(of, scores, {}, Attendance.TAKEN) is expected
    assert conclusion_of(of, scores, {}, Attendance.ABSENT) is Conclusion.ABSENT
    assert conclusion_of(of, {}, {}, Attendance.VIOLATION) is Conclusion.VIOLATION


def test_a_missing_score_is_named() -> None:
    with pytest.raises(ValueError, match='岗位技能、职业能力'):
        conclusion_of(DEFAULT[Grade.THREE], {Subject.ETHICS: 1}, {}, Attendance.TAKEN)
    with pytest.raises(ValueError, match='职业道德、专业基础知识'):
        conclusion_of(DEFAULT[Grade.ONE], {Subject.REVIEW: 9000}, {}, Attendance.TAKEN)
    assert PASSES == (Conclusion.PASSED, Conclusion.REVIEW_PASSED)


@pytest.mark.parametrize(
    ('text', 'score'),
    [('0', 0), ('100', 10000), ('100.00', 10000), (' 86.5分', 8650), ('7.05', 705), ('086', 8600), ('８６。５', 8650)],
)
def test_a_typed_score_is_read(text: str, score: int) -> None:
    assert parse_score(text) == score
    assert parse_score(score_text(score)) == score


@pytest.mark.parametrize('text', ['', '-3', '-1', '86.555', '8 6', '1e2', '缺考', '86..5', '٣', '1000', '.5'])
def test_an_invalid_score_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='成绩'):
        parse_score(text)


@pytest.mark.parametrize(
    ('text', 'mark'),
    [
        ('缺考', Attendance.ABSENT), (' 缺 考 ', Attendance.ABSENT), ('-1', Attendance.ABSENT),
        ('－1', Attendance.ABSENT), ('−1', Attendance.ABSENT),
        ('违纪', Attendance.VIOLATION), ('-2', Attendance.VIOLATION), ('86', 8600),
    ],
)  # fmt: skip
def test_a_score_cell_may_say_absent_or_violation(text: str, mark: int | Attendance) -> None:
    assert read_mark(text) == mark


def test_a_score_is_not_above_the_full_mark() -> None:
    of = GradeSubjects((SubjectRule(Subject.SKILL, full_mark=150),))
    require_within(of, Subject.SKILL, 15000)
    with pytest.raises(ValueError, match='成绩不能超过 150 分'):
        require_within(of, Subject.SKILL, 15001)
    with pytest.raises(ValueError, match=r'岗位技能“150\.01”：成绩不能超过 150 分'):
        completed(Grade.THREE, of, None, Entered({Subject.SKILL: 15001}))


def test_an_empty_cell_keeps_the_existing_value() -> None:
    there = Marks(GOOD, Attendance.TAKEN, '原备注')
    assert completed(Grade.THREE, THREE, there, Entered()) == there
    assert completed(Grade.THREE, THREE, there, Entered({Subject.SKILL: 1})).scores[Subject.SKILL] == 1
    assert completed(Grade.THREE, THREE, there, Entered(remark='新')).remark == '新'
    absent = Marks({}, Attendance.ABSENT)
    assert completed(Grade.THREE, THREE, absent, Entered(remark='迟到')).attendance is Attendance.ABSENT
    with pytest.raises(ValueError, match='已登记为“缺考”'):
        completed(Grade.THREE, THREE, absent, Entered(GOOD))
    assert completed(Grade.THREE, THREE, absent, Entered(GOOD, Attendance.TAKEN)) == Marks(GOOD)


def test_a_cell_replaces_the_other_kind_of_mark_only_with_a_word() -> None:
    there = Marks({Subject.SKILL: 8600, Subject.ETHICS: 7000}, missed={Subject.ABILITY: Attendance.VIOLATION})
    absent = completed(Grade.THREE, THREE, there, Entered(missed={Subject.SKILL: Attendance.ABSENT}))
    assert (absent.scores, absent.missed[Subject.SKILL]) == ({Subject.ETHICS: 7000}, Attendance.ABSENT)
    for entered in (Entered({Subject.ABILITY: 9000}), Entered(missed={Subject.ABILITY: Attendance.ABSENT})):
        with pytest.raises(ValueError, match='职业能力已登记为“违纪”'):
            completed(Grade.THREE, THREE, there, entered)
    same = Entered({Subject.SKILL: 8600}, missed={Subject.ABILITY: Attendance.VIOLATION})
    assert completed(Grade.THREE, THREE, there, same) == there
    lifted = completed(Grade.THREE, THREE, there, Entered({Subject.ABILITY: 9000}, Attendance.TAKEN))
    assert (lifted.missed, lifted.scores[Subject.ABILITY]) == ({}, 9000)


def test_only_a_person_who_passed_the_papers_has_a_panel_review() -> None:
    of, failed = DEFAULT[Grade.ONE], {**BOTH, Subject.ETHICS: 5999}
    for marks in (
        Marks(failed | {Subject.REVIEW: 9000}),
        Marks(failed, missed={Subject.REVIEW: Attendance.ABSENT}),
        Marks({Subject.ETHICS: 9000, Subject.REVIEW: 1}),
    ):
        with pytest.raises(ValueError, match='理论考试没有合格成绩'):
            require_fit(of, marks)
    require_fit(of, Marks(BOTH | {Subject.REVIEW: 9000}))
    require_fit(of, Marks(failed))
    theory, then = Marks(BOTH), Marks({**BOTH, Subject.REVIEW: 1})
    assert only_review(theory, then, Conclusion.THEORY_PASSED)
    assert only_review(theory, Marks(BOTH, missed={Subject.REVIEW: Attendance.ABSENT}), Conclusion.THEORY_PASSED)
    assert not only_review(theory, then, Conclusion.REVIEW_PASSED)
    assert not only_review(theory, Marks(failed | {Subject.REVIEW: 1}), Conclusion.THEORY_PASSED)
    assert not only_review(theory, Marks(BOTH, missed={Subject.ETHICS: Attendance.VIOLATION}), Conclusion.THEORY_PASSED)


def test_a_missed_subject_is_shown_instead_of_a_number() -> None:
    marks = Marks({Subject.SKILL: 8650}, Attendance.ABSENT, missed={Subject.ETHICS: Attendance.VIOLATION})
    subjects = (Subject.SKILL, Subject.ETHICS, Subject.ABILITY)
    assert [marks.shown(one) for one in subjects] == ['86.5', '违纪', '缺考']
    assert [marks.typed(one) for one in subjects] == ['86.5', '违纪', '']
    assert Marks.kept(marks.as_kept, marks.attendance_kept, '') == marks


def test_the_columns_are_the_subjects() -> None:
    assert columns_of(THREE.subjects)[5:] == ('岗位技能', '职业道德', '职业能力', '缺考/违纪', '备注')
    assert columns_of(DEFAULT[Grade.ONE].subjects)[5:8] == ('职业道德', '专业基础知识', '综合评审')


def test_rows_are_read_as_people_write_them() -> None:
    rows: list[list[object]] = [
        ['某某市成绩表'],
        ['准 考 证 号', '姓名', '岗位技能', '缺考/违纪'],
        [260332000101.0, '张三', 86.0, None],
        ['２６０３３２０００１０２', ' 李 四 ', '86.5分', ''],
        [None, None, None, None],
        ['260332000103', '王五', None, '缺考'],
        ['260332000104', '赵六', -1.0, None],
    ]
    lines = read_lines(table(rows, HEADINGS))
    assert [line.row for line in lines] == [3, 4, 5, 6, 7]
    assert [line.number for line in lines] == ['260332000101', '260332000102', '', '260332000103', '260332000104']
    entered = [line.entered for line in lines]
    assert entered[0] == Entered({Subject.SKILL: 8600})
    assert entered[1] == Entered({Subject.SKILL: 8650})
    assert (entered[2], lines[2].fault) == (None, '')
    assert entered[3] == Entered({}, Attendance.ABSENT)
    assert entered[4] == Entered(missed={Subject.SKILL: Attendance.ABSENT})
