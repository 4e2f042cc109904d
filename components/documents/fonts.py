"""The fonts of printed papers: which font has a character, and which characters are in none of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[2] / 'assets' / 'fonts'
EXTRA = FOLDER / 'extra'  # fonts an operator adds for characters missing in our fonts; read at the start
REGULAR, BOLD, RARE = (
    FOLDER / name for name in ('NotoSansSC-Regular.ttf', 'NotoSansSC-Bold.ttf', 'RareHanFallback-Regular.ttf')
)
WIDE_BLANK = '\u3000'
MISSING = '〓'  # the usual sign of typesetters for a character that is to be written by hand


@cache
def fonts_for(*, bold: bool = False) -> tuple[Path, ...]:
    """The fonts in the order of search for a character; the bold font has the common characters only."""
    usual = (BOLD, REGULAR, RARE) if bold else (REGULAR, RARE)
    return usual + tuple(sorted(EXTRA.glob('*.ttf')))


def font_of(character: str, *, bold: bool = False) -> Path | None:
    """The font that has this character, or None when there is none."""
    return next((path for path in fonts_for(bold=bold) if ord(character) in covered(path)), None)


@cache
def covered(path: Path) -> frozenset[int]:
    """The code points of a font."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(texts: Iterable[str]) -> str:
    """The characters of these texts that are in no font, each once, in the order of appearance."""
    known = frozenset[int]().union(*map(covered, fonts_for()))
    seen = dict.fromkeys(character for text in texts for character in inked(text))
    return ''.join(character for character in seen if ord(character) not in known)


def inked(text: str) -> str:
    """``text`` as it is drawn: blanks of all kinds but the wide one become a space, invisible characters go."""
    if text.isascii() and text.isprintable():
        return text
    blank = ''.join(' ' if character.isspace() and character != WIDE_BLANK else character for character in text)
    return ''.join(character for character in blank if unicodedata.category(character) not in ('Cc', 'Cf'))
