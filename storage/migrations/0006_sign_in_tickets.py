"""Sign-in tickets as rows: what one process gave out another one redeems, once."""

from __future__ import annotations

from tortoise import fields
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration


class Migration(SafeMigration):
    dependencies = [('kaohe', '0005_lists_without_rows')]
    operations = [
        ops.CreateModel(
            name='SignInTicket',
            fields=[
                ('key', fields.CharField(primary_key=True, max_length=64)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='sign_in_tickets',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('epoch', fields.IntField()),
                ('restricted', fields.BooleanField()),
                ('address', fields.CharField(default='', max_length=64)),
                ('agent', fields.CharField(default='', max_length=200)),
                ('expires_at', fields.DatetimeField()),
            ],
            options={'table': 'sign_in_ticket', 'app': 'kaohe'},
        ),
    ]
