"""An ID number is read as people type it, and refused with the reason."""

from __future__ import annotations

import contextlib
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.application.id_number import age_on, check_character, normalised, parse_id_number
from domain.rules.application.person import Unfit, masked_id
from domain.rules.vocabulary import Sex

TODAY = date(2026, 3, 2)


def refusal(text: str, today: date = TODAY) -> str:
    with pytest.raises(Unfit) as refused:
        parse_id_number(text, today)
    assert re.search('[一-鿿]', str(refused.value)), 'a refusal is a Chinese sentence'
    return refused.value.code


def born(day: str) -> str:
    """The number of somebody who was born on this day."""
    return f'410327{day}991' + check_character(f'410327{day}991')


def test_a_good_number_tells_birth_date_and_sex() -> None:
    number = parse_id_number('34052419800101001X', TODAY)
    assert (number.value, number.born_on, number.sex) == ('34052419800101001X', date(1980, 1, 1), Sex.MALE)
    assert parse_id_number('410105198202249921', TODAY).sex is Sex.FEMALE


def test_a_valid_checksum_does_not_make_a_worker_of_somebody_born_in_1949() -> None:
    assert check_character('11010519491231002') == 'X'
    assert refusal('11010519491231002X') == 'id_age'
    assert parse_id_number('11010519491231002X', date(2019, 12, 31)).born_on == date(1949, 12, 31)


@pytest.mark.parametrize('place', range(17))
def test_a_digit_weighs_two_to_the_power_of_the_places_after_it(place: int) -> None:
    alone = '1'.rjust(place + 1, '0').ljust(17, '0')
    assert check_character(alone) == '10X98765432'[2 ** (17 - place) % 11]


def test_the_check_character_belongs_to_seventeen_digits() -> None:
    for other in ('1101051949123100', '110105194912310021'):
        with pytest.raises(ValueError, match='zip'):
            check_character(other)


def test_the_old_fifteen_digits_are_converted() -> None:
    assert parse_id_number('410327780615101', TODAY).value == '410327197806151014'


@pytest.mark.parametrize(
    'typed',
    [
        ' 340524 19800101 001x ',
        '３４０５２４１９８００１０１００１Ｘ',
        '\u200b34052419800101001x\u3000',
        "'34052419800101001X",
        '340524-19800101-001x',
        '340524－19800101—００１ｘ',
    ],
)
def test_blanks_full_width_digits_and_a_small_x_are_forgiven(typed: str) -> None:
    assert parse_id_number(typed, TODAY).value == '34052419800101001X'


@pytest.mark.parametrize(
    ('typed', 'code', 'sentence'),
    [
        ('', 'id_length', '请填写身份证号'),
        ('4103021991110299', 'id_length', '身份证号应为 18 位，现为 16 位，请核对'),
        ('3405241980010100XX', 'id_length', '身份证号应为 18 位：前 17 位是数字，末位是数字或 X'),
        ('X34052419800101001', 'id_length', '身份证号应为 18 位：前 17 位是数字，末位是数字或 X'),
        ('410327197806159971', 'id_checksum', '身份证号校验位不正确，可能有一位写错，请对照身份证核对'),
        ('410327197802309970', 'id_date', '身份证号中的出生日期 1978 年 02 月 30 日不存在，请核对'),
        ('410327197800009970', 'id_date', '身份证号中的出生日期 1978 年 00 月 00 日不存在，请核对'),
    ],
)
def test_a_bad_number_is_refused_with_its_reason(typed: str, code: str, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        parse_id_number(typed, TODAY)
    assert (refused.value.code, str(refused.value)) == (code, sentence)


def test_sixteen_is_old_enough_and_a_day_younger_is_not() -> None:
    number = born('20100302')
    assert parse_id_number(number, date(2026, 3, 2)).born_on == date(2010, 3, 2)
    with pytest.raises(Unfit, match=r'^身份证号对应的年龄应在 16 至 70 周岁之间，请核对$'):
        parse_id_number(number, date(2026, 3, 1))


def test_seventy_is_not_too_old_and_seventy_one_is() -> None:
    number = born('19550302')
    assert parse_id_number(number, date(2026, 3, 1)).born_on == date(1955, 3, 2)
    assert refusal(number, date(2026, 3, 2)) == 'id_age'


def test_an_abolished_division_code_is_accepted() -> None:
    first17 = '99999919800101991'
    assert parse_id_number(first17 + check_character(first17), TODAY).value.startswith('999999')


def test_lists_show_a_masked_number() -> None:
    assert masked_id('410327197806150011') == '410327********0011'
    assert masked_id('4103') == '****'


@st.composite
def numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1957, 1, 1), date(2009, 1, 1)))
    first17 = f'{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03}'
    return first17 + check_character(first17)


@given(numbers())
def test_every_well_made_number_is_read_back(number: str) -> None:
    read = parse_id_number(number.lower(), TODAY)
    assert read.value == number
    assert f'{read.born_on:%Y%m%d}' == number[6:14]
    assert (read.sex is Sex.MALE) == (int(number[16]) % 2 == 1)
    assert 16 <= age_on(read.born_on, TODAY) <= 70


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, place: int, step: int) -> None:
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert refusal(wrong) in ('id_checksum', 'id_date')


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_reading(text: str) -> None:
    normalised(text)
    with contextlib.suppress(Unfit):
        parse_id_number(text, TODAY)
