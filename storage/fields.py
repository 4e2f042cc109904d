"""The one field type of our own: a moment in UTC, never without its zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tortoise import fields

if TYPE_CHECKING:
    from tortoise.models import Model


class UtcDatetimeField(fields.DatetimeField):
    """A moment, kept in UTC.

    Text order is time order on SQLite only while every stored moment has the same zone, so a value is turned to UTC
    before it is kept, and one without a zone is refused with ValueError: nobody can tell what it means.
    """

    def to_python_value(self, value: Any) -> datetime | None:
        """The moment a row or an assignment holds. Raises ValueError for a moment without a zone."""
        return super().to_python_value(_in_utc(value))

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> Any:
        """The moment in UTC. Raises ValueError for a moment without a zone."""
        return super().to_db_value(_in_utc(value), instance)


def _in_utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value  # nothing, or the text of SQLite, which was written by us
    if value.tzinfo is None:
        raise ValueError(f'a moment needs a time zone: {value!r}')
    return value.astimezone(UTC)
