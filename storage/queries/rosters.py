"""Reading rosters: who in reach of an actor has come as far as a 名册 asks."""

from __future__ import annotations

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.rosters import Reach
from domain.rules.vocabulary import Act, Level, Status
from storage.models import Application, Organisation, Ruling
from storage.queries.applications import visible_to


def on_roster(actor: Actor, reach: Reach) -> QuerySet[Application]:
    """终审通过, or 县区已通过: approved by a county office and not fallen behind it since.

    A county's ruling alone would not do: it stays when the city returns the application and it climbs again.
    """
    seen = visible_to(actor)
    if reach is Reach.FINAL:
        return seen.filter(status=Status.APPROVED)
    counties = Subquery(Organisation.filter(level=Level.COUNTY).values('id'))
    passed = Ruling.filter(organisation_id__in=counties, act=Act.APPROVE).values('application_id')
    above = Q(status=Status.IN_REVIEW, stage__in=[Level.CITY, Level.PROVINCE]) | Q(status=Status.APPROVED)
    return seen.filter(above, id__in=Subquery(passed))
