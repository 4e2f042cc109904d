"""Excel workbooks, written row by row with constant memory; text always remains text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Value = str | int | Decimal | None  # a Decimal is an amount of yuan, with its two digits

MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
LONGEST_TEXT = 32_767  # Excel's own limit for a cell
A4 = 9
AS_TEXT, AS_NUMBER, AS_AMOUNT = 49, 1, 4  # the formats every Excel has: @, 0 and #,##0.00
# A text that begins with = stays text, an address is no link, an ID number keeps its digits (5-trust §1.12).
_TEXT_IS_TEXT = {'strings_to_formulas': False, 'strings_to_urls': False, 'strings_to_numbers': False}
_CONTROLS = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its label and its width in characters (a Chinese one counts two)."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One small sheet of a workbook of several."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]


class Workbook:
    """One sheet with a frozen head. Not thread-safe; ``close`` is slow: call it in a thread.

    Without ``close`` there is no file: ``discard`` releases the temporary file, which is deleted with its folder.
    """

    def __init__(self, path: Path, title: str, headings: Sequence[Heading]) -> None:
        options = {'constant_memory': True, 'tmpdir': str(path.parent), **_TEXT_IS_TEXT}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._width = len(headings)
        self._formats = _formats(self._book)
        self._sheet = _sheet(self._book, title, headings)
        self.rows = 0

    def write(self, rows: Iterable[Sequence[Value]]) -> None:
        """Add rows below the existing ones; numbers are numbers, everything else is text, None is an empty cell."""
        for row in rows:
            self.rows += 1
            _write(self._sheet, self.rows, row, self._formats)

    def close(self) -> None:
        """Finish the file."""
        self._sheet.autofilter(0, 0, self.rows, self._width - 1)
        self._book.close()

    def discard(self) -> None:
        """Release the temporary file, so that its folder can be removed; after ``close`` there is none."""
        self._sheet.row_data_fh.close()


def template(title: str, headings: Sequence[Heading], notes: Sequence[Sequence[str]] = ()) -> bytes:
    """An empty workbook to fill in; its columns are text, so that long digits are kept. ``notes``: a second sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True, **_TEXT_IS_TEXT}) as book:
        _sheet(book, title, headings)
        if notes:
            sheet = book.add_worksheet('填写说明')
            wrapped = book.add_format({'text_wrap': True, 'valign': 'top'})
            sheet.set_column(0, 0, 16, wrapped)
            sheet.set_column(1, 1, 80, wrapped)
            for at, note in enumerate(notes):
                for column, text in enumerate(note):
                    sheet.write_string(at, column, text)
    return content.getvalue()


def book_of(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of a few small sheets in memory, each with a frozen head; slow: call it in a thread."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True, **_TEXT_IS_TEXT}) as book:
        formats = _formats(book)
        for one in sheets:
            sheet = _sheet(book, one.title, one.headings)
            for at, row in enumerate(one.rows, start=1):
                _write(sheet, at, row, formats)
    return content.getvalue()


def file_name(*parts: str, ending: str = '.xlsx') -> str:
    """The parts joined into a name that every system accepts: 人工审核_宜阳县_20260403_0912.xlsx."""
    return '_'.join(_NOT_IN_A_FILE_NAME.sub('', part).strip(' .') for part in parts) + ending


def _formats(book: xlsxwriter.Workbook) -> dict[type, xlsxwriter.format.Format]:
    return {kind: book.add_format({'num_format': one}) for kind, one in ((int, AS_NUMBER), (Decimal, AS_AMOUNT))}


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    row: Sequence[Value],
    formats: Mapping[type, xlsxwriter.format.Format],
) -> None:
    for column, value in enumerate(row):
        if isinstance(value, int | Decimal):
            sheet.write_number(at, column, value, formats[Decimal if isinstance(value, Decimal) else int])
        elif value:
            sheet.write_string(at, column, _CONTROLS.sub('', value)[:LONGEST_TEXT])


def _sheet(book: xlsxwriter.Workbook, title: str, headings: Sequence[Heading]) -> xlsxwriter.worksheet.Worksheet:
    head = book.add_format({'bold': True, 'bg_color': '#E8EEF7', 'bottom': 1, 'align': 'center', 'valign': 'vcenter'})
    text = book.add_format({'num_format': AS_TEXT})  # cells take it from the column
    sheet = book.add_worksheet(_NOT_IN_A_SHEET_NAME.sub('', title)[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width, text)
    sheet.set_row(0, 22)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading.label, head)
    return sheet
