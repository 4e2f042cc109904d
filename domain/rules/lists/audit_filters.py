"""The filters of 操作日志, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from domain.rules import typed_text
from domain.rules.query_values import keyword, span, text, whole, words
from domain.rules.vocabulary import Act

SYSTEM = '系统'  # the name in the journal of acts without an account


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """``who`` is a name or a login, ``office`` an organisation and everything below it, ``number`` a 报名序号."""

    who: str = ''
    office: int | None = None
    acts: tuple[Act, ...] = ()
    number: str = ''
    first: date | None = None
    last: date | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        first, last = span(typed.get('days'), typed.get('first'), typed.get('last'))
        return cls(
            who=keyword(typed.get('who')),
            office=whole(typed.get('office')),
            acts=words(Act, typed.get('acts')),
            number=typed_text.number(text(typed.get('number'))),
            first=first,
            last=last,
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'who': self.who,
            'office': str(self.office or ''),
            'acts': [act.value for act in self.acts],
            'number': self.number,
            'first': self.first.isoformat() if self.first else '',
            'last': self.last.isoformat() if self.last else '',
        }
        return {key: value for key, value in written.items() if value}

    @property
    def initial(self) -> dict[str, str | list[str]]:
        """The search form's values for these filters."""
        values = self.typed()
        days = [str(values.pop('first', '')), str(values.pop('last', ''))]
        return {**values, 'days': days} if any(days) else values
