"""The one tree of organisations: province, cities, counties, departments, units."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import Level, Nature


class Organisation(Model):
    """A node of the tree. ``path`` has four digits per level, so a subtree is a range of texts in every collation."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=20, unique=True)
    name = fields.CharField(max_length=80)
    level = fields.CharEnumField(Level, max_length=12)
    nature = fields.CharEnumField(Nature, max_length=24, null=True)
    parent: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='children', null=True, on_delete=fields.RESTRICT
    )
    parent_id: int | None
    path = fields.CharField(max_length=40, unique=True)
    enabled = fields.BooleanField(default=True)

    class Meta:
        table = 'organisation'
        indexes = (Index(fields=('parent_id', 'path')), Index(fields=('level', 'path')))
