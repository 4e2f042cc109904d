"""Workbooks of every room: the rows of an imported one, and how many rows an export reads at once."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from domain.errors import Invalid, Problem
from domain.rules.sheets.workbook_check import MOST_COLUMNS, MOST_ROWS, WorkbookTooLarge, check_archive

LARGEST = 10 << 20  # bytes of an imported workbook
CHUNK = 100  # rows per read: measured, others then wait 17 ms at p99 (250 rows: 58 ms), see tests/bench/export_bench.py


def rows_of(content: bytes) -> list[list[object]]:
    """The first sheet from its first row on. Raises Invalid for anything but a workbook within the size limits."""
    if len(content) > LARGEST:
        raise _unreadable(f'文件超过 {LARGEST >> 20} MB，请拆分后导入')
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_archive(archive)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
            raise _unreadable(f'表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，请拆分后导入')
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except WorkbookTooLarge as refusal:
        raise _unreadable(str(refusal)) from refusal
    except (zipfile.BadZipFile, CalamineError, IndexError, ValueError, OSError) as error:
        raise _unreadable('无法读取该文件，请确认是 .xlsx 格式的 Excel 文件') from error


def _unreadable(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
