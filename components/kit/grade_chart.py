"""A chart of counts per grade: stacked bars from five to one."""

from __future__ import annotations

from components.kit.bar_chart import Bar, BarChart, Series
from domain.rules.vocabulary import Grade

__all__ = ['Bar', 'GradeChart']


class GradeChart(BarChart):
    """Bars whose numbers stand in the order of the grades, five to one."""

    def __init__(self, label: str) -> None:
        super().__init__(label, [Series(grade.label, f'var(--grade-{int(grade)})') for grade in Grade])
