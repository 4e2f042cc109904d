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


R = TypeVar('R', bound=RowVerdict)


@dataclass(frozen=True)
class ImportReport(Generic[R]):
    """The result of each row; ``stopped`` when the import was stopped: it then has only the rows before the stop."""

    verdicts: tuple[R, ...]
    stopped: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows per verdict, in the form that the journal stores."""
        return dict(Counter(one.verdict.value for one in self.verdicts))
