"""Reading filters strictly from an address or a browser: unknown and too long values are left out."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from domain.rules import typed_text
from domain.rules.vocabulary import Grade, Word

LONGEST_KEYWORD = 40
LONGEST_TYPED = 4 * LONGEST_KEYWORD  # with blanks and invisible marks
MOST_VALUES, MOST_TRADES = 100, 20
Kind = TypeVar('Kind', bound=Word)


def text(value: object) -> str:
    """A text, cut to the maximum length."""
    return value.strip()[:LONGEST_KEYWORD] if isinstance(value, str) else ''


def keyword(value: object) -> str:
    """What is typed to find people, in its normal form, cut to the maximum length."""
    return typed_text.keyword(value[:LONGEST_TYPED])[:LONGEST_KEYWORD] if isinstance(value, str) else ''


def title(value: object) -> str:
    """What is typed to find an office or a trade, in its normal form, cut to the maximum length."""
    return typed_text.title_keyword(value[:LONGEST_TYPED])[:LONGEST_KEYWORD] if isinstance(value, str) else ''


def texts(value: object) -> list[str]:
    """Several texts, from a list or from one text with commas."""
    if isinstance(value, list | tuple):
        return [_typed(one) for one in value[:MOST_VALUES]]
    several = _typed(value)
    return several.split(',')[:MOST_VALUES] if several else []


def whole(value: object) -> int | None:
    """An id, or None."""
    digits = _typed(value)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def wholes(value: object) -> tuple[int, ...]:
    """Several ids."""
    return tuple(number for number in map(whole, texts(value)) if number)


def day(value: object) -> date | None:
    """A day as 2026-04-03, or None."""
    try:
        return date.fromisoformat(_typed(value))
    except ValueError:
        return None


def span(both: object, first: object, last: object) -> tuple[date | None, date | None]:
    """From and to: ``both`` if it is a list of two, as a search form sends a range, else ``first`` and ``last``."""
    from_, to = both if isinstance(both, list) and len(both) == 2 else (first, last)
    return day(from_), day(to)


def words(kind: type[Kind], value: object) -> tuple[Kind, ...]:
    """The words of this kind given by their stored values, in the order of the vocabulary."""
    named = texts(value)
    return tuple(one for one in kind if one.value in named)


def word(kind: type[Kind], value: object) -> Kind | None:
    """The word of this kind with this stored value, or None."""
    return next((one for one in kind if one.value == value), None)


def grades(value: object) -> tuple[Grade, ...]:
    """The grades given by their numbers."""
    named = texts(value)
    return tuple(grade for grade in Grade if str(int(grade)) in named)


def trades(value: object) -> tuple[str, ...]:
    """Codes of trades."""
    return tuple(code for code in texts(value)[:MOST_TRADES] if code.isdigit() and len(code) <= 8)


def _typed(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ''
