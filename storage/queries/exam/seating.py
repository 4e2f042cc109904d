"""Reading 考务: the people whom an office has to seat, and its tickets."""

from __future__ import annotations

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.vocabulary import ORDINARY_GRADES, SENIOR_GRADES, Level, OrderStatus, PlanState, Status
from storage.models import AdmissionTicket, Application, Organisation
from storage.queries.organisations import ids_below, upper_bound
from storage.queries.years import of_year

SETTLED = (OrderStatus.PAID, OrderStatus.EXEMPT)
STILL_IN = Q(application__status=Status.APPROVED, application__payment__in=list(SETTLED))
VALID = Q(STILL_IN, plan__state=PlanState.PUBLISHED)


async def to_be_seated(actor: Actor, year_id: int) -> QuerySet[Application]:
    """People the actor's office seats: a city grades 2–5 of its subtree; the province grade 1 and all of 省直 units.

    Approved, and paid or exempt (2-workflow, row 15).
    """
    ready = Application.filter(year_id=year_id, status=Status.APPROVED, payment__in=list(SETTLED))
    if actor.level is Level.CITY:
        return ready.filter(unit_id__in=ids_below(actor.path), grade__in=[int(grade) for grade in ORDINARY_GRADES])
    directly = Q(path=actor.path)
    for (path,) in (
        await Organisation.filter(parent_id=actor.organisation_id).exclude(level=Level.CITY).values_list('path')
    ):
        directly |= Q(path__gte=path, path__lt=upper_bound(str(path)))
    own = [row[0] for row in await Organisation.filter(directly).values_list('id')]
    return ready.filter(
        Q(grade__in=[int(grade) for grade in SENIOR_GRADES]) | Q(unit_id__in=own), unit_id__in=ids_below(actor.path)
    )


def tickets_of(actor: Actor, year_id: int | None = None) -> QuerySet[AdmissionTicket]:
    """Every ticket of one year or all that the actor's own office has issued, published or not, valid or not."""
    office = actor.organisation_id or 0
    return AdmissionTicket.filter(of_year(year_id, 'plan__year_id'), plan__organisation_id=office)
