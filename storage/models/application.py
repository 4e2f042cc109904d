"""The application, what changed from one submission to the next, and its materials."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import (
    Basis,
    Channel,
    DeferralState,
    Finding,
    Level,
    MaterialKind,
    OrderStatus,
    Sex,
    Status,
)
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.offices import Organisation
from storage.models.year import ExamYear

# The filter columns of lists: with all of them in an index, lists and counts are answered without reading a row.
_FILTERED = (
    *('grade', 'trade', 'channel', 'basis', 'precheck', 'stage'),
    *('deferral_state', 'open_notes', 'payment', 'name'),
)
# For a scope: a subtree, in any status. For a roster: read in order until the page is full.
SEARCHED = ('year_id', 'unit_id', 'status', 'submitted_at', 'id', *_FILTERED)
OF_ONE_STATUS = ('year_id', 'status', 'submitted_at', 'id', 'unit_id', *_FILTERED)
# The same for 应缴报考人员列表 and the seating of a year's approved persons.
OWING = ('year_id', 'status', 'unit_id', 'payment', 'grade', 'trade', 'id', 'name')
# How a year stood at a moment: 去年同期.
STOOD = ('year_id', 'unit_id', 'first_submitted_at', 'approved_at', 'channel', 'id')


class Application(Model):
    """One person, one year, one grade, one trade.

    Values that lists filter and sort by are columns; all typed values are in ``form`` (``Form`` as JSON).
    ``route`` is the list of holders computed at submission, ``[{'id': 7, 'level': 'unit'}, …]``; ``holder`` is set only
    while in review. ``version`` rises with every act, so that a decision can name the state it was based on.
    """

    id = fields.IntField(primary_key=True)
    number = fields.CharField(max_length=20, unique=True)
    year: fields.ForeignKeyRelation[ExamYear] = fields.ForeignKeyField(
        'kaohe.ExamYear', related_name='applications', on_delete=fields.RESTRICT
    )
    year_id: int
    applicant: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='applications', on_delete=fields.RESTRICT
    )
    applicant_id: int
    unit: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='applications', on_delete=fields.RESTRICT
    )
    unit_id: int
    name = fields.CharField(max_length=30)
    id_number = fields.CharField(max_length=18)
    id_verified_at = UtcDatetimeField(null=True)  # 添加身份证号: 已核
    sex = fields.CharEnumField(Sex, max_length=8)
    born_on = fields.DateField()
    mobile = fields.CharField(max_length=20, default='')
    grade = fields.SmallIntField(null=True)
    senior = fields.BooleanField(default=False)  # grade 1: 高级技师审核
    trade = fields.CharField(max_length=8, default='')
    channel = fields.CharEnumField(Channel, max_length=16, default=Channel.REGULAR)
    basis = fields.CharEnumField(Basis, max_length=16, null=True)
    precheck = fields.CharEnumField(Finding, max_length=8, null=True)

    status = fields.CharEnumField(Status, max_length=12, default=Status.DRAFT)
    stage = fields.CharEnumField(Level, max_length=12, null=True)
    holder: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='desk', null=True, on_delete=fields.RESTRICT
    )
    holder_id: int | None
    route = fields.JSONField[list[dict[str, Any]]](default=list)
    version = fields.IntField(default=1)
    submissions = fields.SmallIntField(default=0)
    created_at = UtcDatetimeField()
    first_submitted_at = UtcDatetimeField(null=True)
    submitted_at = UtcDatetimeField(null=True)  # the last time
    arrived_at = UtcDatetimeField(null=True)  # when it came to the current holder
    approved_at = UtcDatetimeField(null=True)
    changed_at = UtcDatetimeField()

    form = fields.JSONField[dict[str, Any]](default=dict)
    return_reason = fields.TextField(default='')
    pins = fields.JSONField[list[dict[str, str]]](default=list)  # [{'key': field or material, 'remark': …}]

    # Copies of overlay values for the filters of the lists; written in the overlay's own transaction.
    deferral_state = fields.CharEnumField(DeferralState, max_length=12, null=True)
    open_notes = fields.SmallIntField(default=0)  # opinions and marks that are not closed
    payment = fields.CharEnumField(OrderStatus, max_length=12, null=True)

    class Meta:
        table = 'application'
        indexes = (
            Index(fields=('holder_id', 'senior', 'arrived_at', 'id', 'year_id')),
            Index(fields=OF_ONE_STATUS),
            Index(fields=SEARCHED),
            Index(fields=OWING),
            Index(fields=STOOD),
            Index(fields=('applicant_id', 'year_id')),
            Index(fields=('mobile',)),
            Index(fields=('id_number',)),
        )


class Revision(Model):
    """The content of one submission, and how it differs from the previous one (修改对比)."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='revisions', on_delete=fields.RESTRICT
    )
    application_id: int
    submission = fields.SmallIntField()
    form = fields.JSONField[dict[str, Any]]()
    materials = fields.JSONField[dict[str, list[str]]](default=dict)  # kind to the SHA-256 of its files
    changes = fields.JSONField[list[dict[str, str]]](default=list)  # key, label, old, new, remark
    at = UtcDatetimeField()

    class Meta:
        table = 'revision'
        unique_together = (('application', 'submission'),)


class Material(Model):
    """One uploaded file of one kind; the content is outside the database under a random name."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='materials', on_delete=fields.RESTRICT
    )
    application_id: int
    kind = fields.CharEnumField(MaterialKind, max_length=16)
    file = fields.CharField(max_length=80)  # the random name
    label = fields.CharField(max_length=120)  # the original file name; for display only
    media_type = fields.CharField(max_length=40)
    size = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    pages = fields.SmallIntField(default=1)
    # The file as it came, under a random name of its own; empty if it was stored unchanged, and once it was deleted.
    original = fields.CharField(max_length=80, null=True)
    original_type = fields.CharField(max_length=40, null=True)
    original_size = fields.IntField(null=True)
    original_sha256 = fields.CharField(max_length=64, null=True)
    uploaded_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='uploads', on_delete=fields.RESTRICT
    )
    uploaded_by_id: int
    uploaded_at = UtcDatetimeField()
    removed_at = UtcDatetimeField(null=True)

    class Meta:
        table = 'material'
        indexes = (Index(fields=('application_id', 'kind')),)
