"""信息统计: the cross tables, and for each of their numbers the filters that list exactly the people it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.rules.lists.application_filters import ApplicationFilters, Blank
from domain.rules.vocabulary import Grade, Word


class StatisticsAxis(Word):
    """What the lines of a cross table stand for; its columns are always the grades."""

    UNIT = 'unit', '单位×等级'
    TRADE = 'trade', '工种×等级'
    STATUS = 'status', '状态×等级'
    DAY = 'day', '每日'


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """One line: how many people of each grade (None: no grade chosen yet). ``filters`` lists all of them.

    ``below`` are the filters of the same statistics one level further down the tree, if there is one.
    """

    key: str
    title: str
    filters: ApplicationFilters
    numbers: Mapping[Grade | None, int]
    below: ApplicationFilters | None = None

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    def filters_of(self, grade: Grade | None) -> ApplicationFilters:
        """The filters that list the people counted for this grade."""
        if grade is None:
            return replace(self.filters, blanks=(*self.filters.blanks, Blank.GRADE))
        return replace(self.filters, grades=(grade,))


@dataclass(frozen=True, slots=True)
class Cross:
    """One table: its lines in order, and their sum."""

    axis: StatisticsAxis
    lines: tuple[StatisticsLine, ...]
    sum: StatisticsLine
    grades: tuple[Grade | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        ungraded: tuple[None, ...] = (None,) if self.sum.numbers.get(None) else ()
        object.__setattr__(self, 'grades', (*Grade, *ungraded))


def crossed(axis: StatisticsAxis, lines: Sequence[StatisticsLine], filters: ApplicationFilters) -> Cross:
    """The table of these lines without the empty ones; ``filters`` lists everybody in it."""
    sums: dict[Grade | None, int] = {}
    for line in lines:
        for grade, number in line.numbers.items():
            sums[grade] = sums.get(grade, 0) + number
    return Cross(axis, tuple(line for line in lines if line.total), StatisticsLine('', '合计', filters, sums))


def fitting(filters: ApplicationFilters) -> ApplicationFilters:
    """The filters that statistics use: the year, 单位, 状态 and 申报类型 (3-screens §2); all others are left out."""
    return ApplicationFilters(
        year=filters.year, unit=filters.unit, statuses=filters.statuses, channels=filters.channels
    )
