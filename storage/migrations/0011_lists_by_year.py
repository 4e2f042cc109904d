"""The wide indexes of applications begin with the year, so that a list of one year reads nothing of the others.

A queue waits over all years: its index ends with the year, so that it is counted by year without reading a row.
"""

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
_QUEUE = ['holder_id', 'senior', 'arrived_at', 'id']


class Migration(SafeMigration):
    dependencies = [('kaohe', '0010_originals')]
    operations = [
        operation
        for before, after in (
            (_BY_SCOPE, ['year_id', *_BY_SCOPE]),
            (_BY_STATUS, ['year_id', *_BY_STATUS]),
            (_QUEUE, [*_QUEUE, 'year_id']),
        )
        for operation in (
            ops.RemoveIndex(model_name='Application', fields=before),
            ops.AddIndex(model_name='Application', index=Index(fields=after)),
        )
    ]
