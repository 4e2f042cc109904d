"""考试场次 as typed: which grades sit, on which day, and the start and end of each subject."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from domain import clock
from domain.errors import Invalid, Problem
from domain.rules.typed_text import spaced, visible
from domain.rules.vocabulary import Grade, Subject, WindowKind
from domain.rules.year.subjects import YearSubjects, alike
from domain.rules.year.typed_times import end_text, since_midnight
from domain.rules.year.windows import Period, closing_of

LONGEST_NAME = 40
SLACK_YEARS = 1  # an exam of the year may take place in the next one
_SPAN = re.compile(r'([0-9]{1,2}):([0-9]{2})\s*[-–—~～至]\s*([0-9]{1,2}):([0-9]{2})')


@dataclass(frozen=True, slots=True)
class SessionForm:
    """As typed: grades as digits, the day as 2026-11-28, subject value to 09:00-10:30, the id of a window or none."""

    name: str
    grades: frozenset[str]
    day: str
    times: Mapping[str, str] = field(default_factory=dict)
    printing: str = ''


@dataclass(frozen=True, slots=True)
class Paper:
    """One subject with its start and end."""

    subject: Subject
    starts_at: datetime
    ends_at: datetime

    def as_json(self) -> dict[str, str]:
        return {
            'subject': self.subject.value,
            'starts_at': self.starts_at.isoformat(),
            'ends_at': self.ends_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The same, read; papers in order of time."""

    name: str
    grades: tuple[int, ...]
    papers: tuple[Paper, ...]
    printing_id: int | None

    @property
    def starts_at(self) -> datetime:
        return self.papers[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.papers[-1].ends_at


def read_session(
    form: SessionForm, year: int, allowed: Collection[Grade], printings: Collection[int], table: YearSubjects
) -> SessionPlan:
    """Raises Invalid with problems at ``name``, ``grades``, ``day``, a subject's value or ``printing``.

    ``allowed`` are the grades that the office seats, ``printings`` the ids of the year's printing windows, ``table``
    its subjects.
    """
    problems: list[Problem] = []
    name = spaced(form.name)
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        problems.append(Problem('name', f'请填写场次名称（1–{LONGEST_NAME} 字）'))
    grades = tuple(grade for grade in sorted(allowed) if str(int(grade)) in form.grades)
    if not grades:
        problems.append(Problem('grades', '请至少选择一个等级'))
    elif len(alike(table, grades)) > 1:
        problems.append(Problem('grades', '所选等级的考试科目不同，须分别设置场次'))
    day = _day(form.day, year, problems)
    papers = _papers(form, day, table[grades[0]].subjects, problems) if day and grades else ()
    printing = int(form.printing) if form.printing.isascii() and form.printing.isdigit() else None
    if form.printing and printing not in printings:
        problems.append(Problem('printing', '请选择该场次所在年度的准考证打印时间'))
    if problems:
        raise Invalid(problems)
    return SessionPlan(name, tuple(int(grade) for grade in grades), papers, printing)


def span_text(paper: Paper) -> str:
    """09:00-10:30, as a form shows it."""
    return f'{clock.local(paper.starts_at):%H:%M}-{end_text(paper.starts_at, paper.ends_at)}'


def inside(windows: Iterable[Period], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the whole session is inside one exam window of the year."""
    exams = (window for window in windows if window.kind is WindowKind.EXAM)
    return any(window.opens_at <= starts_at and ends_at <= closing_of(window) for window in exams)


def _papers(form: SessionForm, day: date, subjects: Iterable[Subject], problems: list[Problem]) -> tuple[Paper, ...]:
    found: list[Paper] = []
    for subject in subjects:
        typed = unicodedata.normalize('NFKC', visible(form.times.get(subject.value, ''))).strip()
        if not typed and subject is Subject.REVIEW:
            continue  # the panel may meet on another day, announced later
        span = _SPAN.fullmatch(typed)
        hours = [int(part) for part in span.groups()] if span else [99] * 4
        since, until = since_midnight(*hours[:2]), since_midnight(*hours[2:])
        if since is None or until is None:
            problems.append(Problem(subject.value, '请填写起止时间，如 09:00-10:30'))
            continue
        starts_at, ends_at = (clock.at(day.year, day.month, day.day) + hour for hour in (since, until))
        if starts_at >= ends_at:
            problems.append(Problem(subject.value, '结束时间应晚于开始时间'))
            continue
        found.append(Paper(subject, starts_at, ends_at))
    found.sort(key=lambda paper: paper.starts_at)
    for before, after in pairwise(found):
        if after.starts_at < before.ends_at:
            problems.append(Problem(after.subject.value, f'与{before.subject.label}的时间重叠'))
    return tuple(found)


def _day(text: str, year: int, problems: list[Problem]) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        problems.append(Problem('day', '请填写考试日期，如 2026-11-28'))
        return None
    if not year <= day.year <= year + SLACK_YEARS:
        problems.append(Problem('day', f'考试日期应在 {year}–{year + SLACK_YEARS} 年之间'))
        return None
    return day
