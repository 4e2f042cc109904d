"""The results of the rows of an imported workbook, one by one and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.rules.vocabulary import Word

W = TypeVar('W', bound=Word)
# Without slots: Python 3.11 cannot create a frozen dataclass with slots through a generic alias, ImportReport[…].


@dataclass(frozen=True)
class RowVerdict(Generic[W]):
    """The result of one row, by its number in Excel, with a message for the clerk."""

    row: int
    verdict: W
    message: str

    @property
    def is_noted(self) -> bool:
        """Whether the message says more of a row than its verdict does, so that it must be shown."""
        return False


R = TypeVar('R', bound=RowVerdict)


@dataclass(frozen=True)
class ImportReport(Generic[R]):
    """The result of each row; ``stopped`` when the import was stopped: it then has only the rows before the stop.

    ``notes`` are about the whole file: hidden rows, columns that were not understood.
    """

    verdicts: tuple[R, ...]
    stopped: bool = False
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows per verdict, in the form that the journal stores."""
        return dict(Counter(one.verdict.value for one in self.verdicts))

    @property
    def details(self) -> dict[str, object]:
        """The numbers and the notes, in the form that the journal stores."""
        noted = {'notes': list(self.notes)} if self.notes else {}
        return {'rows': len(self.verdicts), 'verdicts': self.counts, **noted}
