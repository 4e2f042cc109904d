"""Invented scores of the demonstration: always the same for a ticket number, and labelled as invented."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from domain.rules.results.result_states import Entered
from domain.rules.results.score_sheet import ATTENDANCE, REMARK
from domain.rules.results.scores import HUNDREDTHS, parse_score
from domain.rules.vocabulary import Attendance, Conclusion, Subject
from domain.rules.year.subjects import GradeSubjects
from domain.services.results.score_lists import ScoreRow

INVENTED = '演示成绩'
MEAN, SPREAD, LOWEST = 76, 11, 20
ABSENT, VIOLATION = 0.03, 0.035  # cumulative shares: absent up to the first, rule violations up to the second
GOOD, POOR = 66.0, '52.5'
_ATTENDANCES = {Conclusion.ABSENT: Attendance.ABSENT, Conclusion.VIOLATION: Attendance.VIOLATION}


def invented(row: ScoreRow) -> dict[str, str]:
    """The cells of one person, by the label of the column, see ``cells_of``."""
    return cells_of(row.ticket, row.subjects, row.conclusion)


def cells_of(
    ticket: str, of: GradeSubjects, conclusion: Conclusion | None, *, wish: Conclusion | None = None
) -> dict[str, str]:
    """The cells of this ticket, by the label of the column; with a ``wish`` they end in that conclusion.

    Only the papers at first; the panel's review only after they are entered and passed.
    """
    chance = Random(ticket)  # noqa: S311 - nothing here is secret
    drawn = {subject: _points(chance) for subject in Subject}
    roll = chance.random()
    if conclusion is Conclusion.THEORY_PASSED:
        return _wished({Subject.REVIEW.label: drawn[Subject.REVIEW]}, wish, Conclusion.REVIEW_FAILED)
    if wish in _ATTENDANCES:
        return {ATTENDANCE: _ATTENDANCES[wish].label, REMARK: INVENTED}
    if roll < VIOLATION and wish is None:
        attendance = Attendance.ABSENT if roll < ABSENT else Attendance.VIOLATION
        return {ATTENDANCE: attendance.label, REMARK: INVENTED}
    papers = {rule.subject.label: drawn[rule.subject] for rule in of.papers}
    return _wished(papers, wish, Conclusion.FAILED)


def entered(cells: Mapping[str, str]) -> Entered:
    """The cells as they are read from the workbook."""
    scores = {subject: parse_score(cells[subject.label]) for subject in Subject if subject.label in cells}
    return Entered(scores, Attendance.of_label(cells.get(ATTENDANCE, '')), cells[REMARK])


def _wished(cells: Mapping[str, str], wish: Conclusion | None, failed: Conclusion) -> dict[str, str]:
    """The scores as drawn; for a wish every one good, and for the wish to fail here the first one poor."""
    if wish is None:
        return {**cells, REMARK: INVENTED}
    good = {label: f'{max(GOOD, float(text)):g}' for label, text in cells.items()}
    return good | ({next(iter(good)): POOR} if wish is failed else {}) | {REMARK: INVENTED}


def _points(chance: Random) -> str:
    points = min(100.0, max(float(LOWEST), chance.gauss(MEAN, SPREAD)))
    return f'{round(points * HUNDREDTHS / 50) * 50 / HUNDREDTHS:g}'
