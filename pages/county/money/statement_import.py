"""导入对账单: a bank's statement checked, booked, and a report for every row."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from components.documents import plain_table, workbook
from components.documents.workbook import Heading
from components.imports.import_result import Count
from components.kit.status import cell
from components.kit.words import Kind
from components.money.statement_dialog import StatementDialog
from components.money.statement_rows import Shown
from components.table.listing import Row
from domain import clock
from domain.errors import Refusal
from domain.long_work import Step
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.money.reconciliation import Judged, Verdict
from domain.rules.money.statement_sheet import AMOUNT, COLUMNS, PAID_AT, PAY_CODE, PAYER, REMARK, TRADE_NO
from domain.services.money.statements import statement_import
from domain.services.money.statements.statement_import import CheckedStatement, StatementReport
from pages.access import current_actor

WIDTHS = {TRADE_NO: 30, PAY_CODE: 26, AMOUNT: 12, PAID_AT: 22, PAYER: 16, REMARK: 30}
NOTES = (
    ('必填列', f'{TRADE_NO}、{PAY_CODE}、{AMOUNT}、{PAID_AT}'),
    (
        '列的顺序',
        '不限；银行导出的常见列名（如 银行流水号、商户订单号、贷方发生额、记账日期、附言）可直接导入，不必改名',
    ),
    (TRADE_NO, '银行给每一笔收款的编号，同一笔收款只入账一次'),
    (PAY_CODE, '20 位，单元格须为“文本”格式（本模板已设好）；存成数字的缴款码末几位已丢失，会被拒绝。可以写在备注里'),
    (AMOUNT, '单位为元，最多两位小数'),
    (PAID_AT, '如 2026-05-01 10:20；只有日期也可以'),
)
KINDS: dict[Verdict, Kind] = {
    Verdict.MATCHED: 'blue', Verdict.BOOKED: 'green', Verdict.REPEATED: 'grey', Verdict.SKIPPED: 'grey',
    Verdict.UNMATCHED: 'amber', Verdict.WRONG_AMOUNT: 'amber', Verdict.DOUBLE: 'amber', Verdict.CLOSED: 'amber',
    Verdict.FAULTY: 'red',
}  # fmt: skip


async def open_statement_dialog() -> None:
    """Show the dialog; returns when it is closed."""
    checked: list[CheckedStatement] = []

    async def look(name: str, content: bytes) -> Shown:
        checked[:] = [await statement_import.check_statement(await current_actor(), name, content)]
        return await asyncio.to_thread(_before, checked[0])

    async def book(step: Step) -> Shown:
        if not checked:
            raise Refusal('请先选择对账单文件')
        report = await statement_import.book(await current_actor(), checked[0], step)
        return await asyncio.to_thread(_after, checked[0], report)

    await StatementDialog('导入对账单', look, book, template, '对账单导入模板.xlsx').shown()


def template() -> bytes:
    """The empty statement to fill in by hand."""
    return workbook.template('对账单', [Heading(column, WIDTHS[column]) for column in COLUMNS], NOTES)


def _before(checked: CheckedStatement) -> Shown:
    matched = [row for row in checked.fresh if row.verdict is Verdict.MATCHED]
    others = len(checked.fresh) - len(matched)
    total = yuan_text(sum(row.row.payment.amount_fen for row in matched if row.row.payment))
    go = f'入账 {len(matched)} 笔' if matched else '登记异常' if others else ''
    remarks = [f'确认后入账 {len(matched)} 笔，共 {total}'] if matched else ['没有可以入账的收款']
    if others:
        remarks.append(f'{others} 笔不能入账的收款将登记到“异常回执”，供逐笔处理')
    again = [f'这个文件已于 {clock.minute_text(checked.before)} 导入过'] if checked.before else []
    said = (*again, *checked.notes)
    return _shown(checked.label, checked.rows, '核对结果', remark='；'.join(remarks) + '。', said=said, go=go)


def _after(checked: CheckedStatement, report: StatementReport) -> Shown:
    remark = '已停止。停止前入账的收款已保存，其余的可以重新导入，不会重复入账。' if report.stopped else ''
    return _shown(checked.label, report.rows, '入账结果', remark=remark, said=checked.notes)


def _shown(label: str, rows: Sequence[Judged], name: str, *, remark: str, said: Sequence[str], go: str = '') -> Shown:
    """``said``: about the whole file, above its rows and in the result."""
    numbers = Counter(row.verdict for row in rows)
    order = list(Verdict)
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return Shown(
        counts=[Count(verdict.label, KINDS[verdict], numbers[verdict]) for verdict in order if numbers[verdict]],
        rows=[_cells(row) for row in sorted(rows, key=lambda row: (order.index(row.verdict), row.row.row))],
        report=plain_table.csv_file(
            ('行号', '结果', TRADE_NO, PAY_CODE, '报考人员', '到账（元）', '应缴（元）', '处理办法'),
            [*(('', '提示', *[''] * 5, one) for one in said), *(_line(row) for row in rows)],
        ),
        report_name=workbook.file_name(label.rsplit('.', 1)[0], name, stamp, ending='.csv'),
        warning='；'.join(said),
        remark=remark,
        go=go,
    )


def _cells(judged: Judged) -> Row:
    payment = judged.row.payment
    return {
        'row': judged.row.row,
        '_label': f'第 {judged.row.row} 行',
        'verdict': cell(judged.verdict.label, KINDS[judged.verdict]),
        'pay_code': grouped(payment.pay_code) if payment else judged.row.written,
        'who': judged.who,
        'paid': yuan_text(payment.amount_fen) if payment else '',
        'due': '' if judged.due_fen is None else yuan_text(judged.due_fen),
        'advice': judged.advice,
    }


def _line(judged: Judged) -> tuple[str | int, ...]:
    payment = judged.row.payment
    return (
        judged.row.row,
        judged.verdict.label,
        _as_text(payment.trade_no if payment else ''),
        _as_text(payment.pay_code if payment else judged.row.written),
        judged.who,
        _yuan(payment.amount_fen) if payment else '',
        '' if judged.due_fen is None else _yuan(judged.due_fen),
        judged.advice,
    )


def _as_text(code: str) -> str:
    """With a trailing tab, so that a spreadsheet program keeps all its digits."""
    return f'{code}\t' if code else ''


def _yuan(fen: int) -> str:
    return f'{fen // 100}.{fen % 100:02}'
