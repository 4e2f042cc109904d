"""A reason has 2 to 500 characters; blanks around it do not count."""

from __future__ import annotations

import pytest

from domain.rules.reasons import is_reason


@pytest.mark.parametrize(
    ('text', 'good'),
    [
        ('', False),
        ('缺', False),
        ('　缺　', False),
        ('缺章', True),
        (' 缺章\n', True),
        ('章' * 500, True),
        (' ' * 9 + '章' * 500, True),
        ('章' * 501, False),
    ],
)
def test_a_reason_is_neither_too_short_nor_too_long(text: str, good: bool) -> None:
    assert is_reason(text) is good
