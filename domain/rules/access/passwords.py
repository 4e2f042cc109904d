"""The rules for a password, and the initial password, which never passes them (3-screens 登录)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

INITIAL_WORD = '123'  # gives access only to the page that changes it
SHORTEST, LONGEST = 8, 64
CLASSES_WANTED = 3
REMEMBERED = 3  # the last passwords, which must not be used again
LONGEST_TYPED = 256  # longer input is refused without a check

_CLASSES: tuple[Callable[[str], bool], ...] = (
    str.islower,
    str.isupper,
    str.isdigit,
    lambda char: not char.isalnum(),
)


def normal(password: str) -> str:
    """The typed password in one Unicode form, the same from every keyboard."""
    return unicodedata.normalize('NFC', password)


def meant(typed: str) -> tuple[str, ...]:
    """The passwords that may be meant by what is typed or pasted into the sign-in form, first the one as typed.

    A line break, a tab or an invisible mark at an end belongs to no password. A space may belong to one that was set
    when that was still allowed: then both are meant, the one with the space and the one without.
    """
    as_typed = _without_ends(typed, lambda char: not char.isprintable())
    bare = _without_ends(typed, lambda char: not char.isprintable() or char == ' ')
    return tuple(dict.fromkeys((as_typed, bare)))


def _without_ends(text: str, foreign: Callable[[str], bool]) -> str:
    kept = [place for place, char in enumerate(text) if not foreign(char)]
    return text[kept[0] : kept[-1] + 1] if kept else ''


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and other characters occur."""
    return sum(any(belongs(char) for char in password) for belongs in _CLASSES)


def faults(password: str, names: tuple[str, ...]) -> list[str]:
    """What is wrong with a new password, as sentences; ``names`` are the logins of its owner."""
    plain = normal(password)
    found = []
    if not SHORTEST <= len(plain) <= LONGEST:
        found.append(f'密码长度应为 {SHORTEST}–{LONGEST} 个字符')
    if classes_in(plain) < CLASSES_WANTED:
        found.append('密码应包含大写字母、小写字母、数字、符号中的至少三种')
    if any(name and name.casefold() in plain.casefold() for name in names):
        found.append('密码中不能包含账号')
    if plain.startswith(INITIAL_WORD):
        found.append('密码不能以 123 开头')
    if plain != plain.strip(' '):
        found.append('密码不能以空格开头或结尾')
    if any(not char.isprintable() for char in plain):
        found.append('密码中不能有不可见字符')
    return found
