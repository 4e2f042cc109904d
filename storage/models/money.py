"""Payments: orders, bundles of orders, all receipts, refunds and bank statements."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application
from storage.models.offices import Organisation

# The columns for the lists and sums of a year's orders: these are answered without reading a row.
LISTED = ('year_id', 'unit_id', 'status', 'grade', 'amount_fen', 'id', 'channel', 'paid_at', 'application_id')


class PaymentOrder(Model):
    """What one approved person owes; the amount is fixed at creation.

    ``unit_id``, ``grade`` and ``year_id`` are the application's, copied here so that lists and sums read one table. At
    most one order of an application is due, paid or exempt (a unique index in the migration).
    """

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='orders', on_delete=fields.RESTRICT
    )
    application_id: int
    pay_code = fields.CharField(max_length=20, unique=True)  # twenty digits, the first 1–8; bundle codes begin with 9
    amount_fen = fields.IntField()
    status = fields.CharEnumField(OrderStatus, max_length=12, default=OrderStatus.DUE)
    created_at = UtcDatetimeField()
    paid_at = UtcDatetimeField(null=True)
    unit_id = fields.IntField(null=True)
    grade = fields.SmallIntField(null=True)
    year_id = fields.IntField(null=True)
    channel = fields.CharEnumField(PayChannel, max_length=12, null=True)
    ended_at = UtcDatetimeField(null=True)  # when it was closed, refunded or exempted

    class Meta:
        table = 'payment_order'
        indexes = (
            Index(fields=('application_id', 'status')),
            Index(fields=LISTED),
            Index(fields=('status', 'id', 'unit_id')),
        )


class PaymentBundle(Model):
    """One pay code for the orders of many persons; closed as soon as one of the orders is settled in another way."""

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='bundles', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='bundles', on_delete=fields.RESTRICT
    )
    account_id: int
    pay_code = fields.CharField(max_length=20, unique=True)  # twenty digits, the first a 9
    amount_fen = fields.BigIntField()
    status = fields.CharEnumField(OrderStatus, max_length=12, default=OrderStatus.DUE)
    created_at = UtcDatetimeField()
    paid_at = UtcDatetimeField(null=True)
    ended_at = UtcDatetimeField(null=True)

    class Meta:
        table = 'payment_bundle'
        indexes = (Index(fields=('organisation_id', 'status', 'id')),)


class BundleItem(Model):
    """One order in one bundle."""

    id = fields.IntField(primary_key=True)
    bundle: fields.ForeignKeyRelation[PaymentBundle] = fields.ForeignKeyField(
        'kaohe.PaymentBundle', related_name='items', on_delete=fields.RESTRICT
    )
    bundle_id: int
    order: fields.ForeignKeyRelation[PaymentOrder] = fields.ForeignKeyField(
        'kaohe.PaymentOrder', related_name='bundle_items', on_delete=fields.RESTRICT
    )
    order_id: int

    class Meta:
        table = 'bundle_item'
        unique_together = (('bundle', 'order'),)
        indexes = (Index(fields=('order_id',)),)


class Statement(Model):
    """银行对账: one imported statement file."""

    id = fields.IntField(primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='statements', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='statements', on_delete=fields.RESTRICT
    )
    account_id: int
    label = fields.CharField(max_length=120)  # the file name; for display only
    sha256 = fields.CharField(max_length=64)
    counts = fields.JSONField[dict[str, int]](default=dict)  # number of rows per verdict; empty: not reconciled yet
    at = UtcDatetimeField()

    class Meta:
        table = 'statement'
        indexes = (Index(fields=('organisation_id', 'id')), Index(fields=('sha256',)))


class Receipt(Model):
    """缴费回执: every receipt that came, with every outcome.

    ``key`` is ``channel:trade number`` and unique: only the first receipt of a payment has it; repetitions and
    forgeries are stored without it.
    """

    id = fields.IntField(primary_key=True)
    channel = fields.CharEnumField(PayChannel, max_length=12)
    key = fields.CharField(max_length=96, unique=True, null=True)
    trade_no = fields.CharField(max_length=64, default='')
    pay_code = fields.CharField(max_length=32, default='')  # as the channel reported it
    amount_fen = fields.BigIntField(null=True)
    told_at = UtcDatetimeField(null=True)  # when it was paid, as the channel reported it
    received_at = UtcDatetimeField()
    outcome = fields.CharEnumField(ReceiptOutcome, max_length=16)
    order: fields.ForeignKeyNullableRelation[PaymentOrder] = fields.ForeignKeyField(
        'kaohe.PaymentOrder', related_name='receipts', null=True, on_delete=fields.RESTRICT
    )
    order_id: int | None
    bundle: fields.ForeignKeyNullableRelation[PaymentBundle] = fields.ForeignKeyField(
        'kaohe.PaymentBundle', related_name='receipts', null=True, on_delete=fields.RESTRICT
    )
    bundle_id: int | None
    statement: fields.ForeignKeyNullableRelation[Statement] = fields.ForeignKeyField(
        'kaohe.Statement', related_name='receipts', null=True, on_delete=fields.RESTRICT
    )
    statement_id: int | None
    organisation_id = fields.IntField(null=True)  # the organisation responsible: the order's unit or the importer
    details = fields.JSONField[dict[str, Any]](default=dict)
    handled_at = UtcDatetimeField(null=True)
    handled_by = fields.IntField(null=True)  # account
    handling = fields.CharField(max_length=500, default='')  # what was done about a receipt that was not booked

    class Meta:
        table = 'receipt'
        indexes = (
            Index(fields=('order_id',)),
            Index(fields=('bundle_id',)),
            Index(fields=('statement_id', 'outcome')),
            Index(fields=('outcome', 'handled_at', 'id')),
            Index(fields=('organisation_id', 'id')),
        )


class Refund(Model):
    """退费 of one paid order; payments and refunds are rows of their own."""

    id = fields.IntField(primary_key=True)
    order: fields.ForeignKeyRelation[PaymentOrder] = fields.ForeignKeyField(
        'kaohe.PaymentOrder', related_name='refunds', on_delete=fields.RESTRICT, unique=True
    )
    order_id: int
    amount_fen = fields.IntField()
    reason = fields.CharField(max_length=500)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='refunds', on_delete=fields.RESTRICT
    )
    account_id: int
    at = UtcDatetimeField()

    class Meta:
        table = 'refund'
