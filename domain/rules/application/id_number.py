"""The ID number: how it is read, checked and taken apart into sex and birth date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.rules import typed_text
from domain.rules.application.person import Unfit
from domain.rules.vocabulary import Sex

YOUNGEST, OLDEST = 16, 70
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = '10X98765432'
_SHAPE = re.compile(r'[0-9]{17}[0-9X]')


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that passed every check, in its 18-character form, with the sex and birth date it contains."""

    value: str
    sex: Sex
    born_on: date


def check_character(first17: str) -> str:
    """The check character for the first seventeen digits. Source: GB 11643, MOD 11-2."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def has_check_character(number: str) -> bool:
    """Whether this is a number of 18 characters whose last one fits the others."""
    return _SHAPE.fullmatch(number) is not None and number[17] == check_character(number[:17])


def normalised(text: str) -> str:
    """18 characters if possible: half-width, no blanks and hyphens, capital X, the old 15 digits converted.

    Never raises: a text that cannot be an ID number is returned in the normal form of ``typed_text.number``.
    """
    number = typed_text.number(text).lstrip("'")
    if re.fullmatch(r'[0-9]{15}', number):
        first17 = f'{number[:6]}19{number[6:]}'
        return first17 + check_character(first17)
    return number


def age_on(born_on: date, day: date) -> int:
    """Full years of age on ``day``."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def parse_id_number(text: str, today: date) -> IdNumber:
    """Read an ID number as people type it. Source: 1-domain §3, GB 11643.

    Raises Unfit with code ``id_length``, ``id_date``, ``id_checksum`` or ``id_age`` (16 to 70 years on ``today``).
    The first six digits are not checked: abolished division codes are legitimate.
    """
    number = normalised(text)
    if not number:
        raise Unfit('id_length', '请填写身份证号')
    if len(number) != 18:
        raise Unfit('id_length', f'身份证号应为 18 位，现为 {len(number)} 位，请核对')
    if not _SHAPE.fullmatch(number):
        raise Unfit('id_length', '身份证号应为 18 位：前 17 位是数字，末位是数字或 X')
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        written = f'{number[6:10]} 年 {number[10:12]} 月 {number[12:14]} 日'
        raise Unfit('id_date', f'身份证号中的出生日期 {written}不存在，请核对') from None
    if check_character(number[:17]) != number[17]:
        raise Unfit('id_checksum', '身份证号校验位不正确，可能有一位写错，请对照身份证核对')
    if not YOUNGEST <= age_on(born_on, today) <= OLDEST:
        raise Unfit('id_age', f'身份证号对应的年龄应在 {YOUNGEST} 至 {OLDEST} 周岁之间，请核对')
    return IdNumber(number, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE, born_on)
