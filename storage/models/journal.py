"""The append-only journal with its hash chains, and each organisation's latest ruling."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import Act
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application
from storage.models.offices import Organisation


class JournalEntry(Model):
    """One act. ``chain`` is ``application:ID`` or ``account:ID``; within it ``sequence`` counts from 1 without a gap.

    ``hash`` is the SHA-256 of the entry's content and of ``previous_hash``. Rows are never changed or deleted.
    """

    id = fields.BigIntField(primary_key=True)
    chain = fields.CharField(max_length=40)
    sequence = fields.IntField()
    application: fields.ForeignKeyNullableRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='journal', null=True, on_delete=fields.RESTRICT
    )
    application_id: int | None
    unit_id = fields.IntField(null=True)  # the application's unit, for "the newest acts in my subtree"
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='acts', null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    actor = fields.CharField(max_length=60)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='acts', null=True, on_delete=fields.RESTRICT
    )
    organisation_id: int | None
    office = fields.CharField(max_length=80, default='')
    level = fields.CharField(max_length=12, default='')
    act = fields.CharEnumField(Act, max_length=20)
    reason = fields.TextField(default='')
    details = fields.JSONField[dict[str, Any]](default=dict)  # pins, before, after, changes, numbers
    at = UtcDatetimeField()
    address = fields.CharField(max_length=64, default='')
    previous_hash = fields.CharField(max_length=64, default='')
    hash = fields.CharField(max_length=64)

    class Meta:
        table = 'journal_entry'
        unique_together = (('chain', 'sequence'),)
        indexes = (
            Index(fields=('application_id', 'sequence')),
            Index(fields=('unit_id', 'id')),
            Index(fields=('account_id', 'act', 'id')),
            # 操作日志, the newest first: alone, by act, by office, by person
            Index(fields=('at', 'id')),
            Index(fields=('act', 'at', 'id')),
            Index(fields=('organisation_id', 'at', 'id')),
            Index(fields=('account_id', 'at', 'id')),
        )


class Ruling(Model):
    """The latest decision of one organisation on one application: what the three record pages list."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='rulings', on_delete=fields.RESTRICT
    )
    application_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='rulings', on_delete=fields.RESTRICT
    )
    organisation_id: int
    act = fields.CharEnumField(Act, max_length=20)  # approve, reject or return
    reason = fields.TextField(default='')
    senior = fields.BooleanField(default=False)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='rulings', on_delete=fields.RESTRICT
    )
    account_id: int
    at = UtcDatetimeField()
    version = fields.IntField()  # the application's version right after it: undo requires "no later act"

    class Meta:
        table = 'ruling'
        unique_together = (('application', 'organisation'),)
        indexes = (Index(fields=('organisation_id', 'act', 'at', 'id')),)
