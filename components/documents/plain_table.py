"""CSV files that a spreadsheet program opens as what they are: UTF-8 with its mark, and no cell that calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = 'text/csv; charset=utf-8'
# What begins a formula, also in its full-width form (5-trust §1.12).
_FORMULA = ('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠')


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The table as a file; a text that would be taken for a formula gets an apostrophe in front."""
    out = io.StringIO(newline='')
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode('utf-8-sig')


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
