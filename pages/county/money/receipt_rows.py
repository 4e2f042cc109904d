"""A receipt that was not booked, as a row and in full, and an imported statement as a row."""

from __future__ import annotations

from components.kit.status import cell
from components.kit.words import Kind
from components.table.listing import Action, Column
from components.table.listing import Row as TableRow
from domain import clock
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped, is_code
from domain.rules.money.reconciliation import ADVICE, OF_OUTCOME, Verdict
from domain.rules.vocabulary import ReceiptOutcome
from domain.services.money.receipt_lists import ReceiptLine
from domain.services.money.statements.statement_lists import ImportedStatement

OPEN, HANDLE = Action('open', '详情', keeps=True), Action('handle', '处理')
RECEIPTS = (
    Column('received_at', '收到时间', 'number', sortable=True),
    Column('outcome', '异常原因', 'tag'),
    Column('pay_code', '缴款码', 'number'),
    Column('who', '报考人员'),
    Column('office', '单位'),
    Column('amount_fen', '到账金额', 'number', sortable=True),
    Column('due', '应缴金额', 'number'),
    Column('channel', '缴费渠道'),
    Column('trade_no', '交易流水号', 'number', shown=False),
    Column('payer', '付款人', shown=False),
    Column('handling', '处理情况', shown=False),
    Column('handled_by', '处理人', shown=False),
    Column('state', '处理状态', 'tag'),
)
STATEMENTS = (
    Column('at', '导入时间', 'number'),
    Column('label', '文件'),
    Column('office', '导入单位'),
    Column('by', '导入人'),
    Column('booked', '入账', 'number'),
    Column('odd', '异常', 'number'),
    Column('repeated', '重复', 'number'),
    Column('faulty', '无法识别', 'number'),
    Column('state', '状态', 'tag'),
)
KINDS: dict[ReceiptOutcome, Kind] = {ReceiptOutcome.FORGED: 'red', ReceiptOutcome.CLOSED: 'grey'}
FORGED = '签名不对，不是支付渠道发来的，没有改变任何缴费状态；如连续出现请通知系统运维人员'
_ODD = (Verdict.WRONG_AMOUNT, Verdict.DOUBLE, Verdict.CLOSED, Verdict.UNMATCHED)


def receipt_cells(line: ReceiptLine) -> TableRow:
    """One receipt for the table."""
    return {
        'id': line.id,
        '_label': line.who or line.trade_no or line.pay_code,
        'received_at': clock.minute_text(line.received_at),
        'outcome': cell(line.outcome.label, KINDS.get(line.outcome, 'amber')),
        'pay_code': _code(line.pay_code),
        'who': line.who,
        'office': line.office,
        'amount_fen': _yuan(line.amount_fen),
        'due': _yuan(line.due_fen),
        'channel': line.channel.label,
        'trade_no': line.trade_no,
        'payer': line.payer,
        'handling': line.handling,
        'handled_by': line.handled_by,
        'state': cell('已处理', 'green') if line.handled_at else cell('待处理', 'amber'),
        '_hide': HANDLE.name if line.handled_at else '',
    }


def facts_of(line: ReceiptLine) -> list[tuple[str, str]]:
    """The content of the dialog 详情."""
    return [
        ('异常原因', f'{line.outcome.label}（{line.why}）' if line.why else line.outcome.label),
        ('处理办法', advice_of(line)),
        ('缴款码', _code(line.pay_code)),
        ('报考人员', line.who),
        ('单位', line.office),
        ('缴费状态', line.status.label if line.status else ''),
        ('到账金额', _yuan(line.amount_fen)),
        ('应缴金额', _yuan(line.due_fen)),
        ('缴费渠道', line.channel.label),
        ('交易流水号', line.trade_no),
        ('交易时间', clock.minute_text(line.told_at)),
        ('付款人', line.payer),
        ('备注', line.remark),
        ('对账单', line.statement),
        ('收到时间', clock.minute_text(line.received_at)),
        ('处理情况', line.handling),
        ('处理人', line.handled_by),
        ('处理时间', clock.minute_text(line.handled_at)),
    ]


def advice_of(line: ReceiptLine) -> str:
    """What to do with it, in one sentence."""
    return FORGED if line.outcome is ReceiptOutcome.FORGED else ADVICE[OF_OUTCOME[line.outcome]]


def statement_cells(imported: ImportedStatement) -> TableRow:
    """One statement for the table; without counts it is under way, or the server was stopped meanwhile."""
    counts = imported.counts
    state = cell('已完成', 'green') if counts else cell('未完成', 'amber')
    if counts.get('left'):
        state = cell(f'已停止，余 {counts["left"]} 行', 'amber')
    return {
        'id': imported.id,
        '_label': imported.label,
        'at': clock.minute_text(imported.at),
        'label': imported.label,
        'office': imported.office,
        'by': imported.by,
        'booked': counts.get(Verdict.BOOKED.value, 0),
        'odd': sum(counts.get(verdict.value, 0) for verdict in _ODD),
        'repeated': counts.get(Verdict.REPEATED.value, 0),
        'faulty': counts.get(Verdict.FAULTY.value, 0),
        'state': state,
    }


def _yuan(fen: int | None) -> str:
    return '' if fen is None else yuan_text(fen)


def _code(code: str) -> str:
    return grouped(code) if is_code(code) else code
