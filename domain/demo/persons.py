"""Invented persons: names with rare characters and middle dots, and ID numbers that are valid but belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from domain.rules.application.id_number import check_character
from domain.rules.vocabulary import Sex

# Real prefixes, some of them abolished; none is used in the sample workbook, so that no person is in both.
PREFIXES = (
    '410303',
    '410304',
    '410305',
    '410306',
    '410311',
    '410322',
    '410323',
    '410324',
    '410325',
    '410326',
    '410329',
)
# Sequence codes that are not assigned to single persons, so that a valid number still belongs to nobody.
FIRST_SEQUENCE, LAST_SEQUENCE = 990, 999

_SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
_LONG_SURNAMES = ('欧阳', '司马', '上官', '诸葛')
_MEN = '伟强磊军洋勇杰涛明超鹏辉刚建飞斌峰龙波海东志国庆'
_WOMEN = '芳娜敏静丽娟艳霞梅玲英红燕萍琴洁慧云莉兰凤雪珍蓉'
_RARE = '喆堃㛃䶮𬭎'
_DOTTED = ('买买提·吐尔逊', '阿依古丽·艾合买提', '古丽娜尔·买买提', '帕提曼·热合曼')


def id_number(prefix: str, born_on: date, sequence: int) -> str:
    """The number with its check character. Source: GB 11643."""
    first17 = f'{prefix}{born_on:%Y%m%d}{sequence:03}'
    return first17 + check_character(first17)


@dataclass(slots=True)
class Persons:
    """Creates persons; no ID number and no mobile number occurs twice."""

    random: Random
    _taken: set[str] = field(default_factory=set)

    def drawn_by(self, random: Random) -> Persons:
        """More persons, drawn by ``random``, none of whom has a number of these."""
        return Persons(random, self._taken)

    def name(self, sex: Sex) -> str:
        """A name; about one in twelve has a rare character, one in a hundred a middle dot."""
        draw = self.random.random()
        if draw < 0.01:
            return self.random.choice(_DOTTED)
        surname = self.random.choice(_LONG_SURNAMES) if draw < 0.04 else self.random.choice(_SURNAMES)
        usual = _MEN if sex is Sex.MALE else _WOMEN
        given = self.random.choice(usual)
        if self.random.random() < 0.6:
            given += self.random.choice(usual)
        if self.random.random() < 0.08:
            given = given[:-1] + self.random.choice(_RARE)
        return surname + given

    def born_in(self, year: int) -> date:
        """A day of that year."""
        return date(year, 1, 1) + timedelta(days=self.random.randrange(365))

    def id_number(self, sex: Sex, born_on: date) -> str:
        """An unused number; its sequence is odd for a man, even for a woman."""
        while True:
            sequence = self.random.randrange(FIRST_SEQUENCE, LAST_SEQUENCE, 2) + (sex is Sex.MALE)
            number = id_number(self.random.choice(PREFIXES), born_on, sequence)
            if number not in self._taken:
                self._taken.add(number)
                return number
            born_on += timedelta(days=1 if born_on.month < 12 else -1)  # stay in the same year

    def mobile(self) -> str:
        """A number of eleven digits."""
        while True:
            number = f'1{self.random.choice("35789")}{self.random.randrange(10**9):09}'
            if number not in self._taken:
                self._taken.add(number)
                return number
