"""The exam year with its windows, the trades, and the common reasons of offices."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import GradeRange, Level, WindowKind
from domain.rules.year.subjects import default_table
from storage.fields import UtcDatetimeField
from storage.models.offices import Organisation


class ExamYear(Model):
    """One yearly cycle; ``parameters`` is domain.rules.year.parameters.Parameters as JSON, ``fees`` grade to fen.

    ``subjects`` is the table of domain.rules.year.subjects.
    """

    id = fields.IntField(primary_key=True)
    year = fields.IntField(unique=True)
    current = fields.BooleanField(default=False)
    parameters = fields.JSONField[dict[str, Any]](default=dict)
    fees = fields.JSONField[dict[str, int]](default=dict)
    subjects = fields.JSONField[dict[str, Any]](default=default_table, null=True)  # never null: as a new column must be

    class Meta:
        table = 'exam_year'


class Window(Model):
    """A named open/close period of the year; ``level`` limits a review window to one level.

    ``grades`` limits it to 五至二级 or 一级, ``area`` to a city with everything below it. ``narrows``: the city's own
    本市时间安排, which only shortens the periods of the province in which it lies.
    """

    id = fields.IntField(primary_key=True)
    year: fields.ForeignKeyRelation[ExamYear] = fields.ForeignKeyField(
        'kaohe.ExamYear', related_name='windows', on_delete=fields.CASCADE
    )
    year_id: int
    kind = fields.CharEnumField(WindowKind, max_length=16)
    level = fields.CharEnumField(Level, max_length=12, null=True)
    name = fields.CharField(max_length=40)
    opens_at = UtcDatetimeField()
    closes_at = UtcDatetimeField()
    grades = fields.CharEnumField(GradeRange, max_length=12, null=True)
    area: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='windows', null=True, on_delete=fields.CASCADE
    )
    area_id: int | None
    narrows = fields.BooleanField(default=False, db_default=False)

    @property
    def area_path(self) -> str:
        """The path of the area; empty for the whole province. The area must have been read with the window."""
        return self.area.path if self.area else ''

    class Meta:
        table = 'window'
        indexes = (Index(fields=('year_id', 'kind')),)


class Trade(Model):
    """工种."""

    code = fields.CharField(max_length=8, primary_key=True)
    name = fields.CharField(max_length=40, unique=True)
    group_code = fields.CharField(max_length=4)
    group_name = fields.CharField(max_length=40)
    enabled = fields.BooleanField(default=True)

    class Meta:
        table = 'trade'


class CommonReason(Model):
    """常用意见: shared by all if it has no organisation."""

    id = fields.IntField(primary_key=True)
    act = fields.CharField(max_length=20)
    text = fields.CharField(max_length=500)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='reasons', null=True, on_delete=fields.CASCADE
    )
    organisation_id: int | None
    position = fields.IntField(default=0)

    class Meta:
        table = 'common_reason'
