"""A review that waits for its publication beside a published theory result, and one wide index for 考核结果查询."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0007_one_each')]
    operations = [
        ops.AddField(model_name='ExamResult', name='pending', field=fields.JSONField(null=True)),
        ops.RemoveIndex(model_name='ExamResult', fields=['unit_id', 'grade', 'conclusion', 'published_at']),
        ops.RemoveIndex(model_name='ExamResult', fields=['conclusion', 'published_at', 'id', 'unit_id']),
        ops.AddIndex(
            model_name='ExamResult',
            index=Index(fields=['year_id', 'unit_id', 'published_at', 'conclusion', 'grade', 'application_id', 'id']),
        ),
    ]
