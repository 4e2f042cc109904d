"""A cell of a registration workbook is read as people fill it in, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules.application.id_number import check_character
from domain.rules.application.person import Unfit
from domain.rules.sheets.cells import (
    codes_among,
    line_of,
    read_basis,
    read_education,
    read_grade,
    read_id_number,
    read_mobile,
    read_name,
    read_nation,
    read_trade,
    text_of,
    trade_spellings,
)
from domain.rules.vocabulary import Basis, Education, Grade, Sex

TODAY = date(2026, 3, 2)
SPELLINGS = trade_spellings({'1101': '电工', '0101': '汽车 驾驶员'})


@pytest.mark.parametrize(
    ('cell', 'text'),
    [
        (None, ''),
        ('', ''),
        (3.0, '3'),
        (3.5, '3.5'),
        (3, '3'),
        (85.10000000000001, '85.1'),
        (1e16, '1' + '0' * 16),
        (' Ａ　1\u200b ', 'A1'),
        (float('nan'), 'nan'),
    ],
)
def test_a_cell_is_plain_text_without_blanks(cell: object, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize('grade', Grade)
def test_a_grade_is_read_by_its_number_its_label_and_its_title(grade: Grade) -> None:
    number, label, title = int(grade), grade.label, grade.title
    alone = (number, float(number), f'{number}级', label, label[0], title)
    for cell in (*alone, f'{label}（{title}）', f'{label}/{title}', f'{label} {title}', f'{title}({label})'):
        assert read_grade(cell) is grade


@pytest.mark.parametrize('cell', [None, '', '6', '0', '特级', 3.5, '三级技师'])
def test_what_is_no_grade_is_none(cell: object) -> None:
    assert read_grade(cell) is None


@pytest.mark.parametrize(
    'cell', ['电工', '1101', 1101.0, '1101电工', '1101-电工', '1101、电工', '1101：电工', '电工（1101）']
)
def test_a_trade_is_its_code_its_name_or_both(cell: object) -> None:
    assert read_trade(cell, SPELLINGS) == '1101'


@pytest.mark.parametrize('cell', [None, '', '9999', '电', '11电工', '电工(11)'])
def test_a_trade_that_is_not_in_the_catalogue_is_none(cell: object) -> None:
    assert read_trade(cell, SPELLINGS) is None


def test_blanks_in_the_catalogue_hide_no_trade() -> None:
    assert read_trade('汽车驾驶员', SPELLINGS) == '0101'


@pytest.mark.parametrize(
    ('cell', 'nation'),
    [('汉', '汉族'), ('汉族', '汉族'), (' 维吾尔 ', '维吾尔族'), ('汉人', None), ('', None), (None, None)],
)
def test_a_nation_is_read_with_and_without_its_last_character(cell: object, nation: str | None) -> None:
    assert read_nation(cell) == nation


@pytest.mark.parametrize(
    ('cell', 'education'),
    [
        ('本科', Education.BACHELOR), ('大学', Education.BACHELOR), ('大学本科', Education.BACHELOR),
        ('专科', Education.COLLEGE), ('大学专科', Education.COLLEGE), ('大专', Education.COLLEGE),
        ('硕士', Education.MASTER), ('硕士研究生', Education.MASTER), ('高 中', Education.SENIOR), ('博学', None),
    ],
)  # fmt: skip
def test_education_has_its_synonyms(cell: str, education: Education | None) -> None:
    assert read_education(cell) is education


def test_a_basis_is_the_word_of_the_form_only() -> None:
    assert (read_basis(' 逐级晋升 '), read_basis('晋升'), read_basis(None)) == (Basis.PROMOTION, None, None)


def test_a_mobile_number_may_be_stored_as_a_number_and_a_name_keeps_its_rules() -> None:
    assert read_mobile(13812345678.0) == read_mobile('138-1234-5678') == '13812345678'
    assert read_name(' 杨 淼 ') == '杨淼'
    for read, code in ((read_mobile, 'mobile'), (read_name, 'name')):
        for cell in (None, 12.5, ''):
            with pytest.raises(Unfit) as refusal:
                read(cell)
            assert refusal.value.code == code


def test_an_id_number_is_read_from_text_with_what_it_says() -> None:
    found = read_id_number(' 340524 19800101 001x ', TODAY)
    assert (found.value, found.sex, found.born_on) == ('34052419800101001X', Sex.MALE, date(1980, 1, 1))


def born(day: str) -> str:
    return (number := f'410327{day}101') + check_character(number)


@pytest.mark.parametrize(
    ('cell', 'code'),
    [
        (4.10327198001e17, 'id_precision'),
        (410327198001010, 'id_precision'),
        (True, 'id_precision'),
        ('4.10327198001E+17', 'id_precision'),
        ('4.1e17', 'id_precision'),
        (None, 'id_length'),
        ('', 'id_length'),
        ('41032719800101', 'id_length'),
        ('410327198013011010', 'id_date'),
        ('340524198001010010', 'id_checksum'),
        (born('19400101'), 'retired'),
        (born('20191231'), 'id_date'),  # there is no verdict for somebody too young
    ],
)
def test_a_wrong_id_number_has_one_of_five_verdicts(cell: object, code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        read_id_number(cell, TODAY)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ('cell', 'line'),
    [
        (None, ''), (' a\n b\tc\u3000d ', 'a b c d'), ('一\u200b中\0', '一中'),
        ('\ue001\U000323af', '\ue001\U000323af'),
        (12345.0, '12345'), (0.5, '0.5'), (7, '7'), (0, '0'), (0.0, '0'),
    ],
)  # fmt: skip
def test_a_cell_is_one_line_of_text(cell: object, line: str) -> None:
    assert line_of(cell) == line


def test_a_text_longer_than_any_code_is_none() -> None:
    assert codes_among(['410327', 410327001000.0, None, '', '4' * 20, '4' * 21]) == {'410327', '410327001000', '4' * 20}
