"""Indexes for 操作日志 and 往年报考合格库: acts by time, kind, office and person, passes by year, grade and certificate."""

from __future__ import annotations

from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0002_find_accounts')]
    operations = [
        ops.AddIndex(model_name='JournalEntry', index=Index(fields=['at', 'id'])),
        ops.AddIndex(model_name='JournalEntry', index=Index(fields=['act', 'at', 'id'])),
        ops.AddIndex(model_name='JournalEntry', index=Index(fields=['organisation_id', 'at', 'id'])),
        ops.AddIndex(model_name='JournalEntry', index=Index(fields=['account_id', 'at', 'id'])),
        ops.AddIndex(model_name='PriorPass', index=Index(fields=['year', 'id'])),
        ops.AddIndex(model_name='PriorPass', index=Index(fields=['grade', 'year', 'id'])),
        ops.AddIndex(model_name='PriorPass', index=Index(fields=['certificate_number'])),
    ]
