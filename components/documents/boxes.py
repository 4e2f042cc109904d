"""Boxes with labels and values, row below row, each value in the largest type that fits: the base of a form."""

from __future__ import annotations

from components.documents.lines import broken
from components.documents.pdf import Align, Paper

PAD = 2.2
LABEL_SIZE, VALUE_SIZE, LEAST_SIZE = 10.5, 12.0, 7.5
STEP = 0.5  # points, from one font size to the next smaller one
LINE = 0.44  # mm of a line of text per point
BASE = 0.76  # where the base line is within a line
SHADE = 244

Cell = tuple[str, float]  # text and width in mm


class Boxes:
    """Rows of boxes starting at ``left`` and ``y``, all lengths in mm; ``y`` increases with each row."""

    def __init__(self, paper: Paper, left: float, y: float) -> None:
        self.paper, self._left, self.y = paper, left, y

    def row(self, height: float, *cells: Cell, centred: bool = False) -> None:
        """One row: labels and values alternate, the labels shaded; ``centred``: values only, centred."""
        x = self._left
        for at, (text, width) in enumerate(cells):
            label = not centred and at % 2 == 0
            self._box(x, self.y, width, height, shaded=label)
            align: Align = 'centre' if label or centred else 'left'
            self._fit(text, x, self.y, width, height, LABEL_SIZE if label else VALUE_SIZE, align)
            x += width
        self.y += height

    def head(self, height: float, *cells: Cell) -> None:
        """One row of labels."""
        x = self._left
        for text, width in cells:
            self._box(x, self.y, width, height, shaded=True)
            self._fit(text, x, self.y, width, height, LABEL_SIZE, 'centre')
            x += width
        self.y += height

    def big(self, x: float, y: float, width: float, height: float, label: str, value: str) -> None:
        """A separate box with a label on top and a large value."""
        self._box(x, y, width, 8.4, shaded=True)
        self._box(x, y, width, height)
        self._fit(label, x, y, width, 8.4, LABEL_SIZE, 'centre')
        self.paper.line_of(y + 8.4 + (height - 8.4) / 2 + 4, value, 30, align='centre', bold=True, left=x, room=width)

    def gap(self, height: float) -> None:
        self.y += height

    def lines(self, text: str, room: float, size: float) -> list[str]:
        """``text`` in lines no wider than ``room``."""
        return broken(text, room, lambda piece: self.paper.width_of(piece, size))

    def _box(self, x: float, y: float, width: float, height: float, *, shaded: bool = False) -> None:
        if shaded:
            self.paper.set_fill_color(SHADE)
            self.paper.rect(x, y, width, height, style='F')
            self.paper.set_fill_color(0)
        self.paper.rect(x, y, width, height)

    def _fit(self, text: str, x: float, y: float, width: float, height: float, size: float, align: Align) -> None:
        """Write a text into a box: smaller when it is long, cut with … when too long for the smallest type."""
        room = width - 2 * PAD
        lines = self.lines(text, room, size)
        while len(lines) * size * LINE > height - 1 and size > LEAST_SIZE:
            size -= STEP
            lines = self.lines(text, room, size)
        most = max(1, int((height - 1) / (size * LINE)))
        if len(lines) > most:
            lines = [*lines[: most - 1], lines[most - 1][:-1] + '…']
        step = size * LINE
        base = y + (height - len(lines) * step) / 2 + step * BASE
        for line in lines:
            self.paper.line_of(base, line, size, align=align, left=x + PAD, room=room)
            base += step
