"""Payment, seating and results: receipts, bundles, refunds and statements; sites, rooms, sessions, tickets; scores."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration

FILL = """UPDATE "payment_order" SET
    "unit_id" = (SELECT "unit_id" FROM "application" WHERE "application"."id" = "payment_order"."application_id"),
    "grade" = (SELECT "grade" FROM "application" WHERE "application"."id" = "payment_order"."application_id"),
    "year_id" = (SELECT "year_id" FROM "application" WHERE "application"."id" = "payment_order"."application_id")"""
ONE_ORDER = """CREATE UNIQUE INDEX "one_live_order" ON "payment_order" ("application_id")
    WHERE "status" IN ('due', 'paid', 'exempt')"""


class Migration(SafeMigration):
    dependencies = [('kaohe', '0003_find_acts')]

    operations = [
        ops.CreateModel(
            name='ExamSession',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'year',
                    fields.ForeignKeyField(
                        'kaohe.ExamYear',
                        source_field='year_id',
                        to_field='id',
                        related_name='exam_sessions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='exam_sessions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('name', fields.CharField(max_length=40)),
                ('grades', fields.JSONField(default=list)),
                ('papers', fields.JSONField(default=list)),
                ('starts_at', fields.DatetimeField()),
                ('ends_at', fields.DatetimeField()),
                (
                    'printing',
                    fields.ForeignKeyField(
                        'kaohe.Window',
                        source_field='printing_id',
                        null=True,
                        to_field='id',
                        related_name='exam_sessions',
                        on_delete=fields.SET_NULL,
                    ),
                ),
            ],
            options={
                'table': 'exam_session',
                'app': 'kaohe',
                'indexes': [Index(fields=['organisation_id', 'year_id', 'starts_at'])],
            },
        ),
        ops.CreateModel(
            name='PaymentBundle',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='bundles',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='bundles',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('pay_code', fields.CharField(unique=True, max_length=20)),
                ('amount_fen', fields.BigIntField()),
                ('status', fields.CharField(default='due', max_length=12)),
                ('created_at', fields.DatetimeField()),
                ('paid_at', fields.DatetimeField(null=True)),
                ('ended_at', fields.DatetimeField(null=True)),
            ],
            options={
                'table': 'payment_bundle',
                'app': 'kaohe',
                'indexes': [Index(fields=['organisation_id', 'status', 'id'])],
            },
        ),
        ops.CreateModel(
            name='BundleItem',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'bundle',
                    fields.ForeignKeyField(
                        'kaohe.PaymentBundle',
                        source_field='bundle_id',
                        to_field='id',
                        related_name='items',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'order',
                    fields.ForeignKeyField(
                        'kaohe.PaymentOrder',
                        source_field='order_id',
                        to_field='id',
                        related_name='bundle_items',
                        on_delete=fields.RESTRICT,
                    ),
                ),
            ],
            options={
                'table': 'bundle_item',
                'app': 'kaohe',
                'unique_together': (('bundle', 'order'),),
                'indexes': [Index(fields=['order_id'])],
            },
        ),
        ops.CreateModel(
            name='Refund',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'order',
                    fields.ForeignKeyField(
                        'kaohe.PaymentOrder',
                        source_field='order_id',
                        unique=True,
                        to_field='id',
                        related_name='refunds',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('amount_fen', fields.IntField()),
                ('reason', fields.CharField(max_length=500)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='refunds',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('at', fields.DatetimeField()),
            ],
            options={'table': 'refund', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='ScoreImport',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='score_imports',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='score_imports',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('label', fields.CharField(max_length=120)),
                ('counts', fields.JSONField(default=dict)),
                ('at', fields.DatetimeField()),
            ],
            options={'table': 'score_import', 'app': 'kaohe', 'indexes': [Index(fields=['organisation_id', 'id'])]},
        ),
        ops.CreateModel(
            name='ExamResult',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        unique=True,
                        to_field='id',
                        related_name='results',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'batch',
                    fields.ForeignKeyField(
                        'kaohe.ScoreImport',
                        source_field='batch_id',
                        to_field='id',
                        related_name='results',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('unit_id', fields.IntField()),
                ('grade', fields.SmallIntField()),
                ('year_id', fields.IntField()),
                ('scores', fields.JSONField(default=dict)),
                ('conclusion', fields.CharField(max_length=16)),
                ('remark', fields.CharField(default='', max_length=200)),
                ('version', fields.IntField(default=1)),
                ('imported_at', fields.DatetimeField()),
                ('published_at', fields.DatetimeField(null=True)),
            ],
            options={
                'table': 'exam_result',
                'app': 'kaohe',
                'indexes': [
                    Index(fields=['unit_id', 'grade', 'conclusion', 'published_at']),
                    Index(fields=['conclusion', 'published_at', 'id', 'unit_id']),
                ],
            },
        ),
        ops.CreateModel(
            name='SeatingPlan',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'year',
                    fields.ForeignKeyField(
                        'kaohe.ExamYear',
                        source_field='year_id',
                        to_field='id',
                        related_name='seating_plans',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='seating_plans',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='seating_plans',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('seed', fields.CharField(max_length=32)),
                ('state', fields.CharField(default='drawn', max_length=12)),
                ('seated', fields.IntField()),
                ('left', fields.JSONField(default=list)),
                ('digest', fields.CharField(default='', max_length=64)),
                ('drawn_at', fields.DatetimeField()),
                ('published_at', fields.DatetimeField(null=True)),
            ],
            options={
                'table': 'seating_plan',
                'app': 'kaohe',
                'indexes': [Index(fields=['organisation_id', 'year_id', 'id'])],
            },
        ),
        ops.CreateModel(
            name='Site',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'year',
                    fields.ForeignKeyField(
                        'kaohe.ExamYear',
                        source_field='year_id',
                        to_field='id',
                        related_name='sites',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='sites',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('number', fields.SmallIntField()),
                ('name', fields.CharField(max_length=60)),
                ('address', fields.CharField(max_length=120)),
                ('directions', fields.CharField(default='', max_length=200)),
                ('enabled', fields.BooleanField(default=True)),
            ],
            options={'table': 'site', 'app': 'kaohe', 'unique_together': (('organisation', 'year', 'number'),)},
        ),
        ops.CreateModel(
            name='Room',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'site',
                    fields.ForeignKeyField(
                        'kaohe.Site',
                        source_field='site_id',
                        to_field='id',
                        related_name='rooms',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('number', fields.SmallIntField()),
                ('name', fields.CharField(max_length=40)),
                ('capacity', fields.SmallIntField()),
                ('enabled', fields.BooleanField(default=True)),
            ],
            options={'table': 'room', 'app': 'kaohe', 'unique_together': (('site', 'number'),)},
        ),
        ops.CreateModel(
            name='AdmissionTicket',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        unique=True,
                        to_field='id',
                        related_name='tickets',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'plan',
                    fields.ForeignKeyField(
                        'kaohe.SeatingPlan',
                        source_field='plan_id',
                        to_field='id',
                        related_name='tickets',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'session',
                    fields.ForeignKeyField(
                        'kaohe.ExamSession',
                        source_field='session_id',
                        to_field='id',
                        related_name='tickets',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'room',
                    fields.ForeignKeyField(
                        'kaohe.Room',
                        source_field='room_id',
                        to_field='id',
                        related_name='tickets',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('number', fields.CharField(unique=True, max_length=12)),
                ('room_number', fields.SmallIntField()),
                ('seat', fields.SmallIntField()),
                ('token', fields.CharField(unique=True, max_length=32)),
                ('unit_id', fields.IntField()),
                ('grade', fields.SmallIntField()),
                ('created_at', fields.DatetimeField()),
                ('printed_at', fields.DatetimeField(null=True)),
                ('prints', fields.IntField(default=0)),
            ],
            options={
                'table': 'admission_ticket',
                'app': 'kaohe',
                'unique_together': (('session', 'room', 'seat'),),
                'indexes': [Index(fields=['unit_id', 'grade', 'number']), Index(fields=['plan_id', 'number'])],
            },
        ),
        ops.CreateModel(
            name='Statement',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='statements',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='statements',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('label', fields.CharField(max_length=120)),
                ('sha256', fields.CharField(max_length=64)),
                ('counts', fields.JSONField(default=dict)),
                ('at', fields.DatetimeField()),
            ],
            options={
                'table': 'statement',
                'app': 'kaohe',
                'indexes': [Index(fields=['organisation_id', 'id']), Index(fields=['sha256'])],
            },
        ),
        ops.CreateModel(
            name='Receipt',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('channel', fields.CharField(max_length=12)),
                ('key', fields.CharField(null=True, unique=True, max_length=96)),
                ('trade_no', fields.CharField(default='', max_length=64)),
                ('pay_code', fields.CharField(default='', max_length=32)),
                ('amount_fen', fields.BigIntField(null=True)),
                ('told_at', fields.DatetimeField(null=True)),
                ('received_at', fields.DatetimeField()),
                ('outcome', fields.CharField(max_length=16)),
                (
                    'order',
                    fields.ForeignKeyField(
                        'kaohe.PaymentOrder',
                        source_field='order_id',
                        null=True,
                        to_field='id',
                        related_name='receipts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'bundle',
                    fields.ForeignKeyField(
                        'kaohe.PaymentBundle',
                        source_field='bundle_id',
                        null=True,
                        to_field='id',
                        related_name='receipts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'statement',
                    fields.ForeignKeyField(
                        'kaohe.Statement',
                        source_field='statement_id',
                        null=True,
                        to_field='id',
                        related_name='receipts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('organisation_id', fields.IntField(null=True)),
                ('details', fields.JSONField(default=dict)),
                ('handled_at', fields.DatetimeField(null=True)),
                ('handled_by', fields.IntField(null=True)),
                ('handling', fields.CharField(default='', max_length=500)),
            ],
            options={
                'table': 'receipt',
                'app': 'kaohe',
                'indexes': [
                    Index(fields=['order_id']),
                    Index(fields=['bundle_id']),
                    Index(fields=['statement_id', 'outcome']),
                    Index(fields=['outcome', 'handled_at', 'id']),
                    Index(fields=['organisation_id', 'id']),
                ],
            },
        ),
        ops.AddField(
            model_name='PaymentOrder',
            name='channel',
            field=fields.CharField(null=True, max_length=12),
        ),
        ops.AddField(
            model_name='PaymentOrder',
            name='ended_at',
            field=fields.DatetimeField(null=True),
        ),
        ops.AddField(
            model_name='PaymentOrder',
            name='grade',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='PaymentOrder',
            name='unit_id',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='PaymentOrder',
            name='year_id',
            field=fields.IntField(null=True),
        ),
        ops.AddIndex(
            model_name='PaymentOrder',
            index=Index(fields=['year_id', 'unit_id', 'status', 'grade', 'amount_fen', 'id', 'channel', 'paid_at']),
        ),
        ops.AddIndex(
            model_name='PaymentOrder',
            index=Index(fields=['status', 'id', 'unit_id']),
        ),
        ops.AddIndex(
            model_name='Application',
            index=Index(fields=['year_id', 'status', 'unit_id', 'payment', 'grade', 'trade', 'id', 'name']),
        ),
        ops.AddField(
            model_name='PriorPass',
            name='application_id',
            field=fields.IntField(null=True),
        ),
        ops.AddIndex(
            model_name='PriorPass',
            index=Index(fields=['application_id']),
        ),
        ops.RunSQL([FILL, ONE_ORDER]),
    ]
