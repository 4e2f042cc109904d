"""Names found in every spelling: rows older than the normal form keep how they were typed."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.expressions import Q

from domain.rules.typed_text import number, older_forms, spellings


def contains(column: str, keyword: str) -> Q:
    """The rows whose ``column``, a name, contains ``keyword``, which is in normal form.

    Of a row that holds characters in an older form only that is asked: it has every part of the keyword in some form.
    """
    normal, parts = _any(column, spellings(keyword)), older_forms(keyword)
    if not parts:
        return normal
    older = _any(column, [form for _, *older in parts for form in older])
    return normal | Q(older, *(_any(column, forms) for forms in parts))


def _any(column: str, texts: Sequence[str]) -> Q:
    return Q(*(Q(**{f'{column}__contains': one}) for one in texts), join_type=Q.OR)


def of_account(keyword: str) -> Q:
    """The accounts with ``keyword`` in their name; a name may hold blanks between any of its letters."""
    parted = Q(Q(name__contains=' '), *(contains('name', letter) for letter in dict.fromkeys(keyword)))
    return contains('name', keyword) | parted


def of_office(keyword: str) -> Q:
    """The offices or trades with ``keyword`` in their name or at the beginning of their code."""
    return contains('name', keyword) | Q(code__startswith=number(keyword) or keyword)
