"""The marks of one person in the exam, how a further entry completes them, and the conclusion that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from domain.rules.results.scores import HUNDREDTHS, conclusion_of, subjects_of
from domain.rules.vocabulary import Conclusion, Grade, Subject, Word


class Attendance(Word):
    """缺考/违纪: these take precedence over every score."""

    TAKEN = 'taken', '正常'
    ABSENT = 'absent', '缺考'
    VIOLATION = 'violation', '违纪'


_OF_CONCLUSION = {Conclusion.ABSENT: Attendance.ABSENT, Conclusion.VIOLATION: Attendance.VIOLATION}


@dataclass(frozen=True, slots=True)
class Marks:
    """Scores in hundredths of a point by subject; subjects without a score are left out."""

    scores: Mapping[Subject, int] = field(default_factory=dict)
    attendance: Attendance = Attendance.TAKEN
    remark: str = ''

    @classmethod
    def kept(cls, scores: Mapping[str, int], conclusion: Conclusion, remark: str) -> Self:
        """The marks from a stored result."""
        marks = {Subject(subject): score for subject, score in scores.items()}
        return cls(marks, _OF_CONCLUSION.get(conclusion, Attendance.TAKEN), remark)

    @property
    def as_kept(self) -> dict[str, int]:
        """The scores as a result stores them."""
        return {subject.value: score for subject, score in self.scores.items()}

    def conclusion(self, grade: Grade, pass_mark: int) -> Conclusion:
        """The conclusion by this pass mark. Raises ValueError if a score is missing."""
        return conclusion_of(
            grade, self.scores, pass_mark,
            absent=self.attendance is Attendance.ABSENT, violation=self.attendance is Attendance.VIOLATION,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entered:
    """The typed or imported values; an empty value means no change."""

    scores: Mapping[Subject, int] = field(default_factory=dict)
    attendance: Attendance | None = None
    remark: str = ''


def completed(grade: Grade, there: Marks | None, entered: Entered) -> Marks:
    """``there`` with the entered values: an empty cell keeps the existing value, also 缺考 and 违纪.

    Raises ValueError for a subject that the grade does not have, if nothing is entered, and for scores of a person
    recorded as 缺考 or 违纪 unless 正常 is entered as well: this prevents clearing somebody by accident.
    """
    strange = [subject.label for subject in entered.scores if subject not in subjects_of(grade)]
    if strange:
        raise ValueError(f'{grade.label}没有“{"、".join(strange)}”科目，请核对准考证号或所填的列')
    if there is None:
        if not entered.scores and entered.attendance is None:
            raise ValueError('没有填写成绩')
        return Marks(dict(entered.scores), entered.attendance or Attendance.TAKEN, entered.remark)
    differs = any(there.scores.get(subject) != score for subject, score in entered.scores.items())
    if differs and entered.attendance is None and there.attendance is not Attendance.TAKEN:
        raise ValueError(f'已登记为“{there.attendance.label}”，如需更正请在“缺考/违纪”列填写“{Attendance.TAKEN.label}”')
    return Marks(
        {**there.scores, **entered.scores}, entered.attendance or there.attendance, entered.remark or there.remark
    )


def require_fit(grade: Grade, marks: Marks, pass_mark: int) -> None:
    """Only a person who passed the theory may have a panel review. Raises ValueError."""
    theory = marks.scores.get(Subject.THEORY)
    if grade is Grade.ONE and Subject.REVIEW in marks.scores and (theory is None or theory < pass_mark * HUNDREDTHS):
        raise ValueError('理论考试没有合格成绩，不能登记综合评审成绩')


def only_review(there: Marks, then: Marks, conclusion: Conclusion) -> bool:
    """Whether the panel's review is all that was added to a published theory result (1-domain §6, grade 1)."""
    theory = {subject: score for subject, score in then.scores.items() if subject is not Subject.REVIEW}
    return conclusion is Conclusion.THEORY_PASSED and theory == dict(there.scores)


def described(marks: Marks, conclusion: Conclusion) -> dict[str, Any]:
    """The values that the journal stores."""
    return {'scores': marks.as_kept, 'conclusion': conclusion.value, 'remark': marks.remark}
