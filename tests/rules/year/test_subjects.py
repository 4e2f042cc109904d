"""考试科目 of a year: the default, what a stored year keeps, what a new year takes over, and the form of a grade."""

from __future__ import annotations

import json

import pytest

from domain.errors import Invalid
from domain.rules.vocabulary import ExamMode, Grade, PassRule, Subject
from domain.rules.year.subject_form import read_subjects, texts_of, told
from domain.rules.year.subjects import (
    DEFAULT,
    GradeSubjects,
    SubjectRule,
    alike,
    for_next_year,
    read_table,
    stored,
    subjects_of,
)

REVIEW = SubjectRule(Subject.REVIEW, mode=ExamMode.PANEL)
OLD = GradeSubjects((SubjectRule(Subject.THEORY, pass_mark=70), REVIEW), PassRule.TOTAL, 70)


def problems_of(**changed: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read_subjects(texts_of(DEFAULT[Grade.THREE]) | changed)
    return {problem.key: problem.text for problem in refused.value.problems}


def test_the_theory_of_grade_one_is_two_papers_before_the_review() -> None:
    assert [rule.subject.label for rule in DEFAULT[Grade.ONE].papers] == ['职业道德', '专业基础知识']
    assert DEFAULT[Grade.ONE].panel == REVIEW
    assert [rule.subject.label for rule in DEFAULT[Grade.FOUR].rules] == ['岗位技能', '职业道德', '职业能力']
    assert {of.passing for of in DEFAULT.values()} == {PassRule.EACH}


def test_a_table_is_read_back_from_json_unchanged() -> None:
    table = {**DEFAULT, Grade.ONE: OLD}
    assert read_table(json.loads(json.dumps(stored(table)))) == table


def test_a_new_year_has_two_papers_where_the_year_before_had_one_theory() -> None:
    after = for_next_year({**DEFAULT, Grade.ONE: OLD})
    papers = tuple(SubjectRule(subject, pass_mark=70) for subject in (Subject.ETHICS, Subject.KNOWLEDGE))
    assert after[Grade.ONE] == GradeSubjects((*papers, REVIEW), PassRule.TOTAL, 140)
    assert for_next_year(DEFAULT) == DEFAULT


def test_grades_with_the_same_subjects_can_share_a_session() -> None:
    ordinary = (Grade.FIVE, Grade.FOUR, Grade.THREE, Grade.TWO)
    assert alike(DEFAULT, list(Grade)) == [ordinary, (Grade.ONE,)]
    fewer = GradeSubjects(DEFAULT[Grade.THREE].rules[1:])
    assert alike({**DEFAULT, Grade.THREE: fewer}, ordinary) == [(Grade.FIVE, Grade.FOUR, Grade.TWO), (Grade.THREE,)]
    turned = GradeSubjects(DEFAULT[Grade.THREE].rules[::-1])
    assert alike({**DEFAULT, Grade.THREE: turned}, ordinary) == [ordinary]
    assert subjects_of(DEFAULT, [Grade.THREE, Grade.ONE]) == (
        Subject.SKILL, Subject.ETHICS, Subject.ABILITY, Subject.KNOWLEDGE, Subject.REVIEW,
    )  # fmt: skip


@pytest.mark.parametrize('of', [*DEFAULT.values(), OLD])
def test_the_form_shows_what_it_reads(of: GradeSubjects) -> None:
    assert read_subjects(texts_of(of)) == of


def test_a_place_without_a_subject_is_left_out() -> None:
    of = read_subjects(texts_of(DEFAULT[Grade.THREE]) | {'subject_2': '', 'full_2': 'x', 'note_1': '  自带 工装 '})
    assert of.subjects == (Subject.SKILL, Subject.ABILITY)
    assert of.rules[0].note == '自带 工装'
    assert told(of) == '岗位技能（机考，满分 100，合格 60，自带 工装）、职业能力（机考，满分 100，合格 60）；每科合格'


def test_each_problem_is_reported_at_its_field() -> None:
    assert problems_of(subject_1='skills', mode_2='', full_3='0') == {
        'subject_1': '请选择科目', 'mode_2': '请选择方式', 'full_3': '应为 1–500 之间的整数',
    }  # fmt: skip
    assert problems_of(subject_3='skill') == {'subject_1': '科目重复'}
    assert problems_of(pass_1='101', pass_2='', note_3='长' * 61) == {
        'pass_1': '应为 0–100 之间的整数', 'pass_2': '应为 0–100 之间的整数', 'note_3': '最多 20 字',
    }  # fmt: skip
    assert problems_of(passing='all') == {'passing': '请选择一项'}
    for total in ('', '0', '301', '1.5'):
        assert problems_of(passing='total', total=total) == {'total': '应为 1–300 之间的整数'}


def test_the_panel_alone_reviews_and_comes_last() -> None:
    assert '评审' in problems_of(mode_1='panel')['mode_1']
    assert '评审' in problems_of(subject_3='review')['mode_3']
    assert '最后' in problems_of(subject_1='review', mode_1='panel')['subject_1']
    alone = {'subject_1': 'review', 'mode_1': 'panel', 'subject_2': '', 'subject_3': ''}
    assert '至少设置一个科目' in problems_of(**alone)['subject_1']
