"""Texts that leave the program for a spreadsheet: none of them calculates."""

from __future__ import annotations

# What begins a formula, also in its full-width form (5-trust §1.12).
FORMULA = ('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠')


def harmless(text: str) -> str:
    """``text`` with an apostrophe in front if a spreadsheet program would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
