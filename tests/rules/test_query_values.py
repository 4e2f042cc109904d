"""Filters as they come from an address or a browser: valid values are read, all others are left out."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules import query_values
from domain.rules.vocabulary import Channel, Grade

CHANNEL = next(iter(Channel))
HOSTILE: tuple[object, ...] = (
    None, True, 1.5, {}, [{}], ['x', None, 7.5], 'x' * 500, '²', '-1', "' OR 1=1 --", '9' * 10, object(),
)  # fmt: skip


@pytest.mark.parametrize('value', HOSTILE)
def test_invalid_values_are_left_out(value: object) -> None:
    assert len(query_values.text(value)) <= query_values.LONGEST_KEYWORD
    assert query_values.whole(value) is None
    assert query_values.wholes(value) == ()
    assert query_values.day(value) is None
    assert query_values.words(Channel, value) == ()
    assert query_values.word(Channel, value) is None
    assert query_values.grades(value) == ()


def test_valid_values_are_read_from_a_text_with_commas_or_a_list() -> None:
    assert query_values.text('  李四 ') == '李四'
    assert query_values.whole('12') == query_values.whole(12) == 12
    assert query_values.wholes('3,x,4') == query_values.wholes(['3', {}, 4]) == (3, 4)
    assert (
        query_values.words(Channel, f'gone,{CHANNEL.value}')
        == query_values.words(Channel, [CHANNEL.value])
        == (CHANNEL,)
    )
    assert query_values.word(Channel, CHANNEL.value) is CHANNEL
    assert query_values.grades('9,3') == (Grade(3),)
    assert query_values.trades(['6', '6a', '123456789']) == ('6',)
    assert len(query_values.texts(['1'] * 500)) == len(query_values.texts('1,' * 500)) == query_values.MOST_VALUES


def test_a_range_is_one_value_of_two_or_two_values() -> None:
    first, last = date(2026, 4, 3), date(2026, 4, 5)
    assert query_values.span(['2026-04-03', '2026-04-05'], None, None) == (first, last)
    assert query_values.span(None, '2026-04-03', '2026-04-05') == (first, last)
    assert query_values.span(['2026-04-03'], '', 'soon') == (None, None)
