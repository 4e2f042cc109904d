"""How registrations are numbered: 报名序号."""

from __future__ import annotations

import re

_SHAPE = re.compile(r'[0-9]{4}[0-9]{8}')


def registration_number(year: int, sequence: int) -> str:
    """Twelve digits: the year and the sequence within it, 202600100318. Raises ValueError beyond eight digits."""
    if not 1 <= sequence <= 99_999_999:
        raise ValueError('the sequence of a registration number has one to eight digits')
    return f'{year:04}{sequence:08}'


def is_registration_number(text: str) -> bool:
    """Whether a keyword of a search can be a whole registration number."""
    return _SHAPE.fullmatch(text) is not None
