"""A person who gets a result as a row of 成绩导入 and of its name list, and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.workbook import Heading, Value
from components.kit.status import TagCell, cell
from components.kit.words import Kind
from components.table.filters import Choice, Field, Keyword
from components.table.listing import Action, Column
from components.table.listing import Row as TableRow
from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.results.score_sheet import GRADE, ID_NUMBER, NAME, NUMBER, REMARK, TRADE, columns_of
from domain.rules.vocabulary import Conclusion, Grade, Subject
from domain.services.results.score_lists import ScoreRow
from domain.services.year.years import trade_names
from pages.views.offices import unit_field
from pages.views.result_words import conclusion_cell, score_cells, subject_columns

_KINDS: dict[Stage, Kind] = {Stage.MISSING: 'grey', Stage.READY: 'amber', Stage.PUBLISHED: 'green'}
EDIT = Action('edit', '修改成绩')
WIDTHS = {NUMBER: 16, ID_NUMBER: 22, TRADE: 20, REMARK: 24}


def columns_for(subjects: Sequence[Subject]) -> list[Column]:
    """The columns of the list with these subjects: those of the office's grades in the year."""
    return [
        Column('registration', '报名序号', 'number', sortable=True, shown=False),
        Column('ticket', '准考证号', 'number', sortable=True),
        Column('name', '姓名'),
        Column('id_number', '身份证号', 'number', shown=False),
        Column('unit', '单位'),
        Column('grade', '等级', sortable=True),
        Column('trade', '工种', shown=False),
        Column('conclusion', '结论', 'tag'),
        Column('status', '发布状态', 'tag'),
        *subject_columns(subjects),
        Column('remark', '备注', shown=False),
    ]


def cells(row: ScoreRow) -> TableRow:
    """One row for the table, with the action its stage allows."""
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
        'conclusion': conclusion_cell(row.conclusion) if row.conclusion else None,
        'status': state(row),
        'remark': row.marks.remark if row.marks else '',
        '_hide': '' if row.correctable else EDIT.name,
    }


def state(row: ScoreRow) -> TagCell:
    """发布状态, or why nothing can be published."""
    if not row.good:
        return cell('资格已失效', 'red')
    if row.stages == (Stage.PUBLISHED, Stage.READY):
        return cell('评审未发布', 'amber')
    return cell(row.stages[0].label, _KINDS[row.stages[0]])


async def fields(actor: Actor, filters: ResultFilters) -> list[Field]:
    """The filters of the list."""
    return [
        Keyword('keyword', '关键字', '姓名/准考证号/证号'),
        Choice('stage', '发布状态', Stage.labels(), multiple=False),
        Choice('conclusions', '结论', Conclusion.labels()),
        Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
        await unit_field(actor, filters.unit),
        Choice('trades', '工种', await trade_names()),
    ]


def headings(subjects: Sequence[Subject]) -> list[Heading]:
    """The headings of the template and of the name list."""
    return [Heading(column, WIDTHS.get(column, 12)) for column in columns_of(subjects)]


def named(row: ScoreRow, subjects: Sequence[Subject], filled: dict[str, str] | None = None) -> list[Value]:
    """One person in the name list: the person's data, and empty cells for the scores unless ``filled``."""
    known = {NUMBER: row.ticket, NAME: row.name, ID_NUMBER: row.id_number, GRADE: row.grade.label, TRADE: row.trade}
    texts = known | (filled or {})
    return [texts.get(column) for column in columns_of(subjects)]
