"""A ruled table over many pages: its head repeated, its cells wrapped and centred; fast enough for 5,000 rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.documents.lines import broken
from components.documents.pdf import Align, Paper

PAD = 1.2
SIZE = 9.0
LINE = 4.4  # the height of a line of text
BASE = 0.76  # where the base line is within a line
MOST_LINES = 12  # of a cell: so a row is never higher than a page
REMEMBERED = 50_000
SHADE = 238


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column. ``share`` is its part of the table's width."""

    label: str
    share: float
    align: Align = 'centre'


class Table:
    """Rows between the margins of a paper; ``row`` starts a new page when needed, ``close`` rules the last one.

    It replaces fpdf2's ``table()``, which measures every character of every cell and is six times as slow.
    """

    def __init__(self, paper: Paper, columns: Sequence[PaperColumn], *, least_height: float = 0.0) -> None:
        self._paper, self._columns, self._least = paper, tuple(columns), least_height
        unit = paper.epw / sum(column.share for column in columns)
        self._rooms = [column.share * unit for column in columns]
        self._edges = [paper.l_margin + sum(self._rooms[:at]) for at in range(len(columns) + 1)]
        self._wrapped: dict[tuple[str, int, bool], list[str]] = {}
        self._ruled: list[float] = []  # the horizontal rules of the current page
        self._head()

    def row(self, cells: Sequence[str], *, bold: bool = False) -> None:
        """Write one row; without room for it, on a new page under the repeated head."""
        wrapped = [self._lines(cell, at, bold) for at, cell in enumerate(cells)]
        height = max(self._least, self._height(wrapped))
        if height > self._paper.room_below:
            self.close()
            self._paper.add_page()
            self._head()
        self._write(wrapped, height, bold=bold)

    def close(self) -> None:
        """Draw the rules of this page."""
        paper, top, bottom = self._paper, self._ruled[0], self._ruled[-1]
        for y in self._ruled:
            paper.line(self._edges[0], y, self._edges[-1], y)
        for x in self._edges:
            paper.line(x, top, x, bottom)
        self._ruled.clear()

    def _head(self) -> None:
        wrapped = [self._lines(column.label, at, True) for at, column in enumerate(self._columns)]
        height = self._height(wrapped) + 1.5
        paper = self._paper
        self._ruled.append(paper.y)
        paper.set_fill_color(SHADE)
        paper.rect(self._edges[0], paper.y, self._edges[-1] - self._edges[0], height, style='F')
        paper.set_fill_color(0)
        self._write(wrapped, height, bold=True, head=True)

    def _write(self, wrapped: Sequence[Sequence[str]], height: float, *, bold: bool, head: bool = False) -> None:
        paper, top = self._paper, self._paper.y
        for at, lines in enumerate(wrapped):
            align: Align = 'centre' if head else self._columns[at].align
            y = top + (height - len(lines) * LINE) / 2 + LINE * BASE
            left, room = self._edges[at] + PAD, self._rooms[at] - 2 * PAD
            for line in lines:
                paper.line_of(y, line, SIZE, align=align, bold=bold, left=left, room=room)
                y += LINE
        paper.y = top + height
        self._ruled.append(paper.y)

    @staticmethod
    def _height(wrapped: Sequence[Sequence[str]]) -> float:
        return max(1, *map(len, wrapped)) * LINE + 2 * PAD

    def _lines(self, text: str, at: int, bold: bool) -> list[str]:
        """The cell in lines; a text repeated in a column (above all a unit's name) is broken only once."""
        known = self._wrapped.get((text, at, bold))
        if known is None:
            known = self._break(text, self._rooms[at] - 2 * PAD, bold=bold)
            if len(self._wrapped) < REMEMBERED:
                self._wrapped[text, at, bold] = known
        return known

    def _break(self, text: str, room: float, *, bold: bool) -> list[str]:
        lines = [
            line
            for part in text.split('\n')
            for line in broken(part, room, lambda piece: self._paper.width_of(piece, SIZE, bold=bold))
        ]
        return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + '…']
