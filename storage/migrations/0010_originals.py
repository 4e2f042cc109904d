"""The original of an uploaded file beside what was made of it; empty for the files of before."""

from __future__ import annotations

from tortoise import fields
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0009_orders_by_person')]
    operations = [
        ops.AddField(model_name='Material', name='original', field=fields.CharField(null=True, max_length=80)),
        ops.AddField(model_name='Material', name='original_type', field=fields.CharField(null=True, max_length=40)),
        ops.AddField(model_name='Material', name='original_size', field=fields.IntField(null=True)),
        ops.AddField(model_name='Material', name='original_sha256', field=fields.CharField(null=True, max_length=64)),
    ]
