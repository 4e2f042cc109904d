"""Invented scores of the demonstration: always the same for a ticket number, and labelled as invented."""

from __future__ import annotations

from random import Random

from domain.rules.results.score_sheet import ATTENDANCE, REMARK
from domain.rules.results.scores import HUNDREDTHS
from domain.rules.vocabulary import Attendance, Conclusion, Subject
from domain.services.results.score_lists import ScoreRow

INVENTED = '演示成绩'
MEAN, SPREAD, LOWEST = 76, 11, 20
ABSENT, VIOLATION = 0.03, 0.035  # cumulative shares: absent up to the first, rule violations up to the second


def invented(row: ScoreRow) -> dict[str, str]:
    """The cells of one person, by the label of the column.

    Only the papers at first; the panel's review only after they are entered and passed.
    """
    chance = Random(row.ticket)  # noqa: S311 - nothing here is secret
    drawn = {subject: _points(chance) for subject in Subject}
    roll = chance.random()
    if row.conclusion is Conclusion.THEORY_PASSED:
        return {Subject.REVIEW.label: drawn[Subject.REVIEW], REMARK: INVENTED}
    if roll < VIOLATION:
        attendance = Attendance.ABSENT if roll < ABSENT else Attendance.VIOLATION
        return {ATTENDANCE: attendance.label, REMARK: INVENTED}
    return {rule.subject.label: drawn[rule.subject] for rule in row.subjects.papers} | {REMARK: INVENTED}


def _points(chance: Random) -> str:
    points = min(100.0, max(float(LOWEST), chance.gauss(MEAN, SPREAD)))
    return f'{round(points * HUNDREDTHS / 50) * 50 / HUNDREDTHS:g}'
