"""Our only own field type: a moment in UTC, always with its zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tortoise import fields

if TYPE_CHECKING:
    from tortoise.models import Model


class UtcDatetimeField(fields.DatetimeField):
    """A moment, kept in UTC.

    On SQLite text order is time order only if all stored moments have the same zone, so a value is converted to UTC
    before it is stored. A value without a zone is refused with ValueError, because its meaning is unknown.
    """

    def to_python_value(self, value: Any) -> datetime | None:
        """The moment from a row or an assignment. Raises ValueError for a moment without a zone."""
        return super().to_python_value(_in_utc(value))

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> Any:
        """The moment in UTC. Raises ValueError for a moment without a zone."""
        return super().to_db_value(_in_utc(value), instance)


def _in_utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value  # None, or SQLite's text, which we wrote ourselves
    if value.tzinfo is None:
        raise ValueError(f'a moment needs a time zone: {value!r}')
    return value.astimezone(UTC)
