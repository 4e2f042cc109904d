"""An act of the journal as a row, and in full."""

from __future__ import annotations

from collections.abc import Mapping

from components.table.listing import Column, Row
from domain import clock
from domain.rules.money.fees import yuan_text
from domain.rules.results.scores import score_text
from domain.rules.vocabulary import Attendance, Conclusion, Level, MaterialKind, Status, Subject
from domain.services.lists.audit import AuditRow

COLUMNS = (
    Column('at', '时间', 'number'),
    Column('actor', '操作人'),
    Column('office', '单位'),
    Column('act', '事项'),
    Column('number', '报名序号', 'number'),
    Column('name', '报考人员'),
    Column('said', '说明'),
    Column('address', 'IP 地址', 'number', shown=False),
)
LONGEST = 60  # characters of 说明 in a row
# The details of an act in the journal, by key; a key missing here is shown as it is.
LABELS = {
    'account': '账号编号',
    'after': '处理后',
    'amount_fen': '金额',
    'application': '申报编号',
    'arrived_at': '到达时间',
    'attendance': '缺考/违纪',
    'before': '处理前',
    'broken': '异常链数',
    'certificate_number': '证书编号',
    'chains': '异常链',
    'changed': '修改内容',
    'changes': '修改项数',
    'code': '编码',
    'conclusion': '结论',
    'copied_from': '沿用年度',
    'count': '条数',
    'done': '事项',
    'entries': '记录数',
    'filters': '筛选条件',
    'for': '适用处理',
    'grade': '等级',
    'holder': '审核单位编号',
    'id_number': '身份证号',
    'items': '材料',
    'judged': '预审条数',
    'judged_differently': '结论改变条数',
    'kind': '类别',
    'label': '文件名',
    'list': '列表',
    'login': '账号',
    'name': '名称',
    'notes': '提示',
    'number': '报名序号',
    'pay_code': '缴款码',
    'person': '全部科目',
    'pins': '标注',
    'promised_on': '承诺日期',
    'remark': '备注',
    'rows': '行数',
    'scores': '成绩',
    'seconds': '用时（秒）',
    'stage': '环节',
    'status': '状态',
    'stopped': '中途停止',
    'text': '内容',
    'trade': '工种',
    'unit': '单位',
    'verdicts': '导入结果',
    'version': '版本',
    'window': '时间节点',
    'year': '年度',
    **Subject.labels(),
}
_WORDS: dict[str, Mapping[str, str]] = {
    'conclusion': Conclusion.labels(),
    **dict.fromkeys(('person', *Subject.labels()), Attendance.labels()),
    'status': Status.labels(),
    'stage': Level.labels(),
    'kind': MaterialKind.labels(),
    'items': MaterialKind.labels(),
}
_STANDING = ('before', 'after')  # the state of an application: only in the full view


def cells(row: AuditRow) -> Row:
    """One row for the table."""
    text = row.reason or _details({key: one for key, one in row.details.items() if key not in _STANDING})
    return {
        'id': row.id,
        'at': _second(row),
        'actor': row.actor,
        'office': row.office,
        'act': row.act.label,
        'number': row.number,
        'name': row.name,
        'said': text if len(text) <= LONGEST else f'{text[:LONGEST]}…',
        'address': row.address,
    }


def facts_of(row: AuditRow) -> list[tuple[str, str]]:
    """The content of the dialog 详情."""
    return [
        ('时间', _second(row)),
        ('操作人', row.actor),
        ('单位', row.office),
        ('事项', row.act.label),
        ('报考人员', f'{row.name}（{row.number}）' if row.number else ''),
        ('原因', row.reason),
        *((LABELS.get(key, key), _text(key, value)) for key, value in row.details.items()),
        ('IP 地址', row.address),
        ('日志链', f'{row.chain}，第 {row.sequence} 条'),
    ]


def _second(row: AuditRow) -> str:
    return clock.local(row.at).strftime('%Y-%m-%d %H:%M:%S')


def _details(details: Mapping[str, object]) -> str:
    return '；'.join(f'{LABELS.get(key, key)}：{_text(key, value)}' for key, value in details.items())


def _text(key: str, value: object) -> str:
    if isinstance(value, dict):
        return _details(value)
    if isinstance(value, list):
        return '、'.join(_text(key, one) for one in value)
    if key == 'amount_fen' and isinstance(value, int):
        return yuan_text(value)
    if key in Subject.labels() and isinstance(value, int):
        return score_text(value)
    if isinstance(value, bool):
        return '是' if value else '否'
    return '—' if value is None else _WORDS.get(key, {}).get(str(value), str(value))
