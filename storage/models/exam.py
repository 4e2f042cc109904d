"""考务: sites, rooms, sessions, the draw that seats people, and their admission tickets."""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from domain.rules.vocabulary import PlanState
from storage.fields import UtcDatetimeField
from storage.models.access import Account
from storage.models.application import Application
from storage.models.offices import Organisation
from storage.models.year import ExamYear, Window


class Site(Model):
    """考点 of a city or the province; ``number`` is its two digits in the ticket number."""

    id = fields.IntField(primary_key=True)
    year: fields.ForeignKeyRelation[ExamYear] = fields.ForeignKeyField(
        'kaohe.ExamYear', related_name='sites', on_delete=fields.RESTRICT
    )
    year_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='sites', on_delete=fields.RESTRICT
    )
    organisation_id: int
    number = fields.SmallIntField()  # 1–99
    name = fields.CharField(max_length=60)
    address = fields.CharField(max_length=120)
    directions = fields.CharField(max_length=200, default='')  # how to get there, printed on the ticket
    enabled = fields.BooleanField(default=True)

    class Meta:
        table = 'site'
        unique_together = (('organisation', 'year', 'number'),)


class Room(Model):
    """A room of a site with a number of seats."""

    id = fields.IntField(primary_key=True)
    site: fields.ForeignKeyRelation[Site] = fields.ForeignKeyField(
        'kaohe.Site', related_name='rooms', on_delete=fields.RESTRICT
    )
    site_id: int
    number = fields.SmallIntField()  # 1–999, as on the door
    name = fields.CharField(max_length=40)
    capacity = fields.SmallIntField()  # 1–99
    enabled = fields.BooleanField(default=True)

    class Meta:
        table = 'room'
        unique_together = (('site', 'number'),)


class ExamSession(Model):
    """场次: who sits at the same time; ``papers`` are ``[{'subject', 'starts_at', 'ends_at'}]`` in order of time."""

    id = fields.IntField(primary_key=True)
    year: fields.ForeignKeyRelation[ExamYear] = fields.ForeignKeyField(
        'kaohe.ExamYear', related_name='exam_sessions', on_delete=fields.RESTRICT
    )
    year_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='exam_sessions', on_delete=fields.RESTRICT
    )
    organisation_id: int
    name = fields.CharField(max_length=40)
    grades = fields.JSONField[list[int]](default=list)
    papers = fields.JSONField[list[dict[str, Any]]](default=list)
    starts_at = UtcDatetimeField()  # start of the first paper
    ends_at = UtcDatetimeField()  # end of the last paper
    printing: fields.ForeignKeyNullableRelation[Window] = fields.ForeignKeyField(
        'kaohe.Window', related_name='exam_sessions', null=True, on_delete=fields.SET_NULL
    )
    printing_id: int | None  # the window in which its tickets are printed; None: any print window of the year

    class Meta:
        table = 'exam_session'
        indexes = (Index(fields=('organisation_id', 'year_id', 'starts_at')),)


class SeatingPlan(Model):
    """One draw; people who come after its publication are seated by a further plan, which keeps the assigned seats.

    With the same seed, people, rooms and sessions (the same digest) it gives the same seats.
    """

    id = fields.IntField(primary_key=True)
    year: fields.ForeignKeyRelation[ExamYear] = fields.ForeignKeyField(
        'kaohe.ExamYear', related_name='seating_plans', on_delete=fields.RESTRICT
    )
    year_id: int
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        'kaohe.Organisation', related_name='seating_plans', on_delete=fields.RESTRICT
    )
    organisation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        'kaohe.Account', related_name='seating_plans', on_delete=fields.RESTRICT
    )
    account_id: int
    seed = fields.CharField(max_length=32)
    state = fields.CharEnumField(PlanState, max_length=12, default=PlanState.DRAWN)
    seated = fields.IntField()
    left = fields.JSONField[list[dict[str, Any]]](default=list)  # who has no seat, and why
    digest = fields.CharField(max_length=64, default='')  # 32 digits for the people, 32 for rooms and sessions
    drawn_at = UtcDatetimeField()
    published_at = UtcDatetimeField(null=True)

    class Meta:
        table = 'seating_plan'
        indexes = (Index(fields=('organisation_id', 'year_id', 'id')),)


class AdmissionTicket(Model):
    """准考证 of one person; number and seat are unique, ``unit_id`` and ``grade`` are the application's."""

    id = fields.IntField(primary_key=True)
    application: fields.ForeignKeyRelation[Application] = fields.ForeignKeyField(
        'kaohe.Application', related_name='tickets', on_delete=fields.RESTRICT, unique=True
    )
    application_id: int
    plan: fields.ForeignKeyRelation[SeatingPlan] = fields.ForeignKeyField(
        'kaohe.SeatingPlan', related_name='tickets', on_delete=fields.RESTRICT
    )
    plan_id: int
    session: fields.ForeignKeyRelation[ExamSession] = fields.ForeignKeyField(
        'kaohe.ExamSession', related_name='tickets', on_delete=fields.RESTRICT
    )
    session_id: int
    room: fields.ForeignKeyRelation[Room] = fields.ForeignKeyField(
        'kaohe.Room', related_name='tickets', on_delete=fields.RESTRICT
    )
    room_id: int
    number = fields.CharField(max_length=12, unique=True)
    room_number = fields.SmallIntField()  # 考场号 within the site, over all sessions: the three digits of the number
    seat = fields.SmallIntField()
    token = fields.CharField(max_length=32, unique=True)  # for the public address that verifies the ticket
    unit_id = fields.IntField()
    grade = fields.SmallIntField()
    created_at = UtcDatetimeField()
    printed_at = UtcDatetimeField(null=True)  # the latest print
    prints = fields.IntField(default=0)

    class Meta:
        table = 'admission_ticket'
        unique_together = (('session', 'room', 'seat'),)
        indexes = (Index(fields=('unit_id', 'grade', 'number')), Index(fields=('plan_id', 'number')))
