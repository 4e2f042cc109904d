"""A deferral as a row of the ledger, and the row's actions."""

from __future__ import annotations

from components.kit.status import NONE, TagCell, cell
from components.kit.words import Kind
from components.table.data_table import Action
from components.table.listing import Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.review.deferral_terms import LedgerState
from domain.rules.vocabulary import Act
from domain.services.review.deferral_ledger import LedgerEntry

SOON = 3  # days: with so many left the number is amber
OPEN, NOTE, SUPPLY = Action('open', '详情'), Action('note', '容缺后补备注'), Action('supply', '上传')
CONFIRM, PASS, FAIL = (Action(act.value, act.label) for act in (Act.CONFIRM, Act.RECHECK_PASS, Act.RECHECK_FAIL))
ACTIONS = (OPEN, NOTE, SUPPLY, CONFIRM, PASS, FAIL)
NEEDED = {SUPPLY: Act.UPLOAD, CONFIRM: Act.CONFIRM, PASS: Act.RECHECK_PASS, FAIL: Act.RECHECK_FAIL}
KINDS: dict[LedgerState, Kind] = {
    LedgerState.OVERDUE: 'red',
    LedgerState.OPEN: 'purple',
    LedgerState.SUPPLIED: 'blue',
    LedgerState.CLEARED: 'green',
}
COLUMNS = (
    Column('number', '报名序号', 'number', shown=False),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number', shown=False),
    Column('unit', '单位'),
    Column('grade', '申报等级'),
    Column('items', '缺少材料'),
    Column('promised_on', '补齐日期', 'number', sortable=True),
    Column('days_left', '剩余天数', 'tag'),
    Column('standing', '状态', 'tag'),
    Column('office', '设置单位', shown=False),
)


def cells(entry: LedgerEntry) -> TableRow:
    """One row for the table."""
    return {
        'id': entry.id,
        'number': entry.number,
        'name': entry.name,
        'id_number': entry.id_number,
        'unit': entry.unit,
        'grade': entry.grade.label if entry.grade else '',
        'items': '、'.join(kind.label for kind in entry.items),
        'promised_on': entry.promised_on.isoformat(),
        'days_left': days_cell(entry.days_left),
        'standing': cell(entry.standing.label, KINDS[entry.standing]),
        'office': entry.office,
        '_hide': ' '.join(action.name for action, act in NEEDED.items() if act not in entry.may),
        '_off': '' if entry.file_came else CONFIRM.name,
    }


def days_cell(days: int | None) -> TagCell:
    """剩 5 天, 今天到期, 超 2 天 in red; empty when nothing is owed any more."""
    if days is None:
        return NONE
    if days < 0:
        return cell(f'超 {-days} 天', 'red')
    if days == 0:
        return cell('今天到期', 'amber')
    return cell(f'剩 {days} 天', 'amber' if days <= SOON else 'grey')


def facts_of(entry: LedgerEntry) -> list[tuple[str, str]]:
    """The content of the dialog 容缺后补备注."""
    moved = f'（本年度截止 {entry.due_on.isoformat()}）' if entry.due_on < entry.promised_on else ''
    return [
        ('缺少材料', '、'.join(kind.label for kind in entry.items)),
        ('备注', entry.note),
        ('补齐日期', entry.promised_on.isoformat() + moved),
        ('状态', entry.standing.label),
        ('设置单位', entry.office),
        ('设置时间', clock.minute_text(entry.opened_at)),
        ('确认已补', clock.minute_text(entry.supplied_at)),
        ('复核意见', entry.opinion),
        ('复核通过', clock.minute_text(entry.cleared_at)),
    ]
