"""Chinese text broken into lines: between any two characters, but not inside words, numbers or before closing signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

NEVER_FIRST = frozenset('，。、；：？！）》〉」』】〕”’…·,.;:?!)]}%％')
NEVER_LAST = frozenset('（《〈「『【〔“‘([{')
_PIECE = re.compile(r'[!-~]+|.', re.DOTALL)  # a run of Latin letters, digits and signs, or one character


def broken(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """``text`` in lines no wider than ``room``; a line holds at least one character, even when it does not fit.

    No line begins with a closing sign or ends with an opening one (避头尾). A word wider than the room is cut.
    """
    if width(text) <= room:
        return [text]
    lines, line = list[str](), list[str]()
    for piece in _pieces(text, room, width):
        if not line or width(''.join(line) + piece) <= room:
            line.append(piece)
            continue
        at = _end(line, piece)
        if width(''.join(line[at:]) + piece) > room:
            at = len(line)
        lines.append(''.join(line[:at]).rstrip())
        line = [*line[at:], piece] if piece.strip() else line[at:]
    return [*lines, ''.join(line)] if line else lines


def _pieces(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """The pieces that are not broken; a word too long for a line is split into letters."""
    return [
        part
        for piece in _PIECE.findall(text)
        for part in ([piece] if len(piece) == 1 or width(piece) <= room else piece)
    ]


def _end(line: Sequence[str], piece: str) -> int:
    """How many pieces stay on a full line, so that it and the next one, with ``piece``, follow the rule of signs."""
    at, following = len(line), piece
    while at and (following[0] in NEVER_FIRST or line[at - 1][-1] in NEVER_LAST):
        at -= 1
        following = line[at]
    return at or len(line)  # only signs: they can be broken anywhere
