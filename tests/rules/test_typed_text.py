"""Whatever is typed or pasted has one normal form, and what is in normal form stays as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules import typed_text

DOTS = '·•‧․⋅∙●᛫⸱⸳ꞏ⦁ㆍ˙﹒．.｡。･・\u0387'
INVISIBLE = (
    '\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u034f\u180b\u180e\ufe00\ufe0f\u3164'
    '\U000e0100\U000e01ef\U000e0041'
)
BLANKS = ' \t\n\r\u3000\u00a0\u2003\u202f'
FULL_WIDTH = str.maketrans('0123456789Xx-', '０１２３４５６７８９Ｘｘ－')
FORMS = (
    typed_text.visible, typed_text.spaced, typed_text.squeezed, typed_text.number, typed_text.name, typed_text.keyword,
    typed_text.decimal, typed_text.title_keyword,
)  # fmt: skip

ordinary = st.one_of(
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x30000, max_codepoint=0x3134A),
)
noise = st.text(alphabet=INVISIBLE + BLANKS, max_size=2)


@pytest.mark.parametrize('form', FORMS)
@given(text=st.text(max_size=20))
def test_what_is_in_normal_form_stays_as_it_is(form: Callable[[str], str], text: str) -> None:
    assert form(form(text)) == form(text)


@given(st.lists(ordinary, min_size=2, max_size=30).map(''.join))
def test_a_name_of_ordinary_characters_stays_as_it_is(name: str) -> None:
    assert typed_text.name(name) == typed_text.squeezed(name) == typed_text.spaced(name) == name


@given(st.lists(ordinary, min_size=2, max_size=6), noise, st.sampled_from(DOTS))
def test_blanks_marks_and_kinds_of_dots_make_no_other_name(letters: list[str], between: str, dot: str) -> None:
    typed = between.join([*letters, between]) + dot + between + dot + between.join(letters)
    assert typed_text.name(typed) == f'{"".join(letters)}·{"".join(letters)}'


@pytest.mark.parametrize(('typed', 'name'), [
    ('⾼测试', '高测试'), ('⻢测试', '马测试'), ('⻳⺟', '龟母'), ('\uf9e1\uf90a', '李金'),
    ('\ufa11\ufa0e', '\ufa11\ufa0e'), ('买买提··测试', '买买提·测试'), ('葛\U000e0100测', '葛测'),
    ('〇𬭊𰻝\U0002ebf0', '〇𬭊𰻝\U0002ebf0'),
])  # fmt: skip
def test_a_radical_or_a_compatibility_form_becomes_the_ordinary_character(typed: str, name: str) -> None:
    assert typed_text.name(typed) == typed_text.keyword(typed) == name


def test_every_radical_but_the_two_without_a_character_has_one() -> None:
    radicals = [chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)) if code != 0x2E9A]
    kept = [radical for radical in radicals if typed_text.name(radical) == radical]
    assert kept == ['⺀']
    assert all(unicodedata.name(typed_text.name(one)).startswith('CJK UNIFIED') for one in radicals if one not in kept)


@given(st.from_regex(r'[0-9]{17}[0-9X]', fullmatch=True), noise, st.sampled_from('-－—–‐−'), st.booleans())
def test_every_way_to_type_a_number_is_the_same_number(number: str, between: str, hyphen: str, full: bool) -> None:
    typed = f'{between}{number[:6]}{hyphen}{between}{number[6:14].lower()}{hyphen}{number[14:].lower()}{between}'
    assert typed_text.number(typed.translate(FULL_WIDTH) if full else typed) == number


def test_a_keyword_is_a_name_or_a_number_and_a_login_keeps_its_hyphen() -> None:
    assert typed_text.keyword(' 买买提 • 吐尔逊') == '买买提·吐尔逊'
    assert typed_text.keyword('４１０３２７—sh０１ ') == '410327-sh01'
    assert typed_text.keyword(' １38 1234 5678') == '13812345678'


def test_the_name_of_an_office_keeps_its_punctuation_and_single_blanks() -> None:
    assert typed_text.spaced(' 洛阳市（第１）\u200b⾼级\u3000 中学 ') == '洛阳市（第1）高级 中学'


@given(st.lists(ordinary, min_size=1, max_size=4).map(''.join))
def test_every_older_form_of_a_part_has_it_as_its_normal_form(name: str) -> None:
    parts = typed_text.older_forms(name)
    assert ''.join(part for part, *_ in parts) in ('', name)
    assert all(typed_text.name(form) == part for part, *older in parts for form in older)


def test_the_parts_of_a_keyword_have_the_forms_of_older_rows() -> None:
    assert typed_text.older_forms('赵测试') == []
    assert typed_text.older_forms('赵高·测试') == [('赵',), ('高', '\u2fbc'), ('·', *'•・‧．.'), ('测试',)]
    assert [part for part, *_ in typed_text.older_forms('李马')] == ['李', '马']


@pytest.mark.parametrize('kept', ['第1中学（西区）', '第１中学（西区）', '第1中学(西区)'])
@pytest.mark.parametrize('typed', ['第1中学（西区）', ' 第１中学(西区)', '第1中学（西区)'])
def test_an_office_is_found_in_either_width(typed: str, kept: str) -> None:
    assert kept in typed_text.spellings(typed_text.title_keyword(typed))
