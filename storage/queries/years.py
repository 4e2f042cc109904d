"""Rows of one exam year, or of all, and the years as they are until a transaction ends."""

from __future__ import annotations

from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q

from storage.connection.database import dialect
from storage.settings.tortoise_config import ALIAS


def of_year(year_id: int | None, column: str = 'year_id') -> Q:
    """The rows of this year, as a condition; None: of all years."""
    wanted: dict[str, Any] = {column: year_id} if year_id else {}
    return Q(**wanted)


async def keep_as_they_are() -> None:
    """Inside a transaction: no year is changed by others until it ends; others may do the same at the same time.

    SQLite allows only one writing transaction at a time anyway.
    """
    if dialect() == 'postgres':
        await get_connection(ALIAS).execute_query('SELECT "id" FROM "exam_year" ORDER BY "id" FOR SHARE')
