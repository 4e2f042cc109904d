"""The filters of 工种目录, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.rules.query_values import texts, title, word
from domain.rules.vocabulary import AccountState


@dataclass(frozen=True, slots=True)
class TradeFilters:
    """``groups`` are codes of groups."""

    keyword: str = ''
    groups: tuple[str, ...] = ()
    standing: AccountState | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            keyword=title(typed.get('keyword')),
            groups=tuple(one for one in texts(typed.get('groups')) if one.isascii() and one.isdigit() and len(one) < 5),
            standing=word(AccountState, typed.get('standing')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'groups': list(self.groups),
            'standing': self.standing.value if self.standing else '',
        }
        return {key: value for key, value in written.items() if value}
