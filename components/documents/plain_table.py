"""CSV files that a spreadsheet program opens correctly: UTF-8 with its byte order mark, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from domain.rules.plain_text import harmless

MEDIA_TYPE = 'text/csv; charset=utf-8'


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The table as a file; a text that would be read as a formula gets an apostrophe in front."""
    out = io.StringIO(newline='')
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return out.getvalue().encode('utf-8-sig')
