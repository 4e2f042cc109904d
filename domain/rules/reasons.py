"""A reason that somebody types: how long it may be (2-workflow §1)."""

from __future__ import annotations

SHORTEST, LONGEST = 2, 500  # characters


def is_reason(text: str) -> bool:
    """Whether ``text`` without the white space around it is long enough and not too long."""
    return SHORTEST <= len(text.strip()) <= LONGEST
