"""缴款码: twenty random digits that identify one order, or one bundle of orders."""

from __future__ import annotations

import re
import secrets
from itertools import combinations

from domain.rules import typed_text
from domain.rules.application.id_number import has_check_character
from domain.rules.application.person import is_mobile

DIGITS = 20
_CODE = re.compile(r'[1-9]\d{19}', re.ASCII)
_GROUPS = re.compile(r'[0-9]+(?:[ -]{1,3}[0-9]+)*')


def order_code() -> str:
    """A new code for one order, first digit 1–8: it never begins with zero, so spreadsheets do not shorten it."""
    return str(secrets.randbelow(8) + 1) + _tail()


def bundle_code() -> str:
    """A new code for a bundle, first digit 9."""
    return '9' + _tail()


def is_code(text: str) -> bool:
    """Whether this text has the form of a pay code."""
    return _CODE.fullmatch(text) is not None


def as_stored(text: str) -> str:
    """The code in the form in which it is stored, when ``text`` is one and nothing else; empty otherwise.

    As people type it and as ``grouped`` shows it: with blanks, hyphens and full-width digits.
    """
    code = typed_text.number(text)
    return code if is_code(code) else ''


def code_of(text: str) -> str:
    """The one code that ``text`` is or contains; empty if there is none, or if nobody can tell which."""
    inside = codes_in(text)
    return as_stored(text) or (inside[0] if len(inside) == 1 else '')


def codes_in(text: str) -> list[str]:
    """Every pay code that ``text`` can be read to contain, in order, each once; two of them: nobody can tell which.

    A code may be divided by blanks and hyphens and stand beside words. Groups of digits that are a mobile or an ID
    number are no part of it; without anything between, both are only told apart when the rest is such a number.
    """
    found = dict.fromkeys(code for run in _GROUPS.findall(_plain(text)) for code in _codes_of(re.split('[ -]+', run)))
    return list(found)


def _codes_of(groups: list[str]) -> list[str]:
    codes, parts = [], list[str]()
    for group in [*groups, '']:
        if group and not (_glued(group) or _is_something_else(group)):
            parts.append(group)
            continue
        codes += [*_joined(parts), *_glued(group)]
        parts = []
    return codes


def _joined(parts: list[str]) -> list[str]:
    spans = combinations(range(len(parts) + 1), 2)
    return [code for first, last in spans if is_code(code := ''.join(parts[first:last]))]


def _glued(group: str) -> list[str]:
    """The codes at the ends of digits without anything between, where the other end is a number of its own."""
    ends = [(group[:DIGITS], group[DIGITS:]), (group[-DIGITS:], group[:-DIGITS])]
    codes = [code for code, rest in ends if is_code(code) and (not rest or is_code(rest) or _is_something_else(rest))]
    return list(dict.fromkeys(codes))


def _is_something_else(digits: str) -> bool:
    return is_mobile(digits) or has_check_character(digits)


def _plain(text: str) -> str:
    """Half-width, every blank a space, every kind of hyphen a hyphen, nothing invisible."""
    words = (typed_text.squeezed(word) for word in typed_text.visible(text).split())
    return typed_text.dashed(' '.join(filter(None, words)))


def is_bundle(code: str) -> bool:
    """Whether this code belongs to a bundle."""
    return code.startswith('9')


def grouped(code: str) -> str:
    """1234 5678 9012 3456 7890: as people read it out and type it."""
    return ' '.join(code[start : start + 4] for start in range(0, len(code), 4))


def _tail() -> str:
    return ''.join(str(secrets.randbelow(10)) for _ in range(DIGITS - 1))
