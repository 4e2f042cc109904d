"""The marks of one person in the exam, how a further entry completes them, and the conclusion that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from domain.rules.results.scores import conclusion_of, papers_passed, require_within, score_text
from domain.rules.vocabulary import Attendance, Conclusion, Grade, Subject
from domain.rules.year.subjects import GradeSubjects

PERSON = 'person'  # the key of the whole person among the subjects of a stored attendance


@dataclass(frozen=True, slots=True)
class Marks:
    """Scores in hundredths of a point by subject, 缺考/违纪 of the whole person, and of single subjects (``missed``).

    A subject has a score, or is missed, or neither.
    """

    scores: Mapping[Subject, int] = field(default_factory=dict)
    attendance: Attendance = Attendance.TAKEN
    remark: str = ''
    missed: Mapping[Subject, Attendance] = field(default_factory=dict)

    @classmethod
    def kept(cls, scores: Mapping[str, int], attendance: Mapping[str, str] | None, remark: str) -> Self:
        """The marks from a stored result."""
        by_key = dict(attendance or {})
        person = Attendance(by_key.pop(PERSON, Attendance.TAKEN))
        missed = {Subject(subject): Attendance(word) for subject, word in by_key.items()}
        return cls({Subject(subject): score for subject, score in scores.items()}, person, remark, missed)

    @property
    def as_kept(self) -> dict[str, int]:
        """The scores as a result stores them."""
        return {subject.value: score for subject, score in self.scores.items()}

    @property
    def attendance_kept(self) -> dict[str, str]:
        """缺考/违纪 as a result stores them; empty for a person who sat everything."""
        person = {} if self.attendance is Attendance.TAKEN else {PERSON: self.attendance.value}
        return person | {subject.value: word.value for subject, word in self.missed.items()}

    def conclusion(self, of: GradeSubjects) -> Conclusion:
        """The conclusion by this table. Raises ValueError if a score is missing."""
        return conclusion_of(of, self.scores, self.missed, self.attendance)

    def typed(self, subject: Subject) -> str:
        """The score as text, 缺考 or 违纪 of this subject instead of it, or an empty text."""
        if subject in self.missed:
            return self.missed[subject].label
        return score_text(self.scores[subject]) if subject in self.scores else ''

    def shown(self, subject: Subject) -> str:
        """The same, and where nothing is entered 缺考 or 违纪 of the whole person."""
        whole = '' if self.attendance is Attendance.TAKEN else self.attendance.label
        return self.typed(subject) or whole


@dataclass(frozen=True, slots=True)
class Entered:
    """The typed or imported values; an empty value means no change."""

    scores: Mapping[Subject, int] = field(default_factory=dict)
    attendance: Attendance | None = None
    remark: str = ''
    missed: Mapping[Subject, Attendance] = field(default_factory=dict)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return (*self.scores, *self.missed)


def entered_marks(marks: Mapping[Subject, int | Attendance], attendance: Attendance | None, remark: str) -> Entered:
    """Score cells that were read, as what was entered."""
    scores = {subject: mark for subject, mark in marks.items() if not isinstance(mark, Attendance)}
    missed = {subject: mark for subject, mark in marks.items() if isinstance(mark, Attendance)}
    return Entered(scores, attendance, remark, missed)


def completed(grade: Grade, of: GradeSubjects, there: Marks | None, entered: Entered) -> Marks:
    """``there`` with the entered values: an empty cell keeps the existing value, also 缺考 and 违纪.

    Raises ValueError for a subject that the grade does not have, a score above the full mark, if nothing is entered,
    and for marks that would replace 缺考 or 违纪 unless 正常 is entered as well: nobody is cleared by accident.
    """
    strange = [subject.label for subject in entered.subjects if subject not in of.subjects]
    if strange:
        raise ValueError(f'{grade.label}没有“{"、".join(strange)}”科目，请核对准考证号或所填的列')
    for subject, score in entered.scores.items():
        try:
            require_within(of, subject, score)
        except ValueError as fault:
            raise ValueError(f'{subject.label}“{score_text(score)}”：{fault}') from None
    if there is None:
        if not entered.subjects and entered.attendance is None:
            raise ValueError('没有填写成绩')
        return Marks(dict(entered.scores), entered.attendance or Attendance.TAKEN, entered.remark, dict(entered.missed))
    if entered.attendance is None:
        _require_lifted(there, entered)
    kept = {} if entered.attendance is Attendance.TAKEN else there.missed
    return Marks(
        {one: score for one, score in there.scores.items() if one not in entered.missed} | dict(entered.scores),
        entered.attendance or there.attendance,
        entered.remark or there.remark,
        {one: word for one, word in kept.items() if one not in entered.scores} | dict(entered.missed),
    )


def _require_lifted(there: Marks, entered: Entered) -> None:
    """Raises ValueError if the entry would replace 缺考 or 违纪 that is recorded."""
    for subject in entered.subjects:
        recorded = there.missed.get(subject, there.attendance)
        same = there.scores.get(subject) == entered.scores.get(subject) and (
            there.missed.get(subject) is entered.missed.get(subject)
        )
        if recorded is not Attendance.TAKEN and not same:
            whose = f'{subject.label}已' if subject in there.missed else '已'
            text = f'{whose}登记为“{recorded.label}”，如需更正请在“缺考/违纪”列填写“{Attendance.TAKEN.label}”'
            raise ValueError(text)


def require_fit(of: GradeSubjects, marks: Marks) -> None:
    """Only a person who passed the papers may have a panel review. Raises ValueError."""
    reviewed = of.panel is not None and (of.panel.subject in marks.scores or of.panel.subject in marks.missed)
    if reviewed and not papers_passed(of, marks.scores):
        raise ValueError('理论考试没有合格成绩，不能登记综合评审成绩')


def only_review(there: Marks, then: Marks, conclusion: Conclusion) -> bool:
    """Whether the panel's review is all that was added to published papers that passed (1-domain §6, grade 1)."""
    papers, missed = (
        {subject: mark for subject, mark in marks.items() if subject is not Subject.REVIEW}
        for marks in (then.scores, then.missed)
    )
    same = papers == dict(there.scores) and missed == dict(there.missed)
    return conclusion is Conclusion.THEORY_PASSED and same


def described(marks: Marks, conclusion: Conclusion) -> dict[str, Any]:
    """The values that the journal stores."""
    told = {'scores': marks.as_kept, 'conclusion': conclusion.value, 'remark': marks.remark}
    return told | ({'attendance': marks.attendance_kept} if marks.attendance_kept else {})
