"""Filters as they come from an address or a browser: what fits is read, everything else is left out."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules import typed
from domain.rules.vocabulary import Channel, Grade

CHANNEL = next(iter(Channel))
HOSTILE: tuple[object, ...] = (
    None, True, 1.5, {}, [{}], ['x', None, 7.5], 'x' * 500, '²', '-1', "' OR 1=1 --", '9' * 10, object(),
)  # fmt: skip


@pytest.mark.parametrize('value', HOSTILE)
def test_what_does_not_fit_is_left_out(value: object) -> None:
    assert len(typed.text(value)) <= typed.LONGEST_KEYWORD
    assert typed.whole(value) is None
    assert typed.wholes(value) == ()
    assert typed.day(value) is None
    assert typed.words(Channel, value) == ()
    assert typed.word(Channel, value) is None
    assert typed.grades(value) == ()


def test_what_fits_is_read_from_a_text_with_commas_as_from_a_list() -> None:
    assert typed.text('  李四 ') == '李四'
    assert typed.whole('12') == typed.whole(12) == 12
    assert typed.wholes('3,x,4') == typed.wholes(['3', {}, 4]) == (3, 4)
    assert typed.words(Channel, f'gone,{CHANNEL.value}') == typed.words(Channel, [CHANNEL.value]) == (CHANNEL,)
    assert typed.word(Channel, CHANNEL.value) is CHANNEL
    assert typed.grades('9,3') == (Grade(3),)
    assert typed.trades(['6', '6a', '123456789']) == ('6',)
    assert len(typed.texts(['1'] * 500)) == len(typed.texts('1,' * 500)) == typed.MOST_VALUES


def test_a_range_is_one_value_of_two_or_two_values() -> None:
    first, last = date(2026, 4, 3), date(2026, 4, 5)
    assert typed.span(['2026-04-03', '2026-04-05'], None, None) == (first, last)
    assert typed.span(None, '2026-04-03', '2026-04-05') == (first, last)
    assert typed.span(['2026-04-03'], '', 'soon') == (None, None)
