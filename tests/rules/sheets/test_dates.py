"""Dates that were typed as numbers: a month is never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.sheets.dates import UnclearDate, read_date


@given(st.integers(1950, 2099), st.integers(1, 12))
def test_a_month_typed_as_a_number_is_that_month_or_said_to_be_unclear(year: int, month: int) -> None:
    typed = float(f'{year}.{month:02}')
    if month == 10:  # the number keeps no last zero
        with pytest.raises(UnclearDate, match=rf'{year}\.1 不能确定是 1 月还是 10 月'):
            read_date(typed)
    else:
        assert read_date(typed) == date(year, month, 1)


@given(st.integers(1950, 2099), st.integers(1, 12))
def test_a_month_typed_as_text_is_that_month(year: int, month: int) -> None:
    assert read_date(f'{year}.{month:02}') == read_date(f'{year}.{month}') == date(year, month, 1)


@pytest.mark.parametrize('cell', [38534.0, 2005.0, 2005.13, 2005.123, '2005', True])
def test_other_numbers_are_no_dates(cell: object) -> None:
    with pytest.raises(ValueError, match=r'不是日期|month'):
        read_date(cell)


@pytest.mark.parametrize('cell', [None, '', '\u3000'])
def test_an_empty_cell_is_no_date_and_no_fault(cell: object) -> None:
    assert read_date(cell) is None
