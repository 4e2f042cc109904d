"""What 操作日志 is asked for, strictly read from whatever an address or a browser sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from domain.rules.office_filters import text, texts, whole
from domain.rules.vocabulary import Act

SYSTEM = '系统'  # what acts without an account are written under


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """``who`` is a name or a login, ``office`` an organisation with everything below it, ``number`` a 报名序号."""

    who: str = ''
    office: int | None = None
    acts: tuple[Act, ...] = ()
    number: str = ''
    first: date | None = None
    last: date | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); what is unknown or too long is left out."""
        days = typed.get('days')  # a search form's range is one value of two
        first, last = days if isinstance(days, list) and len(days) == 2 else (typed.get('first'), typed.get('last'))
        return cls(
            who=text(typed.get('who')),
            office=whole(typed.get('office')),
            acts=tuple(act for act in Act if act.value in texts(typed.get('acts'))),
            number=text(typed.get('number')),
            first=_day(first),
            last=_day(last),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address; what asks nothing is left out."""
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


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
