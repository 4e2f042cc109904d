"""Scores and conclusions as they are shown on every page."""

from __future__ import annotations

from collections.abc import Collection

from components.kit.status import TagCell, cell
from components.kit.words import Kind
from components.table.listing import Column
from domain.rules.results.result_states import Marks
from domain.rules.vocabulary import Conclusion, Subject
from domain.rules.year.subjects import GradeSubjects

NONE = '—'
KINDS: dict[Conclusion, Kind] = {
    Conclusion.PASSED: 'green',
    Conclusion.FAILED: 'red',
    Conclusion.ABSENT: 'grey',
    Conclusion.VIOLATION: 'red',
    Conclusion.THEORY_PASSED: 'blue',
    Conclusion.REVIEW_PASSED: 'green',
    Conclusion.REVIEW_FAILED: 'red',
}


def conclusion_cell(conclusion: Conclusion) -> TagCell:
    """结论 as a tag."""
    return cell(conclusion.label, KINDS[conclusion])


def subject_columns(subjects: Collection[Subject]) -> list[Column]:
    """One column for each."""
    return [Column(subject.value, subject.label, 'number') for subject in subjects]


def score_cells(of: GradeSubjects, marks: Marks | None) -> dict[str, str]:
    """The scores as text: 缺考 or 违纪 instead, — for a missing one, nothing for a subject the grade does not have."""
    return {
        subject.value: ((marks.shown(subject) if marks else '') or NONE) if subject in of.subjects else ''
        for subject in Subject
    }
