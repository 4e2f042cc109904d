"""Indexes for 用户管理: accounts found by a part of the name and by whether they can be used, without reading rows."""

from __future__ import annotations

from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0001_initial')]
    operations = [
        ops.AddIndex(model_name='Account', index=Index(fields=['name', 'organisation_id', 'role'])),
        ops.AddIndex(model_name='Account', index=Index(fields=['enabled', 'password_hash', 'organisation_id', 'role'])),
    ]
