"""The words for the exam itself: subjects, seating and results."""

from __future__ import annotations

from domain.rules.vocabulary.word import Word


class Subject(Word):
    """科目: which of them a grade has is a table of each year (``domain.rules.year.subjects``)."""

    SKILL = 'skill', '岗位技能'
    ETHICS = 'ethics', '职业道德'
    ABILITY = 'ability', '职业能力'
    KNOWLEDGE = 'knowledge', '专业基础知识'
    PRACTICE = 'practice', '实际操作'
    THEORY = 'theory', '理论考试'
    REVIEW = 'review', '综合评审'


class ExamMode(Word):
    """方式 of a subject; 评审 is that of the panel's review alone."""

    COMPUTER = 'computer', '机考'
    WRITTEN = 'written', '笔试'
    PRACTICE = 'practice', '实操'
    PANEL = 'panel', '评审'


class PassRule(Word):
    """合格规则 of a grade's papers."""

    EACH = 'each', '每科合格'
    TOTAL = 'total', '总分合格'


class Attendance(Word):
    """缺考/违纪, of a person or of one subject: these take precedence over every score."""

    TAKEN = 'taken', '正常'
    ABSENT = 'absent', '缺考'
    VIOLATION = 'violation', '违纪'


class PlanState(Word):
    """考场编排."""

    DRAWN = 'drawn', '未发布'
    PUBLISHED = 'published', '已发布'


class Conclusion(Word):
    """考核结论; the last three are those of a grade with a panel review."""

    PASSED = 'passed', '合格'
    FAILED = 'failed', '不合格'
    ABSENT = 'absent', '缺考'
    VIOLATION = 'violation', '违纪'
    THEORY_PASSED = 'theory_passed', '理论合格待评审'
    REVIEW_PASSED = 'review_passed', '评审通过'
    REVIEW_FAILED = 'review_failed', '评审未通过'
