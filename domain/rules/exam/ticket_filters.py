"""The filters of 准考证查询, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.rules.query_values import grades, keyword, trades, whole, wholes, word
from domain.rules.vocabulary import Grade, Word


class Printed(Word):
    """打印状态."""

    NOT_YET = 'not_yet', '未打印'
    PRINTED = 'printed', '已打印'


@dataclass(frozen=True, slots=True)
class TicketFilters:
    """``keyword``: part of a name, the beginning of an ID, registration or ticket number, or a whole mobile number."""

    keyword: str = ''
    unit: int | None = None  # an organisation: it and everything below it
    grades: tuple[Grade, ...] = ()
    trades: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    sites: tuple[int, ...] = ()
    printed: Printed | None = None
    year: int | None = None  # of the exam; None: all years

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            keyword=keyword(typed.get('keyword')),
            unit=whole(typed.get('unit')),
            grades=grades(typed.get('grades')),
            trades=trades(typed.get('trades')),
            sessions=wholes(typed.get('sessions')),
            sites=wholes(typed.get('sites')),
            printed=word(Printed, typed.get('printed')),
            year=whole(typed.get('year')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'unit': str(self.unit or ''),
            'grades': [str(int(grade)) for grade in self.grades],
            'trades': list(self.trades),
            'sessions': [str(id_) for id_ in self.sessions],
            'sites': [str(id_) for id_ in self.sites],
            'year': str(self.year or ''),
            'printed': self.printed.value if self.printed else '',
        }
        return {key: value for key, value in written.items() if value}
