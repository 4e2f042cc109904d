"""Reading the file of a bank's statement: xlsx or csv, recognised by its content, within the size limits."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from domain.errors import Invalid, Problem
from domain.rules.money.statement_sheet import HEADINGS
from domain.rules.sheets.file_kinds import PACKED, not_a_workbook
from domain.rules.sheets.table import Sheet, SheetTable, table_in
from domain.rules.sheets.workbook_check import MOST_COLUMNS, MOST_ROWS
from domain.services.workbooks import LARGEST, read_table

ENCODINGS = ('utf-8-sig', 'gb18030')  # of Chinese banks; text that is not valid UTF-8 is in the second
SEPARATORS = (',', '\t', ';', '|')
UNREADABLE = '无法读取该文件，请确认是 .xlsx 或 .csv 格式的对账单'


def table_of(content: bytes) -> SheetTable:
    """The table of a statement; slow, so call it in a thread.

    Raises Invalid for anything that is not a statement of at most 10 MB, 20,000 rows and 100 columns.
    """
    if len(content) > LARGEST:
        raise _invalid(f'文件超过 {LARGEST >> 20} MB，请按日期拆分后导入')
    if content.startswith(PACKED):
        return read_table(content, HEADINGS)
    if other := not_a_workbook(content, takes_text=True):
        raise _invalid(other)
    return table_in([Sheet(_csv_rows(content))], HEADINGS)


def _csv_rows(content: bytes) -> list[list[object]]:
    text = _text_of(content)
    head = text[:4096]
    separator = max(SEPARATORS, key=head.count)
    rows: list[list[object]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=''), delimiter=separator):
            if len(rows) == MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _invalid(f'表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，请按日期拆分后导入')
            rows.append(list(row))
    except csv.Error as error:
        raise _invalid(UNREADABLE) from error
    return rows


def _text_of(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # what Excel calls Unicode text
        encodings: tuple[str, ...] = ('utf-16',)
    elif b'\0' in content:
        raise _invalid(UNREADABLE)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _invalid(UNREADABLE)


def _invalid(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
