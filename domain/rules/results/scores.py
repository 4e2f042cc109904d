"""Scores, and the conclusion of a person by the year's table of subjects (decision 0023)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.rules.typed_text import dashed, decimal, squeezed
from domain.rules.vocabulary import Attendance, Conclusion, PassRule, Subject
from domain.rules.year.subjects import GradeSubjects

HUNDREDTHS = 100  # scores are stored in hundredths of a point
# The conclusions that are added to 往年报考合格库 for later years.
PASSES = (Conclusion.PASSED, Conclusion.REVIEW_PASSED)
# What exam software and clerks write into a score cell instead of a score.
CODES: Mapping[str, Attendance] = MappingProxyType({
    **{one.label: one for one in (Attendance.ABSENT, Attendance.VIOLATION)},
    '-1': Attendance.ABSENT,
    '-2': Attendance.VIOLATION,
})  # fmt: skip
_NO_SCORE = '成绩应为数字，最多两位小数；缺考填“缺考”或 -1，违纪填“违纪”或 -2'


def conclusion_of(
    of: GradeSubjects, scores: Mapping[Subject, int], missed: Mapping[Subject, Attendance], person: Attendance
) -> Conclusion:
    """The conclusion from ``scores`` (hundredths of a point), 缺考/违纪 by subject and 缺考/违纪 of the whole person.

    Raises ValueError if a score that the conclusion needs is missing.
    """
    if Attendance.VIOLATION in (person, *missed.values()):
        return Conclusion.VIOLATION
    papers = [rule.subject for rule in of.papers]
    absent = [subject for subject in papers if subject in missed]
    if person is Attendance.ABSENT or len(absent) == len(papers):
        return Conclusion.ABSENT
    missing = [subject.label for subject in papers if subject not in scores and subject not in missed]
    if missing:
        raise ValueError(f'缺少科目成绩：{"、".join(missing)}')
    if not papers_passed(of, scores):
        return Conclusion.FAILED
    if of.panel is None:
        return Conclusion.PASSED
    if of.panel.subject in missed:
        return Conclusion.ABSENT
    if of.panel.subject not in scores:
        return Conclusion.THEORY_PASSED
    passed = scores[of.panel.subject] >= of.panel.pass_mark * HUNDREDTHS
    return Conclusion.REVIEW_PASSED if passed else Conclusion.REVIEW_FAILED


def papers_passed(of: GradeSubjects, scores: Mapping[Subject, int]) -> bool:
    """Whether these are passing scores in all papers of the grade; a paper without a score is never passed."""
    if any(rule.subject not in scores for rule in of.papers):
        return False
    if of.passing is PassRule.TOTAL:
        return sum(scores[rule.subject] for rule in of.papers) >= of.total * HUNDREDTHS
    return all(scores[rule.subject] >= rule.pass_mark * HUNDREDTHS for rule in of.papers)


def read_mark(text: str) -> int | Attendance:
    """A score cell as typed: hundredths of a point, or 缺考 or 违纪 in words or as the codes of exam software."""
    code = CODES.get(dashed(squeezed(text)))
    return code or parse_score(text)


def parse_score(text: str) -> int:
    """A score as typed, in hundredths of a point. Raises ValueError for anything but a number with two decimals."""
    whole, _, part = decimal(text).removesuffix('分').partition('.')
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or len(part) > 2:
        raise ValueError(_NO_SCORE)
    if part and not (part.isascii() and part.isdigit()):
        raise ValueError(_NO_SCORE)
    return int(whole) * HUNDREDTHS + int(part.ljust(2, '0'))


def require_within(of: GradeSubjects, subject: Subject, score: int) -> None:
    """No score is above the full mark. Raises ValueError."""
    if score > of.full_mark(subject) * HUNDREDTHS:
        raise ValueError(f'成绩不能超过 {of.full_mark(subject)} 分')


def score_text(score: int) -> str:
    """A score as people write it: 86, 86.5."""
    return f'{score / HUNDREDTHS:.2f}'.rstrip('0').rstrip('.')
