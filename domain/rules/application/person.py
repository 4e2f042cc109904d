"""A person's name and mobile number: which values are valid, and how lists mask the sensitive ones."""

from __future__ import annotations

import re
import unicodedata

from domain.errors import Problem, RefusalCode

MIDDLE_DOT = '·'
_DOTS = str.maketrans(dict.fromkeys('•・‧․⋅∙●．.｡。･', MIDDLE_DOT))
# Ideographs by code point, not by Python's Unicode tables: names contain characters that are newer than the tables.
_IDEOGRAPHS = r'\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd'
_NAME = re.compile(f'[{_IDEOGRAPHS}]+(?:{MIDDLE_DOT}[{_IDEOGRAPHS}]+)*')
_MOBILE = re.compile(r'1[3-9][0-9]{9}')
MOBILE_TAKEN = Problem('mobile', '该手机号已被其他账号使用', RefusalCode.MOBILE_TAKEN)


class Unfit(ValueError):
    """A typed value about a person is invalid; ``code`` names the rule, ``str()`` is the sentence to show."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


def squeezed(text: str) -> str:
    """Full-width letters and digits made half-width, and all blanks and invisible characters removed."""
    return ''.join(
        letter
        for letter in unicodedata.normalize('NFKC', text)
        if not letter.isspace() and unicodedata.category(letter) not in ('Cc', 'Cf')
    )


def parse_name(text: str) -> str:
    """The name as it is stored: no blanks, every kind of middle dot written as ·. Source: 1-domain §3.

    Raises Unfit with code ``name`` unless it has 2 to 30 Chinese characters (rare ones included) and middle dots.
    """
    # Blanks and dots only: NFKC would replace compatibility ideographs, with which some names are registered.
    name = ''.join(letter for letter in text.translate(_DOTS) if not letter.isspace() and letter not in '\u200b\ufeff')
    if not name:
        raise Unfit('name', '请填写姓名')
    if not 2 <= len(name) <= 30:
        raise Unfit('name', '姓名应为 2 至 30 个字')
    if not _NAME.fullmatch(name):
        raise Unfit('name', '姓名只能包含汉字和间隔号“·”，请核对')
    return name


def parse_mobile(text: str) -> str:
    """The eleven digits of a mobile number, without blanks, hyphens and +86.

    Source: 1-domain §3, 1[3-9] and nine digits. Raises Unfit with code ``mobile``.
    """
    mobile = squeezed(text).replace('-', '').removeprefix('+')
    if len(mobile) == 13:
        mobile = mobile.removeprefix('86')
    if not mobile:
        raise Unfit('mobile', '请填写手机号')
    if not _MOBILE.fullmatch(mobile):
        raise Unfit('mobile', '手机号应为 11 位数字，以 13 至 19 开头，请核对')
    return mobile


def is_mobile(digits: str) -> bool:
    """Whether these digits have the form of a mobile number."""
    return _MOBILE.fullmatch(digits) is not None


def masked_name(name: str) -> str:
    """As a public page shows it: 张*, 张*三, 买****尔."""
    return name[:1] + '*' * max(1, len(name) - 2) + name[2:][-1:]


def masked_mobile(mobile: str) -> str:
    """As lists show it: 138****5678."""
    return f'{mobile[:3]}****{mobile[-4:]}' if len(mobile) > 7 else '*' * len(mobile)


def masked_id(number: str) -> str:
    """As lists show it: 410327********0011."""
    return f'{number[:6]}********{number[-4:]}' if len(number) > 10 else '*' * len(number)
