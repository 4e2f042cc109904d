"""Filters as SQL: one function for all lists, counts and exports."""

from __future__ import annotations

from datetime import datetime, timedelta

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.clock import SHANGHAI
from domain.rules import typed_text
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Blank
from storage.models import Application, ExamYear, Organisation
from storage.queries.applications import visible_to
from storage.queries.organisations import ids_below, in_reach
from storage.queries.prefixes import begins
from storage.queries.spellings import contains

LACKING = {
    Blank.GRADE: Q(grade__isnull=True),
    Blank.TRADE: Q(trade=''),
    Blank.SUBMISSION: Q(submitted_at__isnull=True),
}
SHORTEST_PREFIX = 6  # of an ID number or registration number; anything shorter is a name or nothing
LONGEST_NUMBER = 18  # an ID number; the database refuses a search text longer than the column


async def found_by(actor: Actor, filters: ApplicationFilters) -> QuerySet[Application]:
    """Those in the actor's scope whom the filters find: what 报名信息查询, its workbook and 信息统计 share."""
    rows = visible_to(actor)
    if filters.year is None:  # named all the same: the index of a search begins with the year
        rows = rows.filter(year_id__in=Subquery(ExamYear.all().values('id')))
    return await narrowed(rows, actor, filters)


async def narrowed(rows: QuerySet[Application], actor: Actor, filters: ApplicationFilters) -> QuerySet[Application]:
    """``rows`` with the filters applied; an organisation outside the actor's scope yields no rows."""
    asked = {
        'grade__in': [int(grade) for grade in filters.grades],
        'trade__in': list(filters.trades),
        'channel__in': list(filters.channels),
        'basis__in': list(filters.bases),
        'precheck__in': list(filters.findings),
        'status__in': list(filters.statuses),
        'stage__in': list(filters.stages),
        'deferral_state__in': list(filters.deferrals),
        'payment__in': list(filters.payments),
    }
    rows = rows.filter(**{column: values for column, values in asked.items() if values})
    if filters.year is not None:
        year = await ExamYear.get_or_none(year=filters.year).only('id')
        rows = rows.filter(year_id=year.id if year else 0)
    if filters.unit is not None or filters.own:
        rows = await _below(rows, actor, filters.unit or actor.organisation_id or 0, own=filters.own)
    if filters.submitted_from:
        rows = rows.filter(submitted_at__gte=datetime.combine(filters.submitted_from, datetime.min.time(), SHANGHAI))
    if filters.submitted_to:
        after = filters.submitted_to + timedelta(days=1)
        rows = rows.filter(submitted_at__lt=datetime.combine(after, datetime.min.time(), SHANGHAI))
    if filters.noted is not None:
        rows = rows.filter(open_notes__gt=0) if filters.noted else rows.filter(open_notes=0)
    rows = rows.filter(*(LACKING[blank] for blank in filters.blanks))
    return rows.filter(_keyword(filters.keyword)) if filters.keyword else rows


async def _below(rows: QuerySet[Application], actor: Actor, office: int, *, own: bool) -> QuerySet[Application]:
    organisation: Organisation | None = await in_reach(actor, office)
    if organisation is None:
        return rows.filter(id__in=[])
    return rows.filter(unit_id=office) if own else rows.filter(unit_id__in=ids_below(organisation.path))


def _keyword(text: str) -> Q:
    """姓名/身份证号/手机号/报名序号."""
    if not is_number(text):
        return contains('name', text)
    # As a query of its own it uses three indexes; combined with a scope SQLite would read the whole scope instead.
    return Q(id__in=Subquery(numbered(text).values('id')))


def is_number(text: str) -> bool:
    """Whether a keyword is the beginning of an ID or registration number, or a mobile; else it is a name."""
    code = number_of(text)
    written = code[:-1].isdigit() and (code[-1].isdigit() or code[-1] == 'X')
    return written and SHORTEST_PREFIX <= len(code) <= LONGEST_NUMBER


def number_of(text: str) -> str:
    """A number as it is stored: without blanks and hyphens, and a mobile without +86."""
    return typed_text.number(text).removeprefix('+86')


def numbered(text: str) -> QuerySet[Application]:
    """The applications with such a number, in no scope; as ranges, because LIKE would not use the indexes."""
    code = number_of(text)
    return Application.filter(begins('id_number', code) | begins('number', code) | Q(mobile=code))
