"""考试科目 of a year: each grade's subjects in order, with full mark, pass mark and mode, and its rule of passing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Self

from domain.rules.vocabulary import ORDINARY_GRADES, ExamMode, Grade, PassRule, Subject

FULL_MARK, PASS_MARK = 100, 60  # of a subject, unless the province sets others


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """One subject of a grade; ``note`` is printed on the ticket, marks are in points."""

    subject: Subject
    full_mark: int = FULL_MARK
    pass_mark: int = PASS_MARK
    mode: ExamMode = ExamMode.COMPUTER
    note: str = ''

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**{**stored, 'subject': Subject(stored['subject']), 'mode': ExamMode(stored['mode'])})


@dataclass(frozen=True, slots=True)
class GradeSubjects:
    """The subjects of one grade; ``total`` is the sum of points that its papers need under 总分合格.

    The papers are sat in a session. The panel's review, if the grade has one, follows for those who passed them.
    """

    rules: tuple[SubjectRule, ...]
    passing: PassRule = PassRule.EACH
    total: int = 0

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            tuple(SubjectRule.read(one) for one in stored['rules']), PassRule(stored['passing']), stored['total']
        )

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(rule.subject for rule in self.rules)

    @property
    def papers(self) -> tuple[SubjectRule, ...]:
        return tuple(rule for rule in self.rules if rule.mode is not ExamMode.PANEL)

    @property
    def panel(self) -> SubjectRule | None:
        return next((rule for rule in self.rules if rule.mode is ExamMode.PANEL), None)

    def full_mark(self, subject: Subject) -> int:
        return next(rule.full_mark for rule in self.rules if rule.subject is subject)


YearSubjects = Mapping[Grade, GradeSubjects]

_ORDINARY = GradeSubjects(tuple(SubjectRule(one) for one in (Subject.SKILL, Subject.ETHICS, Subject.ABILITY)))
_SENIOR = GradeSubjects((
    SubjectRule(Subject.ETHICS), SubjectRule(Subject.KNOWLEDGE), SubjectRule(Subject.REVIEW, mode=ExamMode.PANEL),
))  # fmt: skip
# What a year has until the province changes it: the theory of grade 1 is two papers with a score each.
DEFAULT: YearSubjects = MappingProxyType({**dict.fromkeys(sorted(ORDINARY_GRADES), _ORDINARY), Grade.ONE: _SENIOR})


def stored(table: YearSubjects) -> dict[str, Any]:
    """The table as a year stores it."""
    return {str(int(grade)): asdict(of) for grade, of in table.items()}


def read_table(kept: Mapping[str, Any]) -> dict[Grade, GradeSubjects]:
    """The table of a stored year."""
    return {Grade(int(grade)): GradeSubjects.read(of) for grade, of in kept.items()}


def default_table() -> dict[str, Any]:
    """The default as a new year stores it."""
    return stored(DEFAULT)


def for_next_year(table: YearSubjects) -> dict[Grade, GradeSubjects]:
    """The table that a new year takes over; 理论考试 as one paper, as years of before have it, becomes two papers."""
    return {grade: _split(of) for grade, of in table.items()}


def _split(of: GradeSubjects) -> GradeSubjects:
    if [rule.subject for rule in of.papers] != [Subject.THEORY]:
        return of
    (theory,) = of.papers
    papers = tuple(replace(theory, subject=subject) for subject in (Subject.ETHICS, Subject.KNOWLEDGE))
    return replace(of, rules=papers + tuple(rule for rule in of.rules if rule is not theory), total=2 * of.total)


def subjects_of(table: YearSubjects, grades: Collection[Grade]) -> tuple[Subject, ...]:
    """Every subject of these grades once, for the columns of a list."""
    return tuple(one for one in Subject if any(one in table[grade].subjects for grade in grades))


def alike(table: YearSubjects, grades: Collection[Grade]) -> list[tuple[Grade, ...]]:
    """The grades in groups with the same subjects, which can sit in one session; the lower grades first."""
    groups: dict[frozenset[Subject], list[Grade]] = {}
    for grade in sorted(grades, reverse=True):
        groups.setdefault(frozenset(table[grade].subjects), []).append(grade)
    return [tuple(group) for group in groups.values()]
