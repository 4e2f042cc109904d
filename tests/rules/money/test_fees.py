"""Money is whole fen inside and yuan with two decimals outside; numbers of registrations sort as they were given."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.application.numbering import registration_number
from domain.rules.money.fees import DEMO_FEES, fee_of, parse_yuan, yuan, yuan_text
from domain.rules.vocabulary import Grade


def test_the_demo_fees_are_those_of_the_specification() -> None:
    assert [DEMO_FEES[grade] for grade in Grade] == [160_00, 190_00, 235_00, 300_00, 450_00]


def test_a_grade_without_a_fee_is_not_free_of_charge() -> None:
    assert fee_of(Grade.ONE, {}) is None
    assert fee_of(Grade.ONE, {Grade.ONE: 0}) == 0


def test_amounts_read_in_yuan() -> None:
    assert [yuan_text(amount) for amount in (16000, 5, 123456789, 0, -450)] == [
        '￥160.00',
        '￥0.05',
        '￥1,234,567.89',
        '￥0.00',
        '-￥4.50',
    ]


def test_an_amount_for_a_sheet_is_an_exact_number_of_yuan() -> None:
    assert [str(yuan(amount)) for amount in (16005, -1, 10**15 + 1)] == ['160.05', '-0.01', '10000000000000.01']
    assert yuan(30) == Decimal('0.3')


@given(st.integers(0, 10**12))
def test_an_amount_is_read_back_from_its_text(amount: int) -> None:
    assert parse_yuan(yuan_text(amount)) == amount


@pytest.mark.parametrize(('text', 'fen'), [
    ('160', 16000), ('160.5', 16050), ('160元', 16000), ('￥1,160.05', 116005), ('¥160', 16000), ('160.', 16000),
    ('0', 0), (' 160.05 ', 16005), ('￥ 160.05 元\n', 16005), ('1,160,000', 1_160_000_00),
    ('１６０', 16000), ('1.５', 150), ('￥１，１６０．０５元', 116005), ('160。5', 16050), ('\u200b160', 16000),
])  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, fen: int) -> None:
    assert parse_yuan(text) == fen


@pytest.mark.parametrize('text', ['', 'abc', '-5', '1.234', '1e3', '.5', '²', '1.x', '1..5', 'X5', '1 6'])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'^金额应为数字，最多两位小数$'):
        parse_yuan(text)


def test_a_workbook_gets_an_amount_in_yuan_to_the_last_fen() -> None:
    assert [str(yuan(amount)) for amount in (160_05, 5, -4_50, 0)] == ['160.05', '0.05', '-4.50', '0.00']


def test_a_registration_number_is_the_year_and_the_sequence() -> None:
    assert registration_number(2026, 100318) == '202600100318'
    for sequence in (0, 100_000_000):
        with pytest.raises(ValueError, match='sequence'):
            registration_number(2026, sequence)
