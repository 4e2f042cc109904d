"""A QR code on screen, as a drawing that fills the available room."""

from __future__ import annotations

import segno
from nicegui import ui


def qr_code(text: str, label: str) -> ui.html:
    """The code of ``text``: black on white also in dark mode, with its quiet zone; ``label`` says what it is for.

    Medium error correction and no Micro QR: most phones cannot read Micro QR.
    """
    drawing = ui.html(_drawn(text), sanitize=False).classes('qr')
    drawing.props['role'], drawing.props['aria-label'] = 'img', label
    return drawing


def _drawn(text: str) -> str:
    """SVG markup: it contains only modules, nothing of the text."""
    code = segno.make(text, error='m', micro=False, boost_error=False)
    markup: str = code.svg_inline(border=4, dark='black', light='white', omitsize=True, svgclass=None, lineclass=None)
    return markup
