"""Reads a bank's statement, as banks write it and as clerks save it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from domain import clock
from domain.errors import Invalid
from domain.rules.money.statement_cells import Moment
from domain.rules.money.statement_sheet import COLUMNS, HEADINGS, Payment, StatementRow, read_statement
from tests.sheet_tables import table

CODE = '12345678901234567890'
ROW = ('S20260501001', CODE, '235.00', '2026-05-01 10:11:12', '王建国', '缴费')
PAYMENT = Payment(
    'S20260501001', CODE, 235_00, Moment(clock.at(2026, 5, 1, 10, 11).replace(second=12)), '王建国', '缴费'
)


def only(*rows: tuple[object, ...], head: tuple[str, ...] = COLUMNS) -> StatementRow:
    """The one row below the header."""
    (row,) = read_statement(table([head, *rows], HEADINGS))
    return row


def test_a_row_of_the_template_is_read() -> None:
    assert only(ROW) == StatementRow(2, PAYMENT)


def test_columns_are_found_in_any_order_under_a_banks_own_names() -> None:
    head = ('记账日期', '对方户名', '贷方发生额(元)', '附言', '商户订单号*', ' 流水号 ', '余额')
    rows = [
        ('某某银行账户明细', '', '', '', '', '', ''),
        ('账号', '0000', '', '', '', '', ''),
        head,
        ('20260501', '王建国', '1,235.50', '缴费', CODE, 'S1', '9.00'),
    ]

    assert read_statement(table(rows, HEADINGS)) == [
        StatementRow(4, Payment('S1', CODE, 1235_50, Moment(clock.at(2026, 5, 1), day_only=True), '王建国', '缴费'))
    ]


@pytest.mark.parametrize(
    ('amount', 'fen'),
    [
        (235, 235_00), (235.0, 235_00), (0.1 + 0.2, 30), ('￥1,235.5元', 1235_50), ('＋２３５．００', 235_00),
        (' 235 ', 235_00),
    ],
)  # fmt: skip
def test_amounts_are_read_from_text_or_number(amount: object, fen: int) -> None:
    payment = only(('S1', CODE, amount, '2026-05-01')).payment

    assert payment is not None
    assert payment.amount_fen == fen


@pytest.mark.parametrize(
    'amount', ['', None, 0, '-235', '(235.00)', 235.005, '1.2345', 'abc', float('nan'), 1e15, True]
)
def test_invalid_amounts_are_an_error(amount: object) -> None:
    row = only(('S1', CODE, amount, '2026-05-01'))

    assert row.payment is None
    assert row.fault.startswith('第 2 行“金额”（C 列）：')


@pytest.mark.parametrize(
    'when',
    [
        '2026-05-01 10:11:12', '2026/5/1 10:11:12', '20260501101112', '20260501 101112', '2026年5月1日 10:11:12',
        '2026-05-01T10:11:12', datetime.fromisoformat('2026-05-01T10:11:12'), '2026-05-01 10:11:12.000',
    ],
)  # fmt: skip
def test_times_are_read_as_banks_write_them(when: object) -> None:
    payment = only(('S1', CODE, 1, when)).payment

    assert payment is not None
    assert payment.moment == PAYMENT.moment


@pytest.mark.parametrize(
    ('day', 'at'),
    [('2026-05-01', '10:11:12'), (date(2026, 5, 1), time(10, 11, 12)), ('20260501', '101112'), (20260501.0, 101112.0)],
)
def test_the_day_and_the_time_may_be_in_two_columns(day: object, at: object) -> None:
    payment = only(('S1', CODE, 1, day, at), head=('流水号', '缴款码', '金额', '交易日期', '交易时间')).payment

    assert payment is not None
    assert payment.moment == PAYMENT.moment


@pytest.mark.parametrize(
    'when', ['2026-05-01', '20260501', date(2026, 5, 1), datetime.fromisoformat('2026-05-01'), 20260501.0]
)
def test_a_day_may_have_no_time(when: object) -> None:
    payment = only(('S1', CODE, 1, when)).payment

    assert payment is not None
    assert payment.moment == Moment(clock.at(2026, 5, 1), day_only=True)


@pytest.mark.parametrize('when', ['2026-04-30 24:00', '2026-04-30 24:00:00', '20260430240000', '2026年4月30日　24：00'])
def test_24_00_is_the_end_of_its_day(when: str) -> None:
    payment = only(('S1', CODE, 1, when)).payment

    assert payment is not None
    assert payment.moment == Moment(clock.at(2026, 5, 1))


@pytest.mark.parametrize(
    'when', ['2026-05-01 24:01', '10:11', '昨天', '2026-13-01', '2026-02-30', '1926-05-01', '2026-05-01 25:00', 7.5]
)
def test_invalid_times_are_an_error(when: object) -> None:
    row = only(('S1', CODE, 1, when))

    assert row.payment is None
    assert row.fault.startswith('第 2 行“交易时间”（D 列）：')


@pytest.mark.parametrize('code', [12345678901234567000.0, 12345678901234567890, '1.23457E+19', '1.2E19'])
def test_a_pay_code_stored_as_a_number_is_an_error_with_row_and_column(code: object) -> None:
    row = only(('S1', code, 1, '2026-05-01'))

    assert row.payment is None
    assert row.fault.startswith('第 2 行“缴款码”（B 列）：在 Excel 中存成了数字')


@pytest.mark.parametrize('number', [20260501001.0, '2.026E+12'])
def test_a_trade_number_stored_as_a_number_is_an_error_too(number: object) -> None:
    assert only((number, CODE, 1, '2026-05-01')).fault.startswith('第 2 行“交易流水号”（A 列）：在 Excel 中存成了数字')


@pytest.mark.parametrize('guarded', [f"'{CODE}", f'`{CODE}', f'\t{CODE}', f'="{CODE}"', f' {CODE} '])
def test_marks_that_protect_digits_are_removed(guarded: str) -> None:
    payment = only(('S1', guarded, 1, '2026-05-01')).payment

    assert payment is not None
    assert payment.pay_code == CODE


def test_the_pay_code_may_be_in_the_remark_only() -> None:
    head = ('流水号', '金额', '交易时间', '附言')
    payment = only(('S1', 1, '2026-05-01', f'工考缴费{CODE}王建国'), head=head).payment

    assert payment is not None
    assert payment.pay_code == CODE
    for remark, fault in (
        (f'{CODE} {CODE[:-1]}1', '备注中有不止一个 20 位缴款码，无法确定是哪一个'),
        (f'{CODE}9', '备注中也没有 20 位缴款码'),
        ('', '备注中也没有 20 位缴款码'),
    ):
        assert only(('S1', 1, '2026-05-01', remark), head=head).fault == f'第 2 行“缴款码”：没有填写，{fault}'


@pytest.mark.parametrize('code', ['123', CODE + '1', '0' + CODE[1:], 'x' * 20])
def test_codes_that_cannot_be_ours_are_an_error(code: str) -> None:
    row = only(('S1', code, 1, '2026-05-01'))

    assert row.fault == '第 2 行“缴款码”（B 列）：应为 20 位数字'
    assert row.written == code


def test_a_row_without_a_trade_number_is_an_error() -> None:
    assert only(('', CODE, 1, '2026-05-01')).fault.startswith('第 2 行“交易流水号”（A 列）：没有填写')
    assert only(('S' * 49, CODE, 1, '2026-05-01')).fault.startswith('第 2 行“交易流水号”')


def test_blank_rows_and_sums_are_skipped() -> None:
    rows = read_statement(table([COLUMNS, (), ('合计', '', '470.00', '', '', ''), ROW, (None,) * 6], HEADINGS))

    assert [(row.row, row.payment is None, row.fault) for row in rows] == [
        (2, True, ''), (3, True, ''), (4, False, ''),
    ]  # fmt: skip


def test_a_sum_in_the_column_of_the_days_is_skipped_and_a_payment_without_its_number_is_not() -> None:
    head = ('交易日期', '流水号', '金额', '附言')

    assert only(('合计', '', '470.00', ''), head=head) == StatementRow(2)
    assert only(('2026-05-01', '', '235.00', CODE), head=head).fault.startswith('第 2 行“交易流水号”')
    assert only(('2026-05-01', 'S1', '235.00', ''), head=head).fault.startswith('第 2 行“缴款码”')


def test_a_file_without_a_header_or_a_required_column_is_refused() -> None:
    with pytest.raises(Invalid, match='没有找到表头'):
        table([ROW], HEADINGS)
    with pytest.raises(Invalid, match='表头缺少列：金额'):
        read_statement(table([('交易流水号', '缴款码', '交易时间')], HEADINGS))
    with pytest.raises(Invalid, match='表头缺少列：缴款码'):
        read_statement(table([('交易流水号', '金额', '交易时间')], HEADINGS))
