"""Reading the overlays of applications in an actor's scope: deferrals, opinions and marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from tortoise.expressions import Case, Q, Subquery, When
from tortoise.models import Model
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.review.deferral_terms import LedgerState
from domain.rules.review.workflow import SEEN_ABOVE
from domain.rules.vocabulary import DeferralState
from storage.models import Application, Deferral, Mark, Opinion
from storage.queries.applications import visible_to
from storage.queries.lists.application_filters import narrowed
from storage.queries.organisations import DIGITS

MOST_COUNTED = 5000  # a badge shows 999+ long before this number
Overlay = TypeVar('Overlay', bound=Model)


async def overlays_matching(rows: type[Overlay], actor: Actor, filters: ApplicationFilters) -> QuerySet[Overlay]:
    """The rows of an overlay table whose applications are in the actor's scope and match the filters."""
    if actor.is_office and len(actor.path) == DIGITS and not filters.asks:
        return rows.all()  # the root of the tree: every application is in its scope, none must be looked up
    # Few applications have overlays: with their ids first, the database does not read the whole scope instead.
    carrying = visible_to(actor).filter(id__in=Subquery(rows.all().values('application_id')))
    found = await narrowed(carrying, actor, filters)
    return rows.filter(application_id__in=Subquery(found.values('id')))


def standing_at(standings: tuple[LedgerState, ...], today: date, last_days: Iterable[tuple[Q, date]]) -> Q:
    """The deferrals in one of these states today; ``last_days`` of the windows, with the deferrals they are for.

    No state: all.
    """
    over, in_time = Q(promised_on__lt=today), Q(promised_on__gte=today)
    if ended := [those for those, last in last_days if last < today]:
        late = Q(*ended, join_type=Q.OR)
        over, in_time = over | late, in_time & ~late
    asked = Q(id__in=[])
    for standing in standings or tuple(LedgerState):
        match standing:
            case LedgerState.OVERDUE:
                asked |= Q(state=DeferralState.OPEN) & over
            case LedgerState.OPEN:
                asked |= Q(state=DeferralState.OPEN) & in_time
            case LedgerState.SUPPLIED | LedgerState.CLEARED:
                asked |= Q(state=DeferralState(standing.value))
    return asked


def unfinished_first(rows: QuerySet[Deferral]) -> QuerySet[Deferral]:
    """Deferrals that are not cleared first, the most urgent at the top."""
    done = Case(When(state=DeferralState.CLEARED, then='1'), default='0')
    return rows.annotate(done=done).order_by('done', 'promised_on', 'id')


async def open_deferral(application_id: int) -> Deferral | None:
    """The deferral of this application that is not cleared yet, if there is one; the caller found it in reach."""
    return await Deferral.filter(application_id=application_id).exclude(state=DeferralState.CLEARED).first()


async def move(row: Deferral | Opinion | Mark, **changes: Any) -> bool:
    """Write ``changes`` if the row still is in the state that was read; False when somebody was first (5-trust §1.5).

    On success the row in hand shows the new state.
    """
    hit = await type(row).filter(id=row.id, state=row.state).update(**changes)
    if hit:
        row.update_from_dict(changes)
    return bool(hit)


async def count_alive(rows: QuerySet[Any]) -> int:
    """How many of these rows belong to applications that are still active; counts up to a maximum.

    In two steps, because a join would start with the many applications instead of these few rows.
    """
    ids = [int(row[0]) for row in await rows.limit(MOST_COUNTED).values_list('application_id')]
    if not ids:
        return 0
    alive = await Application.filter(id__in=list(set(ids)), status__in=list(SEEN_ABOVE)).values_list('id')
    living = {int(row[0]) for row in alive}
    return sum(application_id in living for application_id in ids)
