"""考核结果: the imports, and each person's scores and conclusion."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import Conclusion
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application
from storage.models.offices import Organisation

# The columns that 考核结果查询 filters, counts and sorts by: in one index, so that 200,000 are counted without a row.
LISTED = ('year_id', 'unit_id', 'published_at', 'conclusion', 'grade', 'application_id', 'id')


class ScoreImport(Model):
    """导入成绩: one imported file."""

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='score_imports', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='score_imports', on_delete=fields.RESTRICT
    )
    account_id: int
    label = fields.CharField(max_length=120)
    counts = fields.JSONField[dict[str, int]](default=dict)
    at = UtcDatetimeField()

    class Meta:
        table = 'score_import'
        indexes = (Index(fields=('organisation_id', 'id')),)


class ExamResult(Model):
    """Scores in hundredths of a point by subject, and the conclusion by the year's table of subjects.

    Offices below the importing office and the applicant see it only after publication. ``unit_id``, ``grade`` and
    ``year_id`` are the application's. ``pending`` is the panel's review of grade 1, entered after the theory result
    was published and not published yet: the future ``{'scores': …, 'conclusion': …, 'remark': …}``,
    with ``attendance`` where there is one.
    """

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='results', on_delete=fields.RESTRICT, unique=True
    )
    application_id: int
    batch: fields.ForeignKeyRelation[ScoreImport] = fields.ForeignKeyField(
        'kaohe.ScoreImport', related_name='results', on_delete=fields.RESTRICT
    )
    batch_id: int  # the latest import that wrote it
    unit_id = fields.IntField()
    grade = fields.SmallIntField()
    year_id = fields.IntField()
    scores = fields.JSONField[dict[str, int]](default=dict)  # Subject value to hundredths of a point
    attendance = fields.JSONField[dict[str, str] | None](null=True)  # Subject value, or 'person', to 缺考 or 违纪
    conclusion = fields.CharEnumField(Conclusion, max_length=16)
    remark = fields.CharField(max_length=200, default='')
    version = fields.IntField(default=1)
    imported_at = UtcDatetimeField()
    published_at = UtcDatetimeField(null=True)
    pending = fields.JSONField[dict[str, Any] | None](null=True)

    class Meta:
        table = 'exam_result'
        indexes = (Index(fields=LISTED),)
