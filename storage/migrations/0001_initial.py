"""The first tables, with what the columns cannot say: one live application a year, one open deferral, one current year,
known values, and a journal that only grows."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.schema.migrate import CreateCheckedModel, SafeMigration

UNIQUE = [
    """CREATE UNIQUE INDEX "one_live_application" ON "application" ("id_number", "year_id") WHERE "status" <> 'cancelled'""",
    """CREATE UNIQUE INDEX "one_open_deferral" ON "deferral" ("application_id") WHERE "state" <> 'cleared'""",
    'CREATE UNIQUE INDEX "one_current_year" ON "exam_year" ("current") WHERE "current"',
]
APPEND_ONLY = {
    'sqlite': [
        """CREATE TRIGGER "journal_no_update" BEFORE UPDATE ON "journal_entry"
           BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
        """CREATE TRIGGER "journal_no_delete" BEFORE DELETE ON "journal_entry"
           BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END""",
    ],
    'postgres': [
        """CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'journal is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER "journal_no_change" BEFORE UPDATE OR DELETE ON "journal_entry"
           FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
        """CREATE TRIGGER "journal_no_truncate" BEFORE TRUNCATE ON "journal_entry"
           FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
    ],
}


async def guard_journal(_apps: Any, editor: Any) -> None:
    """Statement by statement: the framework would split the body of a trigger at its semicolons."""
    for statement in APPEND_ONLY[editor.client.capabilities.dialect]:
        await editor.client.execute_query(statement)


class Migration(SafeMigration):
    initial = True

    operations = [
        ops.CreateModel(
            name='ExamYear',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('year', fields.IntField(unique=True)),
                ('current', fields.BooleanField(default=False)),
                ('parameters', fields.JSONField(default=dict)),
                ('fees', fields.JSONField(default=dict)),
            ],
            options={'table': 'exam_year', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='Organisation',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('code', fields.CharField(unique=True, max_length=20)),
                ('name', fields.CharField(max_length=80)),
                ('level', fields.CharField(max_length=12)),
                ('nature', fields.CharField(null=True, max_length=24)),
                (
                    'parent',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='parent_id',
                        null=True,
                        to_field='id',
                        related_name='children',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('path', fields.CharField(unique=True, max_length=40)),
                ('enabled', fields.BooleanField(default=True)),
            ],
            options={
                'table': 'organisation',
                'app': 'kaohe',
                'indexes': [Index(fields=['parent_id', 'path']), Index(fields=['level', 'path'])],
            },
        ),
        ops.CreateModel(
            name='Account',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('login', fields.CharField(unique=True, max_length=40)),
                ('role', fields.CharField(max_length=12)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        null=True,
                        to_field='id',
                        related_name='accounts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('name', fields.CharField(max_length=30)),
                ('mobile', fields.CharField(null=True, unique=True, max_length=20)),
                ('id_number', fields.CharField(null=True, db_index=True, max_length=18)),
                ('password_hash', fields.CharField(default='', max_length=100)),
                ('old_hashes', fields.JSONField(default=list)),
                ('activated_at', fields.DatetimeField(null=True)),
                ('enabled', fields.BooleanField(default=True)),
                ('epoch', fields.IntField(default=1)),
                ('acted_at', fields.DatetimeField(null=True)),
                ('created_at', fields.DatetimeField()),
            ],
            options={'table': 'account', 'app': 'kaohe', 'indexes': [Index(fields=['organisation_id', 'role'])]},
        ),
        CreateCheckedModel(
            name='Application',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('number', fields.CharField(unique=True, max_length=20)),
                (
                    'year',
                    fields.ForeignKeyField(
                        'kaohe.ExamYear',
                        source_field='year_id',
                        to_field='id',
                        related_name='applications',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'applicant',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='applicant_id',
                        to_field='id',
                        related_name='applications',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'unit',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='unit_id',
                        to_field='id',
                        related_name='applications',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('name', fields.CharField(max_length=30)),
                ('id_number', fields.CharField(max_length=18)),
                ('id_verified_at', fields.DatetimeField(null=True)),
                ('sex', fields.CharField(max_length=8)),
                ('born_on', fields.DateField()),
                ('mobile', fields.CharField(default='', max_length=20)),
                ('grade', fields.SmallIntField(null=True)),
                ('senior', fields.BooleanField(default=False)),
                ('trade', fields.CharField(default='', max_length=8)),
                ('channel', fields.CharField(default='regular', max_length=16)),
                ('basis', fields.CharField(null=True, max_length=16)),
                ('precheck', fields.CharField(null=True, max_length=8)),
                ('status', fields.CharField(default='draft', max_length=12)),
                ('stage', fields.CharField(null=True, max_length=12)),
                (
                    'holder',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='holder_id',
                        null=True,
                        to_field='id',
                        related_name='desk',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('route', fields.JSONField(default=list)),
                ('version', fields.IntField(default=1)),
                ('submissions', fields.SmallIntField(default=0)),
                ('created_at', fields.DatetimeField()),
                ('submitted_at', fields.DatetimeField(null=True)),
                ('arrived_at', fields.DatetimeField(null=True)),
                ('approved_at', fields.DatetimeField(null=True)),
                ('changed_at', fields.DatetimeField()),
                ('form', fields.JSONField(default=dict)),
                ('return_reason', fields.TextField(default='')),
                ('pins', fields.JSONField(default=list)),
                ('deferral_state', fields.CharField(null=True, max_length=12)),
                ('open_notes', fields.SmallIntField(default=0)),
                ('payment', fields.CharField(null=True, max_length=12)),
            ],
            options={
                'table': 'application',
                'app': 'kaohe',
                'indexes': [
                    Index(fields=['holder_id', 'senior', 'arrived_at', 'id']),
                    Index(fields=['status', 'submitted_at', 'id']),
                    Index(
                        fields=[
                            'unit_id',
                            'status',
                            'submitted_at',
                            'id',
                            'grade',
                            'trade',
                            'channel',
                            'basis',
                            'precheck',
                            'stage',
                            'deferral_state',
                            'open_notes',
                            'payment',
                            'name',
                        ]
                    ),
                    Index(fields=['applicant_id', 'year_id']),
                    Index(fields=['status', 'grade', 'trade', 'unit_id']),
                    Index(fields=['mobile']),
                    Index(fields=['id_number']),
                ],
            },
            checks={
                'known_status': "\"status\" IN ('draft', 'in_review', 'returned', 'rejected', 'approved', 'cancelled')",
                'known_stage': "\"stage\" IN ('province', 'city', 'county', 'department', 'unit')",
                'known_grade': '"grade" BETWEEN 1 AND 5',
            },
        ),
        ops.CreateModel(
            name='Claim',
            fields=[
                (
                    'application',
                    fields.OneToOneField(
                        'kaohe.Application',
                        source_field='application_id',
                        primary_key=True,
                        to_field='id',
                        related_name='claim',
                        on_delete=fields.CASCADE,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='claims',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('name', fields.CharField(max_length=30)),
                ('organisation_id', fields.IntField()),
                ('expires_at', fields.DatetimeField(db_index=True)),
            ],
            options={'table': 'claim', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='CommonReason',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('act', fields.CharField(max_length=20)),
                ('text', fields.CharField(max_length=500)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        null=True,
                        to_field='id',
                        related_name='reasons',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('position', fields.IntField(default=0)),
            ],
            options={'table': 'common_reason', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='Deferral',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='deferrals',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='deferrals',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('items', fields.JSONField(default=list)),
                ('note', fields.TextField()),
                ('promised_on', fields.DateField()),
                ('state', fields.CharField(default='open', max_length=12)),
                ('opinion', fields.TextField(default='')),
                ('opened_at', fields.DatetimeField()),
                ('supplied_at', fields.DatetimeField(null=True)),
                ('cleared_at', fields.DatetimeField(null=True)),
            ],
            options={
                'table': 'deferral',
                'app': 'kaohe',
                'indexes': [
                    Index(fields=['application_id', 'state']),
                    Index(fields=['organisation_id', 'state']),
                    Index(fields=['state', 'application_id']),
                ],
            },
        ),
        ops.CreateModel(
            name='DraftText',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='drafts',
                        on_delete=fields.CASCADE,
                    ),
                ),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='drafts',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('kind', fields.CharField(max_length=20)),
                ('text', fields.TextField(default='')),
                ('pins', fields.JSONField(default=list)),
                ('at', fields.DatetimeField()),
            ],
            options={'table': 'draft_text', 'app': 'kaohe', 'unique_together': (('account', 'application', 'kind'),)},
        ),
        ops.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', fields.BigIntField(primary_key=True)),
                ('chain', fields.CharField(max_length=40)),
                ('sequence', fields.IntField()),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        null=True,
                        to_field='id',
                        related_name='journal',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('unit_id', fields.IntField(null=True)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        null=True,
                        to_field='id',
                        related_name='acts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('actor', fields.CharField(max_length=60)),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        null=True,
                        to_field='id',
                        related_name='acts',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('office', fields.CharField(default='', max_length=80)),
                ('level', fields.CharField(default='', max_length=12)),
                ('act', fields.CharField(max_length=20)),
                ('reason', fields.TextField(default='')),
                ('details', fields.JSONField(default=dict)),
                ('at', fields.DatetimeField()),
                ('address', fields.CharField(default='', max_length=64)),
                ('previous_hash', fields.CharField(default='', max_length=64)),
                ('hash', fields.CharField(max_length=64)),
            ],
            options={
                'table': 'journal_entry',
                'app': 'kaohe',
                'unique_together': (('chain', 'sequence'),),
                'indexes': [
                    Index(fields=['application_id', 'sequence']),
                    Index(fields=['unit_id', 'id']),
                    Index(fields=['account_id', 'act', 'id']),
                ],
            },
        ),
        ops.CreateModel(
            name='Mark',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('text', fields.TextField()),
                ('kind', fields.CharField(default='', max_length=40)),
                ('state', fields.CharField(default='open', max_length=12)),
                ('answer', fields.TextField(default='')),
                ('written_at', fields.DatetimeField()),
                ('answered_at', fields.DatetimeField(null=True)),
                ('closed_at', fields.DatetimeField(null=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='marks',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='marks',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='marks',
                        on_delete=fields.RESTRICT,
                    ),
                ),
            ],
            options={
                'table': 'mark',
                'app': 'kaohe',
                'indexes': [Index(fields=['application_id']), Index(fields=['organisation_id', 'state'])],
            },
        ),
        ops.CreateModel(
            name='Material',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='materials',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('kind', fields.CharField(max_length=16)),
                ('file', fields.CharField(max_length=80)),
                ('label', fields.CharField(max_length=120)),
                ('media_type', fields.CharField(max_length=40)),
                ('size', fields.IntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('pages', fields.SmallIntField(default=1)),
                (
                    'uploaded_by',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='uploaded_by_id',
                        to_field='id',
                        related_name='uploads',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('uploaded_at', fields.DatetimeField()),
                ('removed_at', fields.DatetimeField(null=True)),
            ],
            options={'table': 'material', 'app': 'kaohe', 'indexes': [Index(fields=['application_id', 'kind'])]},
        ),
        ops.CreateModel(
            name='Opinion',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('text', fields.TextField()),
                ('kind', fields.CharField(default='', max_length=40)),
                ('state', fields.CharField(default='open', max_length=12)),
                ('answer', fields.TextField(default='')),
                ('written_at', fields.DatetimeField()),
                ('answered_at', fields.DatetimeField(null=True)),
                ('closed_at', fields.DatetimeField(null=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='opinions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='opinions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='opinions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
            ],
            options={
                'table': 'opinion',
                'app': 'kaohe',
                'indexes': [Index(fields=['application_id']), Index(fields=['organisation_id', 'state'])],
            },
        ),
        ops.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='orders',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('pay_code', fields.CharField(unique=True, max_length=20)),
                ('amount_fen', fields.IntField()),
                ('status', fields.CharField(default='due', max_length=12)),
                ('created_at', fields.DatetimeField()),
                ('paid_at', fields.DatetimeField(null=True)),
            ],
            options={'table': 'payment_order', 'app': 'kaohe', 'indexes': [Index(fields=['application_id', 'status'])]},
        ),
        ops.CreateModel(
            name='PriorPass',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                ('id_number', fields.CharField(db_index=True, max_length=18)),
                ('name', fields.CharField(max_length=30)),
                ('year', fields.IntField()),
                ('grade', fields.SmallIntField()),
                ('trade', fields.CharField(max_length=40)),
                ('unit', fields.CharField(max_length=80)),
                ('certificate_number', fields.CharField(max_length=40)),
                ('result', fields.CharField(default='合格', max_length=20)),
            ],
            options={'table': 'prior_pass', 'app': 'kaohe', 'unique_together': (('id_number', 'year', 'grade'),)},
        ),
        ops.CreateModel(
            name='Revision',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='revisions',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('submission', fields.SmallIntField()),
                ('form', fields.JSONField()),
                ('materials', fields.JSONField(default=dict)),
                ('changes', fields.JSONField(default=list)),
                ('at', fields.DatetimeField()),
            ],
            options={'table': 'revision', 'app': 'kaohe', 'unique_together': (('application', 'submission'),)},
        ),
        ops.CreateModel(
            name='Ruling',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'application',
                    fields.ForeignKeyField(
                        'kaohe.Application',
                        source_field='application_id',
                        to_field='id',
                        related_name='rulings',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                (
                    'organisation',
                    fields.ForeignKeyField(
                        'kaohe.Organisation',
                        source_field='organisation_id',
                        to_field='id',
                        related_name='rulings',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('act', fields.CharField(max_length=20)),
                ('reason', fields.TextField(default='')),
                ('senior', fields.BooleanField(default=False)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='rulings',
                        on_delete=fields.RESTRICT,
                    ),
                ),
                ('at', fields.DatetimeField()),
                ('version', fields.IntField()),
            ],
            options={
                'table': 'ruling',
                'app': 'kaohe',
                'unique_together': (('application', 'organisation'),),
                'indexes': [Index(fields=['organisation_id', 'act', 'at', 'id'])],
            },
        ),
        ops.CreateModel(
            name='Session',
            fields=[
                ('key', fields.CharField(primary_key=True, max_length=64)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'kaohe.Account',
                        source_field='account_id',
                        to_field='id',
                        related_name='sessions',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('epoch', fields.IntField()),
                ('restricted', fields.BooleanField(default=False)),
                ('address', fields.CharField(default='', max_length=64)),
                ('agent', fields.CharField(default='', max_length=200)),
                ('created_at', fields.DatetimeField()),
                ('seen_at', fields.DatetimeField(db_index=True)),
            ],
            options={'table': 'session', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='SignInFailure',
            fields=[
                ('id', fields.BigIntField(primary_key=True)),
                ('login', fields.CharField(max_length=64)),
                ('address', fields.CharField(max_length=64)),
                ('at', fields.DatetimeField()),
            ],
            options={
                'table': 'sign_in_failure',
                'app': 'kaohe',
                'indexes': [Index(fields=['login', 'at']), Index(fields=['address', 'at'])],
            },
        ),
        ops.CreateModel(
            name='Trade',
            fields=[
                ('code', fields.CharField(primary_key=True, max_length=8)),
                ('name', fields.CharField(unique=True, max_length=40)),
                ('group_code', fields.CharField(max_length=4)),
                ('group_name', fields.CharField(max_length=40)),
                ('enabled', fields.BooleanField(default=True)),
            ],
            options={'table': 'trade', 'app': 'kaohe'},
        ),
        ops.CreateModel(
            name='Window',
            fields=[
                ('id', fields.IntField(primary_key=True)),
                (
                    'year',
                    fields.ForeignKeyField(
                        'kaohe.ExamYear',
                        source_field='year_id',
                        to_field='id',
                        related_name='windows',
                        on_delete=fields.CASCADE,
                    ),
                ),
                ('kind', fields.CharField(max_length=16)),
                ('level', fields.CharField(null=True, max_length=12)),
                ('name', fields.CharField(max_length=40)),
                ('opens_at', fields.DatetimeField()),
                ('closes_at', fields.DatetimeField()),
            ],
            options={'table': 'window', 'app': 'kaohe', 'indexes': [Index(fields=['year_id', 'kind'])]},
        ),
        ops.RunSQL(UNIQUE),
        ops.RunPython(guard_journal),
    ]
