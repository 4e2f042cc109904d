"""A QR code on paper: black modules as rectangles, sharp at any size, with its quiet zone."""

from __future__ import annotations

from itertools import groupby

import segno
from fpdf import FPDF
from fpdf.enums import RenderStyle

QUIET = 4  # modules around the code, as the standard requires


def draw_qr(paper: FPDF, text: str, x: float, y: float, size: float, *, mask: int | None = None) -> None:
    """Draw the code of ``text`` into the square at ``x``, ``y`` (mm from the upper left), quiet zone included.

    Medium error correction and no Micro QR: most phones cannot read Micro QR. ``mask``, 0 to 7, is used
    without trying which of the eight is best: for a thousand codes that search takes most of the time.
    """
    code = segno.make(text, error='m', micro=False, boost_error=False, mask=mask)
    rows = [list(row) for row in code.matrix]
    module = size / (len(rows) + 2 * QUIET)
    with paper.local_context(fill_color=0):
        for down, row in enumerate(rows, start=QUIET):
            across = QUIET
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:  # one rectangle for neighbours: gaps between them would be visible in print
                    paper.rect(x + across * module, y + down * module, length * module, module, style=RenderStyle.F)
                across += length
