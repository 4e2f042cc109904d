"""缴款码: twenty random digits that identify one order, or one bundle of orders."""

from __future__ import annotations

import re
import secrets

DIGITS = 20
_CODE = re.compile(r'[1-9]\d{19}', re.ASCII)


def order_code() -> str:
    """A new code for one order, first digit 1–8: it never begins with zero, so spreadsheets do not shorten it."""
    return str(secrets.randbelow(8) + 1) + _tail()


def bundle_code() -> str:
    """A new code for a bundle, first digit 9."""
    return '9' + _tail()


def is_code(text: str) -> bool:
    """Whether this text has the form of a pay code."""
    return _CODE.fullmatch(text) is not None


def is_bundle(code: str) -> bool:
    """Whether this code belongs to a bundle."""
    return code.startswith('9')


def grouped(code: str) -> str:
    """1234 5678 9012 3456 7890: as people read it out and type it."""
    return ' '.join(code[start : start + 4] for start in range(0, len(code), 4))


def _tail() -> str:
    return ''.join(str(secrets.randbelow(10)) for _ in range(DIGITS - 1))
