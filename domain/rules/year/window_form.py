"""One window as the province types it: kind, level, opening and closing time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain import clock
from domain.errors import Invalid, Problem
from domain.rules.typed_text import spaced
from domain.rules.vocabulary import GradeRange, Level, WindowKind
from domain.rules.year.typed_times import read_minute

LONGEST_NAME = 40
SLACK_YEARS = 1  # a year's windows may begin in the year before and end in the one after


@dataclass(frozen=True, slots=True)
class WindowForm:
    """The typed values: ``kind``, ``level`` and ``grades`` are words (none: all), ``area`` a city's id (none: all).

    A moment is 2026-03-01T09:00 or …T24:00.
    """

    name: str
    kind: str
    level: str
    opens: str
    closes: str
    grades: str = ''
    area: str = ''


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """The same, read."""

    name: str
    kind: WindowKind
    level: Level | None
    opens_at: datetime
    closes_at: datetime
    grades: GradeRange | None = None
    area_id: int | None = None


def read_window(form: WindowForm, year: int, areas: Mapping[str, int]) -> WindowPlan:
    """``areas`` are the ids of the cities that may be chosen, by their text.

    Raises Invalid with a problem at ``name``, ``kind``, ``level``, ``grades``, ``area``, ``opens`` or ``closes``.
    """
    problems: list[Problem] = []
    name = spaced(form.name)
    if not 1 <= len(name) <= LONGEST_NAME:
        problems.append(Problem('name', f'请填写名称（1–{LONGEST_NAME} 字）'))
    if form.kind not in WindowKind.labels():
        problems.append(Problem('kind', '请选择类别'))
    if form.level and form.level not in Level.labels():
        problems.append(Problem('level', '请选择适用层级'))
    elif form.level and form.kind != WindowKind.REVIEW:
        problems.append(Problem('level', f'只有“{WindowKind.REVIEW.label}”可以按层级设置，其他类别对所有层级有效'))
    if form.grades and form.grades not in GradeRange.labels():
        problems.append(Problem('grades', '请选择适用等级'))
    if form.area and form.area not in areas:
        problems.append(Problem('area', '请选择适用地区'))
    opens, closes = _moment(form.opens, 'opens', year, problems), _moment(form.closes, 'closes', year, problems)
    if opens and closes and opens >= closes:
        problems.append(Problem('closes', '结束时间应晚于开始时间'))
    if problems or opens is None or closes is None:
        raise Invalid(problems)
    level = Level(form.level) if form.level else None
    grades = GradeRange(form.grades) if form.grades else None
    return WindowPlan(name, WindowKind(form.kind), level, opens, closes, grades, areas.get(form.area))


def moment_text(moment: datetime) -> str:
    """A moment as a form shows it: 2026-03-01T09:00, in Henan time."""
    return clock.local(moment).strftime('%Y-%m-%dT%H:%M')


def _moment(text: str, key: str, year: int, problems: list[Problem]) -> datetime | None:
    typed = read_minute(text)
    if typed is None:
        problems.append(Problem(key, '请填写日期和时间，如 2026-03-01 09:00'))
        return None
    if abs(clock.local(typed).year - year) > SLACK_YEARS:
        problems.append(Problem(key, f'应在 {year - SLACK_YEARS}–{year + SLACK_YEARS} 年之间'))
        return None
    return typed
