"""Dates as people write them into a workbook."""

from __future__ import annotations

import re
from datetime import date, datetime

from domain.rules.sheets.cells import text_of

_SEPARATED = re.compile(r'(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?日?)?', re.ASCII)
_UNCLEAR = re.compile(r'\d{4}\.1', re.ASCII)
_COMPACT = re.compile(r'(\d{4})(\d{2})(\d{2})?', re.ASCII)
# A day outside these is a typing error, not a date of a working life.
_EARLIEST, _LATEST = date(1930, 1, 1), date(2100, 1, 1)


class UnclearDate(ValueError):
    """A number that may be two dates; the message says which."""


def read_date(cell: object) -> date | None:
    """The date of a cell, None for an empty one: 2012-05-01, 2012/5/1, 2012.05, 2012年5月, 201205 or a real date.

    A date without a day is the first of its month, as in personnel files. Raises ValueError if it cannot be read, and
    UnclearDate for the number 2005.1: typed as 2005.10 it looks the same, because a number keeps no last zero.
    """
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    text = text_of(cell)  # 201205 typed without a format, too
    if isinstance(cell, float) and _UNCLEAR.fullmatch(text):
        raise UnclearDate(f'{text} 不能确定是 1 月还是 10 月')
    if not text:
        return None
    text = re.sub(r'0?0:00(:00(\.0+)?)?$', '', text).rstrip('T') if ':' in text else text
    match = _SEPARATED.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        raise ValueError(f'“{cell}”不是日期')
    year, month, day = match.groups()
    return _plausible(date(int(year), int(month), int(day or 1)))


def _plausible(day: date) -> date:
    if not _EARLIEST <= day < _LATEST:
        raise ValueError(f'“{day}”不是合理的日期')
    return day
