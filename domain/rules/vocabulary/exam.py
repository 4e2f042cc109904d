"""The words for the exam itself: subjects, seating and results."""

from __future__ import annotations

from domain.rules.vocabulary.word import Word


class Subject(Word):
    """科目 (1-domain §6): three by computer for grades 5–2, theory and a panel review for grade 1."""

    SKILL = 'skill', '岗位技能'
    ETHICS = 'ethics', '职业道德'
    ABILITY = 'ability', '职业能力'
    THEORY = 'theory', '理论考试'
    REVIEW = 'review', '综合评审'


ORDINARY_SUBJECTS = (Subject.SKILL, Subject.ETHICS, Subject.ABILITY)
SENIOR_SUBJECTS = (Subject.THEORY, Subject.REVIEW)


class PlanState(Word):
    """考场编排."""

    DRAWN = 'drawn', '未发布'
    PUBLISHED = 'published', '已发布'


class Conclusion(Word):
    """考核结论; the last three are those of grade 1."""

    PASSED = 'passed', '合格'
    FAILED = 'failed', '不合格'
    ABSENT = 'absent', '缺考'
    VIOLATION = 'violation', '违纪'
    THEORY_PASSED = 'theory_passed', '理论合格待评审'
    REVIEW_PASSED = 'review_passed', '评审通过'
    REVIEW_FAILED = 'review_failed', '评审未通过'
