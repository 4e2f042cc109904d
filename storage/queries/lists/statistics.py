"""Counting applications in groups, by columns and by the day of submission in Henan."""

from __future__ import annotations

from typing import Any

from pypika_tortoise.terms import CustomFunction, LiteralValue, Term
from pypika_tortoise.terms import Function as Call
from tortoise.expressions import Function
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from storage.connection.database import dialect
from storage.models import Application

DAY = 'day'  # the computed column; all others are the table's


class _DayInHenan(Function):
    """A moment stored in UTC as the text of its day in Henan, 2026-03-01. Henan has had no summer time since 1991."""

    def database_func(self, field: Term | str, *_: Any) -> Call:  # type: ignore[override]  # called, never built
        if dialect() == 'sqlite':
            return CustomFunction('DATE', ['at', 'shift'])(field, LiteralValue("'+8 hours'"))
        local = CustomFunction('TIMEZONE', ['zone', 'at'])(LiteralValue("'Asia/Shanghai'"), field)
        return CustomFunction('TO_CHAR', ['at', 'pattern'])(local, LiteralValue("'YYYY-MM-DD'"))


async def counted_by(rows: QuerySet[Application], *columns: str) -> list[tuple[Any, ...]]:
    """Every existing combination of these columns (``DAY`` may be one), followed by its number of rows."""
    counted = rows.annotate(n=Count('id'))
    if DAY in columns:
        counted = counted.annotate(**{DAY: _DayInHenan('submitted_at')})
    return await counted.group_by(*columns).values_list(*columns, 'n')
