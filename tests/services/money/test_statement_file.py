"""The statement files of banks, in every format and encoding, whatever their names are."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from domain.errors import Invalid
from domain.rules.money.statement_sheet import COLUMNS, StatementRow, read_statement
from domain.services.money.statements.statement_file import table_of

CODE = '12345678901234567890'
HEAD = ','.join(COLUMNS)
TEXT = f'{HEAD}\nS1,{CODE},235.00,2026-05-01 10:11,王建国·䶮,缴费\n'


def rows_in(content: bytes) -> list[StatementRow]:
    return read_statement(table_of(content))


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'gb18030', 'utf-16'])
@pytest.mark.parametrize('separator', [',', '\t', ';'])
def test_csv_is_read_in_every_encoding_that_banks_use(encoding: str, separator: str) -> None:
    (row,) = rows_in(TEXT.replace(',', separator).encode(encoding))

    assert row.payment is not None
    assert (row.payment.pay_code, row.payment.amount_fen, row.payment.payer) == (CODE, 235_00, '王建国·䶮')


def test_csv_with_a_quoted_amount_is_read() -> None:
    (row,) = rows_in(TEXT.replace('235.00', '"1,235.00"').encode('gb18030'))

    assert row.payment is not None
    assert row.payment.amount_fen == 1235_00


def workbook(code: object) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, ['S1', code, 235, '2026-05-01 10:11'])
    return content.getvalue()


def test_a_workbook_is_read_with_the_code_as_text_and_as_a_number() -> None:
    (good,) = rows_in(workbook(CODE))
    (lost,) = rows_in(workbook(int(CODE)))

    assert good.payment is not None
    assert good.payment.amount_fen == 235_00
    assert lost.fault.startswith('第 2 行“缴款码”（B 列）：在 Excel 中存成了数字')


def test_a_file_that_is_no_statement_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, 'w', zipfile.ZIP_DEFLATED) as packed:
        packed.writestr('xl/worksheets/sheet1.xml', b'0' * (201 << 20))
    cases = {
        b'': '文件是空的',
        b'\x89PNG\r\n\x1a\n\0\0': '这是图片',
        b'\xd0\xcf\x11\xe0\xa1\xb1': '旧版 Excel 文件（.xls）',
        b'PK\x03\x04broken': '文件不完整或已损坏',
        bomb.getvalue(): '解压后过大',
        b'a,' * 200: '100 列',
        (HEAD + '\n' * 20_001).encode(): '20000 行',
        b'x' * ((10 << 20) + 1): '10 MB',
        b'\xff\xff\xff': '无法读取该文件',
    }
    for content, sentence in cases.items():
        with pytest.raises(Invalid, match=sentence):
            rows_in(content)
