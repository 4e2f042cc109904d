"""How scores and conclusions are shown on every page that has them."""

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
    """A column for each."""
    return [Column(subject.value, subject.label, 'number') for subject in subjects]


def score_cells(grade: Grade, scores: Mapping[Subject, int]) -> dict[str, str]:
    """The scores as people write them: — where one is missing, nothing for a subject the grade has not."""
    return {
        subject.value: (score_text(scores[subject]) if subject in scores else NONE)
        if subject in subjects_of(grade)
        else ''
        for subject in Subject
    }
