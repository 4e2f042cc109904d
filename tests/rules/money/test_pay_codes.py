"""缴款码 as people type them: in groups of four, with hyphens, in full width, beside words and other numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.money.pay_codes import (
    as_stored,
    bundle_code,
    code_of,
    codes_in,
    grouped,
    is_bundle,
    is_code,
    order_code,
)

CODE, OTHER = '74270973805441433897', '37224103015657275603'
MOBILE, ID_NUMBER = '13900001234', '411800198602099966'
FULL_WIDTH = str.maketrans('0123456789', '０１２３４５６７８９')


@pytest.mark.parametrize('text', [
    CODE, grouped(CODE), CODE.translate(FULL_WIDTH), f' {CODE}\u200b', '7427-0973-8054-4143-3897',
    '7427097380－5441433897', '7427　0973　8054　4143　3897', '74270973805441433 897',
    '7427\u20110973 8054\u20144143 3897',
])  # fmt: skip
def test_a_code_is_understood_as_people_type_it(text: str) -> None:
    assert as_stored(text) == CODE


@pytest.mark.parametrize('text', ['', CODE[:19], f'{CODE}1', f'0{CODE[1:]}', f'缴款码{CODE}', f'{CODE[:19]}x', MOBILE])
def test_what_is_no_code_is_none(text: str) -> None:
    assert as_stored(text) == ''


@pytest.mark.parametrize('remark', [
    f'缴款码：{grouped(CODE)}', f'张三费{CODE[:10]}-{CODE[10:]}', f'{CODE}考试费{MOBILE}',
    f'身份证{ID_NUMBER}缴款码：{CODE}', f'{MOBILE} {grouped(CODE)}', f'{grouped(CODE)}-{MOBILE}',
    f'{ID_NUMBER} {CODE}', f'{CODE}{MOBILE}', f'{MOBILE}{CODE}', f'{CODE}{ID_NUMBER}', f'{CODE}，{grouped(CODE)}',
    f'2026-11-26 {CODE} 10:00', f'缴{CODE.translate(FULL_WIDTH)}费',
])  # fmt: skip
def test_the_code_of_a_remark_is_found_beside_other_numbers(remark: str) -> None:
    assert codes_in(remark) == [CODE]


@pytest.mark.parametrize('remark', [
    f'{CODE}{OTHER}', f'{CODE}、{OTHER}', f'{grouped(CODE)} {OTHER}', f'{CODE}和{grouped(OTHER)}',
])  # fmt: skip
def test_two_codes_in_a_remark_are_both_found(remark: str) -> None:
    assert codes_in(remark) == [CODE, OTHER]


def test_what_is_pasted_into_a_search_box_is_the_one_code_in_it() -> None:
    assert code_of(f'缴款码：{grouped(CODE)}') == code_of(grouped(CODE)) == code_of(f'{CODE}张三{MOBILE}') == CODE
    assert code_of(f'{CODE}、{OTHER}') == code_of(MOBILE) == code_of('') == ''


def test_of_two_codes_in_groups_nobody_can_tell_which() -> None:
    assert {CODE, OTHER} < set(codes_in(f'{grouped(CODE)} {grouped(OTHER)}'))


@pytest.mark.parametrize('remark', [
    '', '考试费', MOBILE, ID_NUMBER, f'{MOBILE} 123456789', f'{CODE}5', f'0{CODE}', f'{ID_NUMBER} 12', CODE[:19],
    f'{CODE[:10]}号{CODE[10:]}', f'{CODE[:10]}/{CODE[10:]}',
])  # fmt: skip
def test_a_remark_without_a_code_has_none(remark: str) -> None:
    assert codes_in(remark) == []


words = st.text(alphabet='张三缴费的码：，（）/', max_size=6)


@given(code=st.from_regex(r'[1-9][0-9]{19}', fullmatch=True), before=words, after=words, size=st.integers(2, 20))
def test_every_code_is_found_between_words_in_groups_of_any_size(code: str, before: str, after: str, size: int) -> None:
    parts = [code[start : start + size] for start in range(0, len(code), size)]
    assert code in codes_in(f'{before}{" ".join(parts)}{after}')


def test_codes_are_made_for_orders_and_for_bundles() -> None:
    assert all(is_code(code) and not is_bundle(code) for code in (order_code() for _ in range(50)))
    assert all(is_code(code) and is_bundle(code) for code in (bundle_code() for _ in range(50)))
