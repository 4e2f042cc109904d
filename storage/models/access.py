"""Signing in: accounts, their sessions, and failed attempts."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import Role
from storage.fields import UtcDatetimeField
from storage.models.offices import Organisation


class Account(Model):
    """One person's account. ``password_hash`` is empty until the account is activated with the initial password."""

    id = fields.IntField(primary_key=True)
    login = fields.CharField(max_length=40, unique=True)
    role = fields.CharEnumField(Role, max_length=12)
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='accounts', null=True, on_delete=fields.RESTRICT
    )
    organisation_id: int | None
    name = fields.CharField(max_length=30)
    mobile = fields.CharField(max_length=20, null=True, unique=True)
    id_number = fields.CharField(max_length=18, null=True, db_index=True)
    password_hash = fields.CharField(max_length=100, default='')
    old_hashes = fields.JSONField[list[str]](default=list)
    activated_at = UtcDatetimeField(null=True)
    enabled = fields.BooleanField(default=True)
    epoch = fields.IntField(default=1)  # increased by every act that ends all sessions at once
    acted_at = UtcDatetimeField(null=True)
    created_at = UtcDatetimeField()

    class Meta:
        table = 'account'
        indexes = (
            Index(fields=('organisation_id', 'role')),
            # 用户管理 over all accounts: part of a name, waiting or disabled accounts, from an index alone
            Index(fields=('name', 'organisation_id', 'role')),
            Index(fields=('enabled', 'password_hash', 'organisation_id', 'role')),
        )


class Session(Model):
    """One signed-in browser; the key is the SHA-256 of its cookie."""

    key = fields.CharField(max_length=64, primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='sessions', on_delete=fields.CASCADE
    )
    account_id: int
    epoch = fields.IntField()
    restricted = fields.BooleanField(default=False)  # may only change the password
    address = fields.CharField(max_length=64, default='')
    agent = fields.CharField(max_length=200, default='')
    created_at = UtcDatetimeField()
    seen_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = 'session'


class SignInTicket(Model):
    """A one-time ticket for a checked sign-in, valid for some seconds; the key is the SHA-256 of its token."""

    key = fields.CharField(max_length=64, primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='sign_in_tickets', on_delete=fields.CASCADE
    )
    account_id: int
    epoch = fields.IntField()
    restricted = fields.BooleanField()
    address = fields.CharField(max_length=64, default='')
    agent = fields.CharField(max_length=200, default='')
    expires_at = UtcDatetimeField()

    class Meta:
        table = 'sign_in_ticket'


class SignInFailure(Model):
    """A failed sign-in, with the tried login and the client's address."""

    id = fields.BigIntField(primary_key=True)
    login = fields.CharField(max_length=64)
    address = fields.CharField(max_length=64)
    at = UtcDatetimeField()

    class Meta:
        table = 'sign_in_failure'
        indexes = (Index(fields=('login', 'at')), Index(fields=('address', 'at')))
