"""Temporary data of reviewers: who is looking at which application, and unsent texts."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application


class Claim(Model):
    """A lease on an application in review: shown to all others, but it is not a lock."""

    application: fields.OneToOneRelation[Application] = fields.OneToOneField(
        'kaohe.Application', related_name='claim', on_delete=fields.CASCADE, primary_key=True
    )
    application_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='claims', on_delete=fields.CASCADE
    )
    account_id: int
    name = fields.CharField(max_length=30)
    organisation_id = fields.IntField()
    expires_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = 'claim'


class DraftText(Model):
    """An unfinished reason or opinion, per account and application; survives a restart."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='drafts', on_delete=fields.CASCADE
    )
    account_id: int
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='drafts', on_delete=fields.CASCADE
    )
    application_id: int
    kind = fields.CharField(max_length=20)
    text = fields.TextField(default='')
    pins = fields.JSONField[list[dict[str, str]]](default=list)
    at = UtcDatetimeField()

    class Meta:
        table = 'draft_text'
        unique_together = (('account', 'application', 'kind'),)
