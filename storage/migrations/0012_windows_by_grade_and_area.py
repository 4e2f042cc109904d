"""Windows by grade and area, and the narrower ones of a city; the windows of before hold for everybody, as they did."""

from __future__ import annotations

from tortoise import fields
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0011_lists_by_year')]
    operations = [
        ops.AddField(
            model_name='Window',
            name='grades',
            field=fields.CharField(null=True, max_length=12),
        ),
        ops.AddField(
            model_name='Window',
            name='area',
            field=fields.ForeignKeyField(
                'kaohe.Organisation',
                source_field='area_id',
                to_field='id',
                null=True,
                related_name='windows',
                on_delete=fields.CASCADE,
            ),
        ),
        ops.AddField(model_name='Window', name='narrows', field=fields.BooleanField(default=False, db_default=False)),
    ]
