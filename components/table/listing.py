"""The parts of a data table: columns, actions, the current view, and one loaded page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from components.kit.status import TagCell


class LinkCell(TypedDict):
    """The content of a table cell of kind ``link``: the number or name, and an address within this site."""

    text: str
    href: str


RowId = int | str
Cell = str | int | TagCell | LinkCell | None
Row = dict[str, Cell]
CellKind = Literal['text', 'number', 'tag', 'days', 'link', 'actions']

SIZES = (10, 20, 30, 50)
DEFAULT_SIZE = 20
_LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``days`` shows a number of waiting days, red from ``late`` on; ``shown`` is its initial state."""

    name: str
    label: str
    kind: CellKind = 'text'
    sortable: bool = False
    shown: bool = True
    late: int = 7


@dataclass(frozen=True, slots=True)
class Action:
    """A link in the 操作 column. With ``keeps`` it stays on a row decided elsewhere (详情)."""

    name: str
    label: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The requested page of a list and its order: the part of the view that is kept in the address."""

    number: int = 1
    size: int = DEFAULT_SIZE
    sort: str = ''
    descending: bool = False

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @classmethod
    def parse(cls, query: Mapping[str, str], sortable: Sequence[str] = ()) -> Page:
        """The view from an address; values out of bounds or unknown are replaced by the default."""
        sort = query.get('sort', '')
        name, descending = sort.removeprefix('-'), sort.startswith('-')
        size = whole(query.get('size'))
        return cls(
            number=min(max(whole(query.get('page')) or 1, 1), _LAST_PAGE),
            size=size if size in SIZES else DEFAULT_SIZE,
            sort=name if name in sortable else '',
            descending=descending and name in sortable,
        )

    def as_query(self) -> dict[str, str]:
        """The view for an address; defaults are left out, so that a plain list has a plain address."""
        query = {}
        if self.number > 1:
            query['page'] = str(self.number)
        if self.size != DEFAULT_SIZE:
            query['size'] = str(self.size)
        if self.sort:
            query['sort'] = f'-{self.sort}' if self.descending else self.sort
        return query


@dataclass(frozen=True, slots=True)
class Loaded:
    """One page of rows and the total number of rows. A cell is text, a number or a tag, never a list."""

    rows: Sequence[Row]
    total: int


def whole(value: object) -> int:
    """A whole number from untrusted input, 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
