"""The overlays of an application: deferral, opinion, mark, and the passes of earlier years."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import DeferralState, NoteState
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application
from storage.models.offices import Organisation


class Deferral(Model):
    """容缺后补: which materials may follow later, and until when."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='deferrals', on_delete=fields.RESTRICT
    )
    application_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='deferrals', on_delete=fields.RESTRICT
    )
    organisation_id: int
    items = fields.JSONField[list[str]](default=list)  # MaterialKind values
    note = fields.TextField()
    promised_on = fields.DateField()
    state = fields.CharEnumField(DeferralState, max_length=12, default=DeferralState.OPEN)
    opinion = fields.TextField(default='')  # why a recheck failed
    opened_at = UtcDatetimeField()
    supplied_at = UtcDatetimeField(null=True)
    cleared_at = UtcDatetimeField(null=True)

    class Meta:
        table = 'deferral'
        indexes = (
            Index(fields=('application_id', 'state')),
            Index(fields=('organisation_id', 'state')),
            Index(fields=('state', 'application_id')),
        )


class Note(Model):
    """The common base of opinion and mark: written by a higher office, answered by the unit, closed by that office."""

    id = fields.IntField(primary_key=True)
    text = fields.TextField()
    kind = fields.CharField(max_length=40, default='')
    state = fields.CharEnumField(NoteState, max_length=12, default=NoteState.OPEN)
    answer = fields.TextField(default='')
    written_at = UtcDatetimeField()
    answered_at = UtcDatetimeField(null=True)
    closed_at = UtcDatetimeField(null=True)

    class Meta:
        abstract = True


class Opinion(Note):
    """市级复核意见."""

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='opinions', on_delete=fields.RESTRICT
    )
    application_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='opinions', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='opinions', on_delete=fields.RESTRICT
    )
    account_id: int

    class Meta:
        table = 'opinion'
        indexes = (Index(fields=('application_id',)), Index(fields=('organisation_id', 'state')))


class Mark(Note):
    """省级标记."""

    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='marks', on_delete=fields.RESTRICT
    )
    application_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='marks', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='marks', on_delete=fields.RESTRICT
    )
    account_id: int

    class Meta:
        table = 'mark'
        indexes = (Index(fields=('application_id',)), Index(fields=('organisation_id', 'state')))


class PriorPass(Model):
    """往年报考合格库: one pass of an earlier year, found by ID number."""

    id = fields.IntField(primary_key=True)
    id_number = fields.CharField(max_length=18, db_index=True)
    name = fields.CharField(max_length=30)
    year = fields.IntField()
    grade = fields.SmallIntField()
    trade = fields.CharField(max_length=40)
    unit = fields.CharField(max_length=80)
    certificate_number = fields.CharField(max_length=40)
    result = fields.CharField(max_length=20, default='合格')
    application_id = fields.IntField(null=True)  # the application whose published result this is; None if imported

    class Meta:
        table = 'prior_pass'
        unique_together = (('id_number', 'year', 'grade'),)
        indexes = (
            Index(fields=('year', 'id')),
            Index(fields=('grade', 'year', 'id')),
            Index(fields=('certificate_number',)),
            Index(fields=('application_id',)),
        )
