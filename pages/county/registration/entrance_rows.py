"""A person entered by the county, as a row."""

from __future__ import annotations

from dataclasses import replace

from components.kit.status import NONE, cell, status_cell
from components.table.listing import Action, Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.application.form import FIELD
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.services.registration.late_lists import LateEntry

ADD = {Entrance.LATE: '添加补报人员', Entrance.EXCEPTIONAL: '添加破格人员'}
OPEN, PROVE = Action('open', '详情', keeps=True), Action('prove', '上传证明')
_PERSON = (
    Column('number', '报名序号', 'number', sortable=True),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number'),
    Column('mobile', '手机号', 'number'),
    Column('unit', '单位'),
)
_WHY = (
    Column('channel', '破格/一线'),
    Column('category', FIELD['exception_category'].label),
    Column('document', FIELD['exception_document'].label),
    Column('proof', '证明', 'tag'),
)
_STANDING = (
    Column('grade', '申报等级', sortable=True),
    Column('trade', '申报工种', shown=False),
    Column('entered_at', '登记时间', 'number', shown=False),
    Column('submitted_at', '提交时间', 'number', sortable=True, shown=False),
    Column('status', '状态', 'tag'),
)
COLUMNS = {
    Entrance.LATE: (*_PERSON, *_STANDING),
    # Three columns are hidden at first, so that the others fit beside the menu on a small screen.
    Entrance.EXCEPTIONAL: tuple(
        replace(column, shown=column.shown and column.name not in ('mobile', 'document', 'grade'))
        for column in (*_PERSON, *_WHY, *_STANDING)
    ),
}


def cells(entry: LateEntry) -> TableRow:
    """One row for the table; 上传证明 only while the county may add files."""
    row = entry.row
    proof = cell(f'{entry.proofs} 个文件', 'green') if entry.proofs else cell('未上传', 'amber')
    return {
        'id': row.id,
        'number': row.number,
        'name': row.name,
        'id_number': row.id_number,
        'mobile': entry.mobile,
        'unit': row.unit,
        'channel': row.channel.label,
        'category': entry.category,
        'document': entry.document,
        'proof': proof if entry.proofs or entry.provable else NONE,
        'grade': row.grade.label if row.grade else '',
        'trade': row.trade,
        'entered_at': clock.minute_text(entry.entered_at),
        'submitted_at': clock.minute_text(row.submitted_at),
        'status': status_cell(row.status, row.stage),
        '_hide': '' if entry.provable else PROVE.name,
    }
