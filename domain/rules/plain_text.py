"""Texts exported to a spreadsheet: none of them works as a formula."""

from __future__ import annotations

# Characters that begin a formula, also in full-width form (5-trust §1.12).
FORMULA = ('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠')


def harmless(text: str) -> str:
    """``text`` with an apostrophe in front if a spreadsheet program would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
