"""An opinion or a mark as a row, and in full."""

from __future__ import annotations

from components.kit.status import note_cell, status_cell
from components.table.data_table import Action
from components.table.listing import Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.services.review.note_lists import NoteLine
from domain.services.review.notes import Notebook

OPEN, ANSWER, CLOSE = Action('open', '详情'), Action('answer', '反馈'), Action('close', '办结')
ACTIONS = (OPEN, ANSWER, CLOSE)


def columns(book: Notebook) -> tuple[Column, ...]:
    """The columns of the list; marks also have a kind."""
    return (
        Column('number', '报名序号', 'number', shown=False),
        Column('name', '姓名'),
        Column('id_number', '身份证号', 'number', shown=False),
        Column('unit', '单位'),
        Column('grade', '申报等级'),
        *((Column('kind', '标记类型'),) if book.kinds else ()),
        Column('text', '标记内容' if book.kinds else '复核意见'),
        Column('by', '填写人'),
        Column('written_at', '填写时间', 'number'),
        Column('answer', '反馈', shown=False),
        Column('status', '申报状态', 'tag', shown=False),
        Column('state', '状态', 'tag'),
    )


def cells(line: NoteLine, book: Notebook) -> TableRow:
    """One row for the table."""
    hidden = [ANSWER.name] * (book.answer not in line.may) + [CLOSE.name] * (book.close not in line.may)
    return {
        'id': line.id,
        'number': line.number,
        'name': line.name,
        'id_number': line.id_number,
        'unit': line.unit,
        'grade': line.grade.label if line.grade else '',
        'kind': line.kind,
        'text': line.text,
        'by': f'{line.office} {line.writer}',
        'written_at': clock.minute_text(line.written_at),
        'answer': line.answer,
        'status': status_cell(line.status, line.stage),
        'state': note_cell(line.state),
        '_hide': ' '.join(hidden),
    }


def facts_of(line: NoteLine, book: Notebook) -> list[tuple[str, str]]:
    """The content of the dialog 详情."""
    return [
        ('报考人员', f'{line.name}（{line.number}）'),
        ('单位', line.unit),
        ('申报等级', line.grade.full_label if line.grade else ''),
        ('标记类型', line.kind),
        ('标记内容' if book.kinds else '复核意见', line.text),
        ('填写人', f'{line.office} {line.writer}'),
        ('填写时间', clock.minute_text(line.written_at)),
        ('状态', line.state.label),
        ('单位反馈', line.answer),
        ('反馈时间', clock.minute_text(line.answered_at)),
        ('办结时间', clock.minute_text(line.closed_at)),
    ]
