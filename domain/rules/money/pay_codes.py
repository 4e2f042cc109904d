"""缴款码: twenty opaque digits that name one order, or one bundle of orders."""

from __future__ import annotations

import re
import secrets

DIGITS = 20
_CODE = re.compile(r'[1-9]\d{19}', re.ASCII)


def order_code() -> str:
    """A new code of one order: the first digit 1–8; no spreadsheet shortens it, as none begins with zero."""
    return str(secrets.randbelow(8) + 1) + _tail()


def bundle_code() -> str:
    """A new code of a bundle: the first digit a 9."""
    return '9' + _tail()


def is_code(text: str) -> bool:
    """Whether this can be a pay code at all."""
    return _CODE.fullmatch(text) is not None


def is_bundle(code: str) -> bool:
    """Whether this code names a bundle."""
    return code.startswith('9')


def grouped(code: str) -> str:
    """1234 5678 9012 3456 7890: as it is read out and typed."""
    return ' '.join(code[start : start + 4] for start in range(0, len(code), 4))


def _tail() -> str:
    return ''.join(str(secrets.randbelow(10)) for _ in range(DIGITS - 1))
