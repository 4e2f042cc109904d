"""The filters of 成绩导入 and 考核结果查询, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.rules.query_values import grades, keyword, trades, whole, word, words
from domain.rules.vocabulary import Conclusion, Grade, Word


class Stage(Word):
    """发布状态 of a person with a seat: how far the result has come."""

    MISSING = 'missing', '未登记'
    READY = 'ready', '未发布'
    PUBLISHED = 'published', '已发布'


@dataclass(frozen=True, slots=True)
class ResultFilters:
    """``keyword``: part of a name, the beginning of an ID, registration or ticket number, or a whole mobile number.

    A published theory result with a panel review that is not published yet counts as both 未发布 and 已发布.
    """

    keyword: str = ''
    unit: int | None = None  # an organisation: it and everything below it
    grades: tuple[Grade, ...] = ()
    trades: tuple[str, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    stage: Stage | None = None
    year: int | None = None  # of the exam; None: all years

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            keyword=keyword(typed.get('keyword')),
            unit=whole(typed.get('unit')),
            grades=grades(typed.get('grades')),
            trades=trades(typed.get('trades')),
            conclusions=words(Conclusion, typed.get('conclusions')),
            stage=word(Stage, typed.get('stage')),
            year=whole(typed.get('year')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'unit': str(self.unit or ''),
            'grades': [str(int(grade)) for grade in self.grades],
            'trades': list(self.trades),
            'conclusions': [one.value for one in self.conclusions],
            'year': str(self.year or ''),
            'stage': self.stage.value if self.stage else '',
        }
        return {key: value for key, value in written.items() if value}
