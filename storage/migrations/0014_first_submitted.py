"""When an application was submitted for the first time, from its first revision, and the index that counts it."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration

_FILL = """UPDATE "application" SET "first_submitted_at" = COALESCE((
    SELECT "at" FROM "revision" WHERE "application_id" = "application"."id" AND "submission" = 1
), "submitted_at") WHERE "submitted_at" IS NOT NULL"""


class Migration(SafeMigration):
    dependencies = [('kaohe', '0013_subjects')]
    operations = [
        ops.AddField(model_name='Application', name='first_submitted_at', field=fields.DatetimeField(null=True)),
        ops.RunSQL(_FILL),
        ops.AddIndex(
            model_name='Application',
            index=Index(fields=['year_id', 'unit_id', 'first_submitted_at', 'approved_at', 'channel', 'id']),
        ),
    ]
