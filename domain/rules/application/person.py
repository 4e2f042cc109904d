"""A person's name and mobile number: which values are valid, and how lists mask the sensitive ones."""

from __future__ import annotations

import re
import unicodedata

from domain.errors import Problem, RefusalCode
from domain.rules import typed_text
from domain.rules.typed_text import MIDDLE_DOT

# Ideographs by code point, not by Python's Unicode tables: names contain characters that are newer than the tables.
# The twelve of the block F900 stand for themselves; all others of it have an ordinary character.
_IDEOGRAPH = re.compile(
    r'[\u3007\u3400-\u4dbf\u4e00-\u9fff\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27-\ufa29'
    r'\U00020000-\U0002fffd\U00030000-\U0003fffd]'
)
_STRUCTURE = range(0x2FF0, 0x3000)  # ⿰ and the like: how the parts of a character stand
_MOBILE = re.compile(r'1[3-9][0-9]{9}')
MOBILE_TAKEN = Problem('mobile', '该手机号已被其他账号使用', RefusalCode.MOBILE_TAKEN)


class Unfit(ValueError):
    """A typed value about a person is invalid; ``code`` names the rule, ``str()`` is the sentence to show."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


def parse_name(text: str) -> str:
    """The name as it is stored, in the normal form of ``typed_text.name``. Source: 1-domain §3.

    Raises Unfit with code ``name`` unless it has 2 to 30 Chinese characters (rare ones included) and middle dots; of
    any other character the sentence says which it is and where it stands.
    """
    name = typed_text.name(text)
    if not name:
        raise Unfit('name', '请填写姓名')
    for place, letter in enumerate(name, start=1):
        if letter != MIDDLE_DOT and not _IDEOGRAPH.fullmatch(letter):
            raise Unfit('name', f'姓名第 {place} 个字{_named(letter)}{_why_not(letter)}')
    if not 2 <= len(name) <= 30:
        raise Unfit('name', '姓名应为 2 至 30 个字')
    if MIDDLE_DOT in (name[0], name[-1]):
        raise Unfit('name', '姓名不能以间隔号“·”开头或结尾，请核对')
    return name


def _named(letter: str) -> str:
    """As a sentence shows it: “3”, “\ue863”（U+E863）,（U+0007）."""
    shown = '' if unicodedata.category(letter) in ('Cc', 'Cs') else f'“{letter}”'
    return shown if letter.isprintable() else f'{shown}（U+{ord(letter):04X}）'


def _why_not(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == 'Co':
        return '是自造字，系统无法显示和打印，请改用标准编码的汉字'
    if kind in ('Cc', 'Cs'):
        return '是控制字符，请删除后重新输入'
    if ord(letter) in _STRUCTURE:
        return '只表示字的结构，不是汉字，请直接输入这个字'
    return '不是汉字，姓名只能包含汉字和间隔号“·”，请核对'


def parse_mobile(text: str) -> str:
    """The eleven digits of a mobile number, without blanks, hyphens and +86.

    Source: 1-domain §3, 1[3-9] and nine digits. Raises Unfit with code ``mobile``.
    """
    mobile = typed_text.number(text).removeprefix('+')
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
