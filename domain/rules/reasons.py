"""The length limits of a typed reason (2-workflow §1)."""

from __future__ import annotations

SHORTEST, LONGEST = 2, 500  # characters


def is_reason(text: str) -> bool:
    """Whether ``text``, without leading and trailing white space, is within the length limits."""
    return SHORTEST <= len(text.strip()) <= LONGEST
