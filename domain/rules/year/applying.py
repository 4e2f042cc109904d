"""Which periods of the year hold for a person: by grade and area, narrowed by the person's own city.

Source: public notices; 五至二级 and 一级 register at different times, and a city arranges its own times inside the
province's bounds (14-year-evidence §2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain.rules.vocabulary import GradeRange, Level, WindowKind
from domain.rules.year.windows import Period, closing_of

# A city may arrange these itself; the sessions of the exam choose their own days and printing windows.
NARROWED = (
    WindowKind.REGISTRATION,
    WindowKind.LATE_ENTRY,
    WindowKind.REVIEW,
    WindowKind.DEFERRAL,
    WindowKind.PAYMENT,
)
_IN_A_CITY = (Level.UNIT, Level.DEPARTMENT, Level.COUNTY, Level.CITY)  # the province's own review is never narrowed


class PlannedPeriod(Period, Protocol):
    """A window as the province or a city has set it."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def grades(self) -> GradeRange | None: ...
    @property
    def area_path(self) -> str: ...
    @property
    def narrows(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Span:
    """One period as it holds for somebody; ``id`` and ``name`` are those of the window it comes from."""

    id: int
    name: str
    kind: WindowKind
    level: Level | None
    grades: GradeRange | None
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Cohort:
    """Persons for whom the same periods of a kind hold: a range of grades (None: all), inside ``area`` (empty: the
    whole province) but outside ``others``."""

    grades: GradeRange | None
    area: str
    others: tuple[str, ...]

    def meets(self, path: str) -> bool:
        """Whether some of these persons can be below the organisation with ``path``."""
        return (path.startswith(self.area) or self.area.startswith(path)) and not path.startswith(self.others)


def applying(windows: Iterable[PlannedPeriod], grade: int | None, path: str) -> tuple[Span, ...]:
    """The periods for this grade below the organisation with ``path``, as they are set; for no grade those of all.

    The windows of a city shorten every period of the province in which they lie; a window of a city that lies in none
    has no effect, so that moving the province's time never locks a city out.
    """
    if grade is not None:
        return tuple(_for_range(list(windows), GradeRange.of(grade), path))
    given = list(windows)
    return tuple(dict.fromkeys(span for one in GradeRange for span in _for_range(given, one, path)))


def groups(windows: Iterable[PlannedPeriod], kind: WindowKind) -> Iterator[tuple[Cohort, tuple[Span, ...]]]:
    """All persons of a year in groups with the same periods of this kind, for conditions on many rows at once."""
    given = [window for window in windows if window.kind is kind]
    ranges: Sequence[GradeRange | None] = list(GradeRange) if any(one.grades for one in given) else [None]
    areas = sorted({one.area_path for one in given if one.area_path})
    for grades in ranges:
        grade = int(grades.grades[0]) if grades else None
        for area in ('', *areas):
            yield Cohort(grades, area, () if area else tuple(areas)), applying(given, grade, area)


def as_set(window: PlannedPeriod) -> Span:
    """The period of a window as it was set."""
    return Span(window.id, window.name, window.kind, window.level, window.grades, window.opens_at, window.closes_at)


def cut(span: Span, inner: PlannedPeriod | Span) -> Span:
    """The part of the period that lies in the inner one, under its name."""
    return replace(
        span,
        name=inner.name,
        grades=inner.grades or span.grades,
        opens_at=max(span.opens_at, inner.opens_at),
        closes_at=min(span.closes_at, inner.closes_at),
    )


def overlap(window: Period, inner: Period) -> bool:
    """Whether there is a moment at which both are open."""
    return inner.opens_at < closing_of(window) and window.opens_at < closing_of(inner)


def common(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """The periods, of one kind, in which both hold."""
    others = list(second)
    return tuple(cut(one, other) for one in first for other in others if overlap(one, other))


def _for_range(windows: Sequence[PlannedPeriod], grades: GradeRange, path: str) -> Iterator[Span]:
    ours = [one for one in windows if one.grades in (None, grades) and path.startswith(one.area_path)]
    for window in ours:
        if window.narrows:
            continue
        span = as_set(window)
        inner = [one for one in ours if one.narrows and one.kind is window.kind and overlap(window, one)]
        yield from _narrowed(span, inner) if inner else [span]


def _narrowed(span: Span, inner: Sequence[PlannedPeriod]) -> Iterator[Span]:
    """The parts of the period that a city's windows leave; in 资格审核 for each level on its own."""
    if span.kind is not WindowKind.REVIEW:
        yield from (cut(span, one) for one in inner)
        return
    for level in [span.level] if span.level else list(Level):
        ours = [one for one in inner if level in _IN_A_CITY and one.level in (None, level)]
        here = replace(span, level=level)
        yield from (cut(here, one) for one in ours) if ours else [here]
