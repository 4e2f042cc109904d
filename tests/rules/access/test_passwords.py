"""A new password is judged by its length, its kinds of characters, and what must not be in it."""

from __future__ import annotations

import unicodedata

import pytest

from domain.rules.access.passwords import INITIAL_WORD, classes_in, faults, meant, normal
from tests import town as cast

LENGTH, KINDS = '密码长度应为 8–64 个字符', '密码应包含大写字母、小写字母、数字、符号中的至少三种'
LOGIN, INITIAL, UNSEEN = '密码中不能包含账号', '密码不能以 123 开头', '密码中不能有不可见字符'
EDGE = '密码不能以空格开头或结尾'


@pytest.mark.parametrize(
    ('word', 'found'),
    [
        ('Ab@4567', [LENGTH]),
        ('Ab@45678', []),
        ('Ab@1' * 16, []),
        ('Ab@1' * 16 + 'x', [LENGTH]),
        ('kaohe2026', [KINDS]),
        ('Kaohe2026', []),
        ('kaohe#2026', []),
        ('KAOHE#考核', [KINDS]),  # a Chinese character is neither a letter case nor a symbol
        ('123Abc@de', [INITIAL]),
        ('Abc@123de', []),
        ('Kaohe\u200b2026', [UNSEEN]),
        ('Kaohe 2026', []),
        (' Kaohe2026', [EDGE]),
        ('Kaohe2026 ', [EDGE]),
    ],
)
def test_each_fault_of_a_password_has_its_own_sentence(word: str, found: list[str]) -> None:
    assert faults(word, ()) == found


def test_the_initial_password_is_never_a_new_one() -> None:
    assert faults(INITIAL_WORD, (cast.COUNTY,)) == [LENGTH, KINDS, INITIAL]


def test_no_login_of_its_owner_may_be_inside_whatever_its_case() -> None:
    names = (cast.COUNTY_REVIEWER, '34052419800101001X', '')
    assert faults('Ab@410327-SH01', names) == [LOGIN]
    assert faults('Ab@34052419800101001x', names) == [LOGIN]
    assert faults('Ab@410327-sh02', names) == []  # an empty mobile number forbids nothing


def test_a_password_is_the_same_from_every_keyboard() -> None:
    composed, taken_apart = 'Caf\u00e9@2026', unicodedata.normalize('NFD', 'Caf\u00e9@2026')
    assert composed != taken_apart
    assert normal(taken_apart) == composed
    assert faults(unicodedata.normalize('NFD', 'é' * 61 + 'A1@'), ()) == []  # counted as 64 characters, not as 125


@pytest.mark.parametrize(('word', 'count'), [('', 0), ('考核', 0), ('a', 1), ('aA', 2), ('aA1', 3), ('aA1#', 4)])
def test_four_classes_of_characters_are_counted(word: str, count: int) -> None:
    assert classes_in(word) == count


@pytest.mark.parametrize(('typed', 'passwords'), [
    ('Kaohe@2026', ('Kaohe@2026',)), ('Kaohe@2026\r\n', ('Kaohe@2026',)), ('\ufeffKaohe@2026\t', ('Kaohe@2026',)),
    ('\u3000Kaohe@2026\u00a0', ('Kaohe@2026',)), ('Kaohe@2026 ', ('Kaohe@2026 ', 'Kaohe@2026')),
    (' \nKaohe@2026 \n', (' \nKaohe@2026 ', 'Kaohe@2026')), ('Kaohe 2026', ('Kaohe 2026',)),
    ('', ('',)), (' ', (' ', '')), ('\n', ('',)), ('Ka\u200bohe', ('Ka\u200bohe',)),
])  # fmt: skip
def test_a_password_pasted_with_blanks_may_mean_the_one_without(typed: str, passwords: tuple[str, ...]) -> None:
    assert meant(typed) == passwords
