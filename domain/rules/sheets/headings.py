"""The columns of one kind of workbook, and how its header is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.rules.sheets.cells import text_of
from domain.rules.typed_text import squeezed


def _plain(cell: object) -> str:
    return squeezed(text_of(cell))


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of one kind of workbook. The header is the first row with all columns of ``found_by``."""

    columns: tuple[str, ...]
    found_by: tuple[str, ...]
    keys: tuple[str, ...]  # a row with none of these has no entry: it is blank
    needed: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # others for a column, the most reliable first
    least: int = 0  # in the place of found_by: this many known columns make a header
    within: int = 10  # a title and notes may be above the header
    plain: Callable[[object], str] = _plain
    own: bool = True  # a workbook of our template: columns that are not understood are named

    def places(self, row: Sequence[object]) -> dict[str, int]:
        """The place of each known column in this row, counted from 0."""
        there: dict[str, int] = {}
        for place, cell in enumerate(row):
            if name := self.plain(cell):
                there.setdefault(name, place)
        found = {}
        for column in self.columns:
            names = [one for one in self.names.get(column, (column,)) if one in there]
            if names:
                found[column] = there[names[0]]
        return found

    def are_in(self, places: Mapping[str, int]) -> bool:
        """Whether these places make a row the header."""
        return len(places) >= self.least if self.least else places.keys() >= {*self.found_by}
