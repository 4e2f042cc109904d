"""Rows of one exam year, or of all."""

from __future__ import annotations

from typing import Any

from tortoise.expressions import Q


def of_year(year_id: int | None, column: str = 'year_id') -> Q:
    """The rows of this year, as a condition; None: of all years."""
    wanted: dict[str, Any] = {column: year_id} if year_id else {}
    return Q(**wanted)
