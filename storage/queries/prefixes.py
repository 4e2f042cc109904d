"""Numbers and logins found by their beginning, as ranges: LIKE would not use the indexes."""

from __future__ import annotations

from tortoise.expressions import Q

# In every collation letters sort after digits, and digits after a hyphen; the sign after 9 in ASCII does so in few.
_NEXT = {'9': 'A', '-': '0'}


def begins(column: str, code: str) -> Q:
    """The rows whose ``column``, of digits, capital X, or a login's -sh, begins with ``code``.

    The end of the range is as long as ``code``: a longer text than the column has is refused by the database.
    """
    beyond = code[:-1] + _NEXT.get(code[-1], chr(ord(code[-1]) + 1))
    return Q(**{f'{column}__gte': code, f'{column}__lt': beyond})
