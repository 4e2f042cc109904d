"""The wide index of orders names the person too: searching orders by name or trade reads no order's row."""

from __future__ import annotations

from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0008_results')]
    operations = [
        ops.RemoveIndex(
            model_name='PaymentOrder',
            fields=['year_id', 'unit_id', 'status', 'grade', 'amount_fen', 'id', 'channel', 'paid_at'],
        ),
        ops.AddIndex(
            model_name='PaymentOrder',
            index=Index(
                fields=[
                    'year_id',
                    'unit_id',
                    'status',
                    'grade',
                    'amount_fen',
                    'id',
                    'channel',
                    'paid_at',
                    'application_id',
                ]
            ),
        ),
    ]
