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

    def to_db_value(self, value: datetime | None, instance: type[Model] | Model) -> Any:
        """The moment in UTC. Raises ValueError for a moment without a zone."""
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f'a moment needs a time zone: {value!r}')
            value = value.astimezone(UTC)
        return super().to_db_value(value, instance)
