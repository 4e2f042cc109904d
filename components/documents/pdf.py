"""A printed paper: A4, fonts embedded, the mark 演示数据 behind it in a demonstration, page x of y at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from components.documents.fonts import MISSING, REGULAR, font_of, inked
from components.private_names import FONTS
from domain.private_names import usable

MEDIA_TYPE = 'application/pdf'
DEMO_MARK = '演示数据'  # behind every page of a demonstration
MARGIN = 12.0  # mm
FOOT = 14.0
INK, FAINT = 0, 236  # grey levels: black, and one faint enough to read the text over it
MARK_SIZE, MARK_ANGLE = 34, 30
REMEMBERED = 100_000  # texts kept for one document

Align = Literal['left', 'centre', 'right']


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font on paper: the font, the text drawn, and its width in mm at a size of one point."""

    font: str
    shown: str
    width: float


class Paper(FPDF):
    """One document. ``put`` writes a line at a place in the fonts its characters need; all lengths are in mm.

    ``mark`` is repeated faintly behind every page, ``foot`` is printed below each page, beside the page number.
    Draw inside ``drawn(paper)``, which always releases the fonts.
    """

    def __init__(self, title: str, author: str, made_at: datetime, *, landscape: bool = False, mark: str = '') -> None:
        super().__init__(orientation='landscape' if landscape else 'portrait', format='A4')
        self._mark, self.foot = mark, ''
        self._glyphs: dict[tuple[str, bool], Run] = {}  # by character and weight
        self._texts: dict[tuple[str, bool], tuple[Run, ...]] = {}
        self.set_title(title)
        self.set_author(author)
        self.set_lang('zh-CN')
        self.set_creation_date(made_at)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.set_line_width(0.2)

    def header(self) -> None:
        """Draw the mark before anything else on the page."""
        if not self._mark:
            return
        self._grey(FAINT)
        width = self.width_of(self._mark, MARK_SIZE, bold=True)
        for across in (0.25, 0.75):
            for down in (0.2, 0.5, 0.8):
                x, y = self.w * across, self.h * down
                with self.rotation(MARK_ANGLE, x, y):
                    self.put(x - width / 2, y, self._mark, MARK_SIZE, bold=True)
        self._grey(INK)

    def footer(self) -> None:
        """第 x 页 / 共 y 页; only ``cell`` can reserve room for the number of pages."""
        self.line_of(self.h - FOOT + 7.5, self.foot, 8, align='right')
        self.set_xy(self.l_margin - self.c_margin, -FOOT + 4)
        self.set_font(self._glyph('页', bold=False).font, size=9)
        self.cell(0, 5, f'第 {self.page_no()} 页 / 共 {{nb}} 页', align='L', new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def put(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """Write ``text`` starting at ``x`` on the base line ``y``; a character in no font becomes 〓."""
        for run in self._typeset(text, bold):
            self.set_font(run.font, size=size)
            self.text(x, y, run.shown)
            x += run.width * size

    def line_of(
        self, y: float, text: str, size: float, *, align: Align = 'left', bold: bool = False,
        left: float | None = None, room: float | None = None,
    ) -> None:  # fmt: skip
        """Write one line on the base line ``y``, aligned in ``room`` from ``left``, or between the margins."""
        left = self.l_margin if left is None else left
        spare = (self.epw if room is None else room) - self.width_of(text, size, bold=bold)
        self.put(left + {'left': 0.0, 'centre': spare / 2, 'right': spare}[align], y, text, size, bold=bold)

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of this text when ``put`` writes it."""
        return sum(run.width for run in self._typeset(text, bold)) * size

    @property
    def room_below(self) -> float:
        """The room left on the page below the current position."""
        return float(self.page_break_trigger - self.y)

    def _typeset(self, text: str, bold: bool) -> tuple[Run, ...]:
        """The runs of this text, cached: a cell is measured, broken and written, and most cells are repeated."""
        known = self._texts.get((text, bold))
        if known is None:
            glyphs = [self._glyph(character, bold) for character in text]
            parts = ((font, tuple(part)) for font, part in groupby(glyphs, key=attrgetter('font')))
            known = tuple(
                Run(font, ''.join(glyph.shown for glyph in part), sum(glyph.width for glyph in part))
                for font, part in parts
            )
            if len(self._texts) < REMEMBERED:
                self._texts[text, bold] = known
        return known

    def _glyph(self, character: str, bold: bool) -> Run:
        """How this character is drawn; looked up once, its font is loaded at first use."""
        known = self._glyphs.get((character, bold))
        if known is None:
            shown = inked(character)
            if shown and font_of(shown) is None:
                shown = MISSING
            path = font_of(shown or ' ', bold=bold) or REGULAR
            if path.stem.lower() not in self.fonts:
                self.add_font(path.stem.lower(), fname=path)
            self.set_font(path.stem.lower(), size=1)
            known = Run(path.stem.lower(), shown, self.get_string_width(shown))
            self._glyphs[character, bold] = known
        return known

    def _grey(self, level: int) -> None:
        # Set both: text is painted in its own colour, and a change of colour around every cell would cost a fifth.
        self.set_text_color(level)
        self.set_fill_color(level)


@contextmanager
def drawn(paper: Paper) -> Iterator[Paper]:
    """Release the fonts of a document at the end, also after an error: they take 25 MB each."""
    try:
        yield paper
    finally:
        fonts: Iterable[Any] = paper.fonts.values() if usable(FONTS) else ()
        for font in fonts:
            font.subset.pick.cache_clear()
            font.subset.get_glyph.cache_clear()
            font.close()
