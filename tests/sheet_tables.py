"""Tables for the tests of the rules, from rows as the reader of workbooks gives them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import Sheet, SheetTable, table_in
from domain.rules.sheets.workbook_check import SheetMarks


def table(rows: Sequence[Sequence[object]], headings: Headings, marks: SheetMarks | None = None) -> SheetTable:
    """The table in one visible sheet with these rows. Raises Invalid as ``table_in``."""
    return table_in([Sheet([list(row) for row in rows], marks=marks or SheetMarks())], headings)
