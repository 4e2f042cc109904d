"""Scores and the conclusion of a person by the year's pass mark (1-domain §6)."""

from __future__ import annotations

from collections.abc import Mapping

from domain.rules.typed_text import decimal
from domain.rules.vocabulary import ORDINARY_SUBJECTS, SENIOR_SUBJECTS, Conclusion, Grade, Subject

HUNDREDTHS = 100  # scores are stored in hundredths of a point
FULL_MARKS = 100
# The conclusions that are added to 往年报考合格库 for later years.
PASSES = (Conclusion.PASSED, Conclusion.REVIEW_PASSED)


def subjects_of(grade: Grade) -> tuple[Subject, ...]:
    """The subjects of a grade, in the order of the sheet. Source: 1-domain §6."""
    return SENIOR_SUBJECTS if grade is Grade.ONE else ORDINARY_SUBJECTS


def conclusion_of(
    grade: Grade, scores: Mapping[Subject, int], pass_mark: int, *, absent: bool = False, violation: bool = False
) -> Conclusion:
    """The conclusion from the ``scores`` (hundredths of a point) of a person; ``pass_mark`` is in points.

    违纪 takes precedence over 缺考, and both over any score. Grade 1 is examined in two steps: theory first, then the
    panel's review. Raises ValueError if a score that the conclusion needs is missing.
    """
    if violation:
        return Conclusion.VIOLATION
    if absent:
        return Conclusion.ABSENT
    needed = pass_mark * HUNDREDTHS
    missing = [subject for subject in subjects_of(grade) if subject not in scores]
    if grade is not Grade.ONE:
        if missing:
            raise ValueError(f'缺少科目成绩：{"、".join(subject.label for subject in missing)}')
        return Conclusion.PASSED if all(scores[one] >= needed for one in ORDINARY_SUBJECTS) else Conclusion.FAILED
    if Subject.THEORY not in scores:
        raise ValueError(f'缺少科目成绩：{Subject.THEORY.label}')
    if scores[Subject.THEORY] < needed:
        return Conclusion.FAILED
    if Subject.REVIEW not in scores:
        return Conclusion.THEORY_PASSED
    return Conclusion.REVIEW_PASSED if scores[Subject.REVIEW] >= needed else Conclusion.REVIEW_FAILED


def parse_score(text: str) -> int:
    """A score as typed, in hundredths of a point. Raises ValueError for anything but 0–100 with up to two decimals."""
    whole, _, part = decimal(text).removesuffix('分').partition('.')
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or len(part) > 2:
        raise ValueError('成绩应为 0–100 的数字，最多两位小数')
    if part and not (part.isascii() and part.isdigit()):
        raise ValueError('成绩应为 0–100 的数字，最多两位小数')
    score = int(whole) * HUNDREDTHS + int(part.ljust(2, '0'))
    if score > FULL_MARKS * HUNDREDTHS:
        raise ValueError('成绩不能超过 100 分')
    return score


def score_text(score: int) -> str:
    """A score as people write it: 86, 86.5."""
    return f'{score / HUNDREDTHS:.2f}'.rstrip('0').rstrip('.')
