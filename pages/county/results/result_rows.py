"""A published result as a row of 考核结果查询 and of its workbook, and the filters of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from components.documents.workbook import Heading, Value
from components.table.count_strip import Counted
from components.table.filters import Choice, Field, Keyword
from components.table.listing import Action, Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters
from domain.rules.results.scores import HUNDREDTHS
from domain.rules.vocabulary import Conclusion, Grade
from domain.rules.year.subjects import subjects_of
from domain.services.results.result_lists import ResultRow
from domain.services.year.years import Year, trade_names
from pages import address
from pages.views.offices import unit_field
from pages.views.result_words import KINDS, conclusion_cell, score_cells, subject_columns

OPEN = Action('open', '详情', keeps=True)
WIDTHS = {
    'registration': 16, 'ticket': 16, 'name': 14, 'id_number': 21, 'unit': 34, 'trade': 20, 'conclusion': 16,
    'published_at': 18, 'remark': 24,
}  # fmt: skip


def columns_for(year: Year) -> list[Column]:
    """The columns of the list, with the subjects of this year."""
    return [
        Column('registration', '报名序号', 'number', sortable=True, shown=False),
        Column('ticket', '准考证号', 'number'),
        Column('name', '姓名'),
        Column('id_number', '身份证号', 'number'),
        Column('unit', '单位'),
        Column('grade', '等级', sortable=True),
        Column('trade', '工种', shown=False),
        Column('conclusion', '结论', 'tag', sortable=True),
        *subject_columns(subjects_of(year.subjects, list(Grade))),
        Column('published_at', '发布时间', 'number', sortable=True, shown=False),
        Column('remark', '备注', shown=False),
    ]


def headings(columns: Sequence[Column]) -> list[Heading]:
    """The headings of the workbook with these columns."""
    return [Heading(column.label, WIDTHS.get(column.name, 10)) for column in columns]


def cells(row: ResultRow) -> TableRow:
    """One row for the table."""
    return {
        'id': row.id,
        'registration': row.registration,
        'ticket': row.ticket,
        'name': row.name,
        'id_number': row.id_number,
        'unit': row.unit,
        'grade': row.grade.label,
        'trade': row.trade,
        **score_cells(row.subjects, row.marks),
        'conclusion': conclusion_cell(row.conclusion),
        'published_at': clock.minute_text(row.published_at),
        'remark': row.marks.remark,
    }


def values(row: ResultRow, columns: Sequence[Column]) -> list[Value]:
    """The cells of the workbook: scores as numbers, 缺考 and 违纪 in words, an empty cell where there is none."""
    marks = {subject.value: row.marks.shown(subject) for subject in row.subjects.subjects}
    numbers = {
        subject.value: Decimal(score) / HUNDREDTHS
        for subject, score in row.marks.scores.items() if subject not in row.marks.missed
    }  # fmt: skip
    shown = cells(row) | {'conclusion': row.conclusion.label} | marks
    return [numbers.get(column.name, _text(shown[column.name])) for column in columns]


def _text(value: object) -> Value:
    return str(value) if value not in (None, '') else None


def counted(path: str, filters: ResultFilters, totals: Mapping[Conclusion, int]) -> list[Counted]:
    """The strip: everyone, and each conclusion that occurs, with the other filters unchanged."""
    everybody = replace(filters, conclusions=())
    strip = [Counted('合计', sum(totals.values()), address.address(path, everybody), 'grey', not filters.conclusions)]
    for one in Conclusion:
        if totals.get(one) or one in filters.conclusions:
            href = address.address(path, replace(filters, conclusions=(one,)))
            strip.append(Counted(one.label, totals.get(one, 0), href, KINDS[one], filters.conclusions == (one,)))
    return strip


async def fields(actor: Actor, filters: ResultFilters) -> list[Field]:
    """The filters of the list."""
    return [
        Keyword('keyword', '关键字', '姓名/准考证号/证号'),
        await unit_field(actor, filters.unit),
        Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
        Choice('conclusions', '结论', Conclusion.labels()),
        Choice('trades', '工种', await trade_names()),
    ]
