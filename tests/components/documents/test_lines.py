"""Lines of Chinese text: no text lost, no line too wide, no closing sign at the start, no opening sign at the end."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as some

from components.documents.lines import NEVER_FIRST, NEVER_LAST, broken

TEXTS = some.text(some.sampled_from('宜阳县道路运输中心（）《》，。、“”ABC-29 '), min_size=1, max_size=60)


def width(text: str) -> float:
    """Two for a Chinese character, one for any other."""
    return sum(1 if character.isascii() else 2 for character in text)


@given(TEXTS, some.integers(min_value=6, max_value=30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    lines = broken(text, room, width)
    assert re.sub(r'\s', '', ''.join(lines)) == re.sub(r'\s', '', text)
    assert all(width(line) <= room for line in lines)


def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one() -> None:
    text = '宜阳县交通运输局（道路运输服务中心），《章程》。' * 4
    for room in range(12, 60, 2):
        lines = broken(text, room, width)
        assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
        assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


def test_words_and_numbers_stay_whole_as_long_as_they_fit() -> None:
    assert broken('编号ABC-2026的中心', 10, width) == ['编号', 'ABC-2026的', '中心']
    assert broken('ABCDEFGH', 4, width) == ['ABCD', 'EFGH']


def test_a_text_of_signs_only_is_broken_anywhere() -> None:
    assert broken('，，，，', 4, width) == ['，，', '，，']
