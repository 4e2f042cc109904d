"""Scores and conclusions as they are shown on every page."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from components.kit.status import TagCell, cell
from components.kit.words import Kind
from components.table.listing import Column
from domain.rules.results.scores import score_text, subjects_of
from domain.rules.vocabulary import Conclusion, Grade, Subject

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


def subjects_for(grades: Collection[Grade]) -> list[Subject]:
    """The subjects of these grades in the order of the sheet."""
    return [one for one in Subject if any(one in subjects_of(grade) for grade in grades)]


def subject_columns(subjects: Collection[Subject]) -> list[Column]:
    """One column for each."""
    return [Column(subject.value, subject.label, 'number') for subject in subjects]


def score_cells(grade: Grade, scores: Mapping[Subject, int]) -> dict[str, str]:
    """The scores as text: — for a missing one, nothing for a subject the grade does not have."""
    return {
        subject.value: (score_text(scores[subject]) if subject in scores else NONE)
        if subject in subjects_of(grade)
        else ''
        for subject in Subject
    }
