"""Reading rosters: the applications in an actor's scope that have come as far as a 名册 requires."""

from __future__ import annotations

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.lists.rosters import Reach
from domain.rules.vocabulary import Level, Status
from storage.models import Application, Organisation
from storage.queries.applications import visible_to


def on_roster(actor: Actor, reach: Reach) -> QuerySet[Application]:
    """终审通过, or 县区已通过: in a branch with a county, and now above that county or finally approved.

    A city without any county does the work of one: its people are on 县区已通过 once they have come to the city.
    An application passes every office of its branch, so its stage is enough. Rulings cannot be used: a county's ruling
    stays when the city returns the application.
    """
    seen = visible_to(actor)
    if reach is Reach.FINAL:
        return seen.filter(status=Status.APPROVED)
    # Not "in review and above, or approved": with an OR over statuses SQLite would not use the index of a search.
    past = seen.filter(status__in=[Status.IN_REVIEW, Status.APPROVED])
    past = past.filter(Q(stage__isnull=True) | Q(stage__in=[Level.CITY, Level.PROVINCE]))
    return past.filter(unit_id__in=Subquery(in_county_branches().values('id')))


def in_county_branches() -> QuerySet[Organisation]:
    """The counties, the cities without any, and everything below them: departments and their units."""
    with_counties = Subquery(Organisation.filter(level=Level.COUNTY).values('parent_id'))
    tops = Organisation.filter(Q(level=Level.COUNTY) | Q(Q(level=Level.CITY), ~Q(id__in=with_counties)))
    here = Subquery(tops.values('id'))
    return Organisation.filter(Q(id__in=here) | Q(parent_id__in=here) | Q(parent__parent_id__in=here))
