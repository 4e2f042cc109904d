"""The wide indexes of applications begin with the year: a list of one year reads nothing of the others."""

from __future__ import annotations

from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration

_FILTERED = [
    *('grade', 'trade', 'channel', 'basis', 'precheck', 'stage'),
    *('deferral_state', 'open_notes', 'payment', 'name'),
]
_BY_SCOPE = ['unit_id', 'status', 'submitted_at', 'id', *_FILTERED]
_BY_STATUS = ['status', 'submitted_at', 'id', 'unit_id', *_FILTERED]


class Migration(SafeMigration):
    dependencies = [('kaohe', '0010_originals')]
    operations = [
        operation
        for fields in (_BY_SCOPE, _BY_STATUS)
        for operation in (
            ops.RemoveIndex(model_name='Application', fields=fields),
            ops.AddIndex(model_name='Application', index=Index(fields=['year_id', *fields])),
        )
    ]
