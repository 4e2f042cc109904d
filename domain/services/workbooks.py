"""Workbooks of every room: the table of an imported one, and how many rows an export reads at once."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from domain.errors import Invalid, Problem
from domain.rules.sheets.columns import letters_of
from domain.rules.sheets.file_kinds import UNREADABLE, not_a_workbook
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import Fault, Sheet, SheetTable, table_in
from domain.rules.sheets.workbook_check import WorkbookTooLarge, check_archive

LARGEST = 10 << 20  # bytes of an imported workbook
# All that the reader knows; empty: a formula without a result.
ERRORS = ('', '#N/A', '#VALUE!', '#DIV/0!', '#REF!', '#NAME?', '#NUM!', '#NULL!', '#GETTING_DATA')
CHUNK = 100  # rows per read: measured, others then wait 17 ms at p99 (250 rows: 58 ms), see tests/bench/export_bench.py


def read_table(content: bytes, headings: Headings) -> SheetTable:
    """The table below the header of a workbook; slow, so call it in a thread.

    Raises Invalid for anything but an .xlsx workbook with this header within the size limits.
    """
    if len(content) > LARGEST:
        raise _unreadable(f'文件超过 {LARGEST >> 20} MB，请拆分后导入')
    if other := not_a_workbook(content):
        raise _unreadable(other)
    try:
        sheets = _sheets(content)
    except WorkbookTooLarge as refusal:
        raise _unreadable(str(refusal)) from refusal
    except (zipfile.BadZipFile, CalamineError, IndexError, ValueError, OSError) as error:
        raise _unreadable(UNREADABLE) from error
    return table_in(sheets, headings)


def _sheets(content: bytes) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        marks = check_archive(archive)
    errors = ((place, value) for one in marks for place, value in one.faults.items() if value not in ERRORS)
    for (row, column), value in errors:
        raise _unreadable(f'{Fault(f"{letters_of(column)}{row}", value)}，无法读取，请改正后重新导入')
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for sheet, of_sheet in zip(book.sheets_metadata, marks, strict=True):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        hidden = sheet.visible != SheetVisibleEnum.Visible
        rows = [] if hidden else book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        sheets.append(Sheet(rows, sheet.name, hidden, of_sheet))
    return sheets


def _unreadable(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
