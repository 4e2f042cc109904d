"""What became of the rows of an imported workbook, one by one and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.rules.vocabulary import Word

W = TypeVar('W', bound=Word)
# Without slots: Python 3.11 cannot make a frozen one with slots by the name of its alias, ImportReport[…].


@dataclass(frozen=True)
class RowVerdict(Generic[W]):
    """One row, numbered as Excel does, with what the clerk should know about it."""

    row: int
    verdict: W
    message: str


R = TypeVar('R', bound=RowVerdict)


@dataclass(frozen=True)
class ImportReport(Generic[R]):
    """What became of each row; ``stopped`` when the import was ended half-way, then only the rows so far."""

    verdicts: tuple[R, ...]
    stopped: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had which verdict, as the journal keeps it."""
        return dict(Counter(one.verdict.value for one in self.verdicts))
