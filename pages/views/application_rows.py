"""An application as a row: the columns of the lists and their cells."""

from __future__ import annotations

from components.kit.status import cell, deferral_cell, finding_cell, order_cell, status_cell
from components.table.listing import Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.actor import Actor
from domain.services.lists.application_rows import ApplicationRow

QUEUE = (
    Column('number', '报名序号', 'number', sortable=True),
    Column('year', '年度', 'number', shown=False),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number'),
    Column('unit', '单位'),
    Column('grade', '申报等级', sortable=True),
    Column('trade', '申报工种'),
    Column('channel', '申报类型', shown=False),
    Column('basis', '申报依据', shown=False),
    Column('precheck', '预审', 'tag'),
    Column('submitted_at', '提交时间', 'number', sortable=True, shown=False),
    Column('waiting_days', '等待天数', 'days'),
    Column('status', '状态', 'tag'),
)
_SHOWN = {column.name: column for column in QUEUE}
RECORDS = (
    *(_SHOWN[name] for name in ('number', 'name', 'id_number', 'unit', 'grade', 'trade')),
    Column('ruled_at', '处理时间', 'number'),
    Column('reason', '原因'),
    _SHOWN['status'],
)
SEARCH = (
    *QUEUE[:-2],
    Column('status', '状态', 'tag'),
    Column('deferral', '容缺', 'tag', shown=False),
    Column('notes', '意见/标记', 'tag', shown=False),
    Column('payment', '缴费状态', 'tag', shown=False),
)


def cells(row: ApplicationRow, actor: Actor) -> TableRow:
    """One row for the table. The status cell names others who have it open."""
    return {
        'id': row.id,
        'number': row.number,
        'year': row.year,
        'name': row.name,
        'id_number': row.id_number,
        'unit': row.unit,
        'grade': row.grade.label if row.grade else '',
        'trade': row.trade,
        'channel': row.channel.label,
        'basis': row.basis.label if row.basis else '',
        'submitted_at': clock.minute_text(row.submitted_at),
        'waiting_days': row.waiting_days,
        **standing(row, actor),
        'deferral': deferral_cell(row.deferral),
        'notes': cell('有', 'amber') if row.open_notes else cell('—', 'grey'),
        'payment': order_cell(row.payment) if row.payment else cell('—', 'grey'),
        'ruled_at': clock.minute_text(row.ruled_at),
        'reason': row.reason,
    }


def standing(row: ApplicationRow, actor: Actor) -> TableRow:
    """预审, the status cell and the look of the row: the parts that a live update patches."""
    precheck = finding_cell(row.precheck)
    if row.looked_at_by and row.looker_id != actor.account_id:
        return {'precheck': precheck, 'status': cell(f'{row.looked_at_by} 正在审核', 'purple'), '_class': 'taken'}
    return {'precheck': precheck, 'status': status_cell(row.status, row.stage), '_class': ''}
