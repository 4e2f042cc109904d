"""The filters of 单位管理 and 用户管理, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from domain.rules.query_values import keyword, title, whole, word, words
from domain.rules.vocabulary import AccountState, Level, Role


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """``above``: the organisation chosen in the tree. Any other filter searches everything below it."""

    above: int | None = None
    keyword: str = ''
    levels: tuple[Level, ...] = ()
    standing: AccountState | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            above=whole(typed.get('above')),
            keyword=title(typed.get('keyword')),
            levels=words(Level, typed.get('levels')),
            standing=word(AccountState, typed.get('standing')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'above': str(self.above or ''),
            'keyword': self.keyword,
            'levels': [level.value for level in self.levels],
            'standing': self.standing.value if self.standing else '',
        }
        return {key: value for key, value in written.items() if value}

    @property
    def searches(self) -> bool:
        """Whether everything below the chosen organisation is searched, not only the level directly below."""
        return bool(self.keyword or self.levels or self.standing)


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """``unit``: an organisation and everything below it."""

    keyword: str = ''
    unit: int | None = None
    roles: tuple[Role, ...] = ()
    standing: AccountState | None = None

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            keyword=keyword(typed.get('keyword')),
            unit=whole(typed.get('unit')),
            roles=words(Role, typed.get('roles')),
            standing=word(AccountState, typed.get('standing')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'unit': str(self.unit or ''),
            'roles': [role.value for role in self.roles],
            'standing': self.standing.value if self.standing else '',
        }
        return {key: value for key, value in written.items() if value}
