"""A bank's statement: its columns under the different names that banks use, and the payment in each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from domain.errors import Invalid, Problem
from domain.rules.money import statement_cells as cells
from domain.rules.money.pay_codes import codes_in
from domain.rules.money.statement_cells import Moment
from domain.rules.sheets.columns import letters_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import SheetRow, SheetTable
from domain.rules.typed_text import squeezed

T = TypeVar('T')

TRADE_NO, PAY_CODE, AMOUNT, PAID_AT, PAYER, REMARK = '交易流水号', '缴款码', '金额', '交易时间', '付款人', '备注'
COLUMNS = (TRADE_NO, PAY_CODE, AMOUNT, PAID_AT, PAYER, REMARK)
NEEDED = (TRADE_NO, AMOUNT, PAID_AT)
_DAY = '交易日期'
# The names that banks and payment companies use, the most reliable first; compared without blanks, marks and units.
NAMES: Mapping[str, tuple[str, ...]] = {
    TRADE_NO: (
        *(
            TRADE_NO,
            '银行流水号',
            '流水号',
            '交易流水',
            '交易序号',
            '业务流水号',
            '支付流水号',
            '交易单号',
            '微信支付单号',
        ),
        *('微信订单号', '核心流水号', '账户明细编号-交易流水号', '凭证号'),
    ),
    PAY_CODE: (
        PAY_CODE,
        '缴费码',
        '缴款识别码',
        '缴款单号',
        '缴费单号',
        '缴费编号',
        '商户订单号',
        '商户单号',
        '订单号',
    ),
    AMOUNT: (
        *(AMOUNT, '交易金额', '缴费金额', '缴款金额', '实收金额', '收款金额', '到账金额', '入账金额', '订单金额'),
        *('收入金额', '贷方发生额', '贷方金额', '收入', '贷方'),
    ),
    PAID_AT: (
        PAID_AT,
        '缴费时间',
        '缴款时间',
        '支付时间',
        '付款时间',
        '到账时间',
        '入账时间',
        '交易日期时间',
        '记账时间',
    ),
    _DAY: (_DAY, '交易日', '缴费日期', '支付日期', '到账日期', '入账日期', '记账日期', '日期'),
    PAYER: (PAYER, '付款人名称', '付款方', '付款户名', '缴款人', '缴费人', '对方户名', '对方名称', '对方账户名称'),
    REMARK: (REMARK, '附言', '摘要', '用途', '交易附言', '客户附言', '交易摘要', '商品名称'),
}
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment in one row: the amount in fen, the time in UTC."""

    trade_no: str
    pay_code: str
    amount_fen: int
    moment: Moment
    payer: str = ''
    remark: str = ''


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row, numbered as Excel does: a payment, or the ``fault`` that keeps it out; neither if it is skipped."""

    row: int
    payment: Payment | None = None
    fault: str = ''
    written: str = ''  # the pay code as written, for the report of a faulty row


def read_statement(table: SheetTable) -> list[StatementRow]:
    """Every row of the table. Raises Invalid if a required column is missing."""
    lacking = [name for name in NEEDED if name not in table.columns]
    if PAID_AT in lacking and _DAY in table.columns:
        lacking.remove(PAID_AT)
    if PAY_CODE not in table.columns and REMARK not in table.columns:
        lacking.insert(0, PAY_CODE)
    if lacking:
        raise _unreadable(f'第 {table.header} 行的表头缺少列：{"、".join(lacking)}；其他常见叫法也可以，请参照模板')
    return [_row(row, table.places) for row in table.rows]


def _plain(cell: object) -> str:
    """A name without units in brackets, stars and colons: 金额(元)* is 金额."""
    return squeezed(cell).split('(')[0].strip("*:'`") if isinstance(cell, str) else ''


HEADINGS = Headings(
    tuple(NAMES), (TRADE_NO, PAY_CODE, AMOUNT), keys=tuple(NAMES), names=NAMES, plain=_plain, own=False,
    least=3, within=30,  # above the header banks write their name, the account and a summary
)  # fmt: skip


def _row(row: SheetRow, places: Mapping[str, int]) -> StatementRow:
    number, given = row.number, row.cells
    if _is_none(given):
        return StatementRow(number)
    if faults := row.faults(tuple(given)):
        return StatementRow(number, fault=f'第 {number} 行：{faults}')
    remark = _text(given.get(REMARK))

    def read(column: str, reader: Callable[..., T], *more: object) -> T:
        try:
            return reader(given.get(column), *more)
        except ValueError as fault:
            letters = f'（{letters_of(places[column] + 1)} 列）' if column in places else ''
            raise ValueError(f'“{column}”{letters}：{fault}') from None

    try:
        trade_no = read(TRADE_NO, cells.read_trade_no)
        pay_code = read(PAY_CODE, cells.read_pay_code, remark)
        amount = read(AMOUNT, cells.read_amount)
        day, clock_cell = (_DAY, given.get(PAID_AT)) if _DAY in places else (PAID_AT, None)
        if _DAY in places and _is_whole(given.get(PAID_AT)):
            day, clock_cell = PAID_AT, None
        moment = read(day, cells.read_moment, clock_cell)
    except ValueError as fault:
        return StatementRow(number, fault=f'第 {number} 行{fault}', written=cells.text_of(given.get(PAY_CODE))[:32])
    return StatementRow(number, Payment(trade_no, pay_code, amount, moment, _text(given.get(PAYER)), remark))


def _is_none(given: Mapping[str, object]) -> bool:
    """Whether the row contains no payment: it is blank, or a sum below the payments."""
    there = {column for column in given if cells.text_of(given[column])}
    coded = PAY_CODE in there or bool(codes_in(_text(given.get(REMARK))))
    return not coded and (TRADE_NO not in there or not there & {PAID_AT, _DAY})


def _is_whole(cell: object) -> bool:
    """Whether this cell alone has day and time, so that the separate day column is not needed."""
    try:
        cells.read_moment(cell)
    except ValueError:
        return False
    return True


def _text(cell: object) -> str:
    return ' '.join(str(cell or '').split())[:_LONGEST_TEXT]


def _unreadable(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
