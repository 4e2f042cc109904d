"""Reading the whole journal with filters, newest first."""

from __future__ import annotations

from datetime import datetime, timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.clock import SHANGHAI
from domain.rules.actor import Actor
from domain.rules.lists.audit_filters import SYSTEM, AuditFilters
from storage.models import Account, Application, JournalEntry
from storage.queries.access.accounts import matching
from storage.queries.organisations import ids_below, in_reach

MOST_PEOPLE = 200  # accounts with one name: a larger number is not a search for one person


async def entries(actor: Actor, filters: AuditFilters) -> QuerySet[JournalEntry]:
    """The entries that match; an office outside the actor's scope or an unknown number yields none."""
    found = JournalEntry.all()
    if filters.acts:
        found = found.filter(act__in=list(filters.acts))
    if filters.who:
        found = found.filter(await _by(filters.who))
    if filters.office is not None:
        office = await in_reach(actor, filters.office)
        found = found.filter(organisation_id__in=ids_below(office.path) if office else [])
    if filters.number:
        # Looked up first: as part of the query SQLite would read the whole journal by time instead.
        about = await Application.filter(number=filters.number).values_list('id', flat=True)
        found = found.filter(application_id__in=[int(str(one)) for one in about])
    if filters.first:
        found = found.filter(at__gte=datetime.combine(filters.first, datetime.min.time(), SHANGHAI))
    if filters.last:
        after = filters.last + timedelta(days=1)
        found = found.filter(at__lt=datetime.combine(after, datetime.min.time(), SHANGHAI))
    return found


async def _by(who: str) -> Q:
    if who == SYSTEM:
        return Q(account_id__isnull=True)
    ids = await Account.filter(matching(who)).limit(MOST_PEOPLE).values_list('id', flat=True)
    return Q(account_id__in=[int(str(one)) for one in ids])
