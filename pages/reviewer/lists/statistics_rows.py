"""A line of 信息统计: its columns on the page, its links, and its values in a workbook."""

from __future__ import annotations

from collections.abc import Mapping

from components.documents.workbook import Heading, Sheet, Value
from components.table.listing import Cell, Column, Page, Row
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.statistics import Cross, StatisticsAxis, StatisticsLine
from domain.rules.vocabulary import Grade, Status
from domain.rules.year.same_day import compared_text, growth_text
from domain.services.lists.comparisons import Comparison
from pages import address
from pages.downloads.titles import of_year
from pages.reviewer.lists.search import PATH as SEARCH

LINE, TOTAL = 'line', 'total'
GRADES: dict[str, Grade | None] = {**{f'grade{int(grade)}': grade for grade in Grade}, 'ungraded': None}
COLUMNS = (
    Column(LINE, '项目', 'link'),
    *(Column(name, grade.label if grade else '未填等级', 'link', sortable=True) for name, grade in GRADES.items()),
    Column(TOTAL, '合计', 'link', sortable=True),
)


def cells(line: StatisticsLine, path: str, axis: str) -> Row:
    """One line for the table: its numbers are links to their lists, its title to the statistics one level lower."""
    below = address.address(path, line.below, axis=axis) if line.below else ''
    row: Row = {
        'id': line.key or TOTAL,
        'name': line.title,
        LINE: {'text': line.title, 'href': below} if below else line.title,
        TOTAL: _number(line.total, line.filters),
    }
    return row | {name: _number(line.numbers.get(grade, 0), line.filters_of(grade)) for name, grade in GRADES.items()}


def _number(number: int, filters: ApplicationFilters) -> Cell:
    return {'text': str(number), 'href': address.address(SEARCH, filters)} if number else '—'


def values(line: StatisticsLine) -> list[Value]:
    """The same line as plain values."""
    return [line.title, *(line.numbers.get(grade, 0) for grade in GRADES.values()), line.total]


def sheets_of(crosses: Mapping[StatisticsAxis, Cross], year: int | None) -> list[Sheet]:
    """A sheet of the workbook for each table."""
    headings = [Heading(column.label, 34 if column.name == LINE else 12) for column in COLUMNS]
    return [
        Sheet(of_year(axis.label, year), headings, [values(line) for line in (*cross.lines, cross.sum)])
        for axis, cross in crosses.items()
    ]


def sorted_lines(cross: Cross, view: Page) -> list[StatisticsLine]:
    """All lines in the order of the view; without an order, in the table's own."""
    if view.sort == TOTAL:
        return sorted(cross.lines, key=lambda line: line.total, reverse=view.descending)
    if view.sort in GRADES:
        grade = GRADES[view.sort]
        return sorted(cross.lines, key=lambda line: line.numbers.get(grade, 0), reverse=view.descending)
    return list(cross.lines)


def compared_line(found: Comparison | None) -> str:
    """已提交 120 人（去年同期 100，+20%） · 终审通过 …; empty when there is nothing to compare."""
    return ' · '.join(f'{name} {now} 人（{compared_text(now, before)}）' for name, now, before in _compared(found))


def compared_sheets(found: Comparison | None, year: int | None) -> list[Sheet]:
    """The same as a sheet of the workbook; none when there is nothing to compare."""
    if found is None:
        return []
    headings = [Heading(name, 12) for name in ('项目', '人数', '去年同期', '增减')]
    rows: list[list[Value]] = [[name, now, before, growth_text(now, before)] for name, now, before in _compared(found)]
    return [Sheet(of_year('与去年同期比较', year), headings, rows)]


def _compared(found: Comparison | None) -> list[tuple[str, int, int]]:
    if found is None:
        return []
    now, before = found.now, found.before
    return [('已提交', now.submitted, before.submitted), (Status.APPROVED.label, now.approved, before.approved)]
