"""Reading admission tickets: those of published plans in an actor's scope, and which of them may be printed."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.exam.tickets import SETTLED
from domain.rules.vocabulary import PlanState, Role, Status
from storage.models import AdmissionTicket
from storage.queries.lists.application_filters import is_number, number_of, numbered
from storage.queries.organisations import ids_below, in_reach
from storage.queries.prefixes import begins
from storage.queries.spellings import contains
from storage.queries.years import of_year

LONGEST_NUMBER = 12  # of a ticket


def visible_to(actor: Actor, year_id: int | None = None) -> QuerySet[AdmissionTicket]:
    """The published tickets that the actor may see, of one year or all: an office its subtree, a person their own."""
    published = AdmissionTicket.filter(of_year(year_id, 'plan__year_id'), plan__state=PlanState.PUBLISHED)
    if actor.role is Role.APPLICANT:
        return published.filter(application__applicant_id=actor.account_id)
    if not actor.path:
        return published.filter(id__in=[])
    return published.filter(unit_id__in=ids_below(actor.path))


def in_windows(ids: Collection[int]) -> Q:
    """Tickets of sessions printed in one of these windows: the session's own window, or any if it has none."""
    if not ids:
        return Q(id__in=[])
    return Q(session__printing_id__in=list(ids)) | Q(session__printing_id__isnull=True)


def good() -> Q:
    """Tickets of people who are finally approved and have paid or are exempt."""
    return Q(application__status=Status.APPROVED, application__payment__in=list(SETTLED))


async def narrowed(
    rows: QuerySet[AdmissionTicket], actor: Actor, filters: TicketFilters, begun: Q
) -> QuerySet[AdmissionTicket]:
    """``rows`` with the filters applied; an organisation outside the actor's scope yields no rows.

    ``begun``: the tickets whose window has already opened. Until then a ticket is not found by its number.
    """
    asked = {
        'grade__in': [int(grade) for grade in filters.grades],
        'application__trade__in': list(filters.trades),
        'session_id__in': list(filters.sessions),
        'room__site_id__in': list(filters.sites),
    }
    rows = rows.filter(**{column: values for column, values in asked.items() if values})
    if filters.unit is not None:
        office = await in_reach(actor, filters.unit)
        rows = rows.filter(unit_id__in=ids_below(office.path)) if office else rows.filter(id__in=[])
    if filters.printed is not None:
        rows = rows.filter(prints__gt=0) if filters.printed is Printed.PRINTED else rows.filter(prints=0)
    return rows.filter(_keyword(filters.keyword, begun)) if filters.keyword else rows


def _keyword(text: str, begun: Q) -> Q:
    if not is_number(text):
        return contains('application__name', text)
    person = Q(application_id__in=Subquery(numbered(text).values('id')))
    code = number_of(text)
    if len(code) > LONGEST_NUMBER:  # the database refuses a search text longer than the column
        return person
    return person | (begins('number', code) & begun)
