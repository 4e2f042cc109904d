"""The filters of 往年报考合格库, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.rules.query_values import grades, keyword, whole
from domain.rules.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class PriorPassFilters:
    """``keyword`` is part of a name, the beginning of an ID number or a whole certificate number."""

    keyword: str = ''
    year: int | None = None
    grades: tuple[Grade, ...] = ()

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            keyword=keyword(typed.get('keyword')),
            year=whole(typed.get('year')),
            grades=grades(typed.get('grades')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'year': str(self.year or ''),
            'grades': [str(int(grade)) for grade in self.grades],
        }
        return {key: value for key, value in written.items() if value}
