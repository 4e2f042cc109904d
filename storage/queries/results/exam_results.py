"""Reading 考核结果: the people whose results an office enters, and the published results in an actor's scope."""

from __future__ import annotations

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.vocabulary import Conclusion, PlanState, Role, Status
from storage.models import AdmissionTicket, Application, ExamResult
from storage.queries.applications import visible_to
from storage.queries.exam import tickets
from storage.queries.exam.seating import tickets_of
from storage.queries.lists.application_filters import is_number, narrowed, number_of
from storage.queries.organisations import DIGITS, ids_below, in_reach
from storage.queries.prefixes import begins
from storage.queries.years import of_year

HAS_RESULT = Q(application__results__id__isnull=False)
WAITS = Q(application__results__published_at__isnull=True) | Q(application__results__pending__isnull=False)
STAGES = {
    Stage.MISSING: Q(application__results__id__isnull=True),
    Stage.READY: Q(HAS_RESULT, WAITS),
    Stage.PUBLISHED: Q(application__results__published_at__isnull=False),
}


def seated(actor: Actor, year_id: int | None = None) -> QuerySet[AdmissionTicket]:
    """The published tickets issued by the actor's own office, which also enters their scores; of one year or of all."""
    return tickets_of(actor, year_id).filter(plan__state=PlanState.PUBLISHED)


def expected(actor: Actor, year_id: int | None) -> QuerySet[AdmissionTicket]:
    """The tickets among them that are valid, or that already have a result, even if not valid any more."""
    return seated(actor, year_id).filter(tickets.good() | HAS_RESULT)


async def expected_with(actor: Actor, year_id: int | None, filters: ResultFilters) -> QuerySet[AdmissionTicket]:
    """The expected tickets with these filters; the office may see the numbers before they are printed."""
    people = TicketFilters(filters.keyword, filters.unit, filters.grades, filters.trades)
    found = await tickets.narrowed(expected(actor, year_id), actor, people, Q())
    if filters.conclusions:
        found = found.filter(application__results__conclusion__in=list(filters.conclusions))
    return found.filter(STAGES[filters.stage]) if filters.stage else found


def published(actor: Actor, year_id: int | None = None) -> QuerySet[ExamResult]:
    """The published results of one year or all in the actor's scope: an office its subtree, an applicant their own."""
    found = ExamResult.filter(of_year(year_id), published_at__isnull=False)
    if actor.role is Role.APPLICANT:
        return found.filter(application_id__in=Subquery(visible_to(actor).values('id')))
    if not actor.path:
        return found.filter(id__in=[])
    # The root of the tree has every unit in its scope: none must be looked up.
    return found if len(actor.path) == DIGITS else found.filter(unit_id__in=ids_below(actor.path))


async def published_with(actor: Actor, year_id: int | None, filters: ResultFilters) -> QuerySet[ExamResult]:
    """The published results with these filters; an organisation outside the scope yields nobody."""
    found = published(actor, year_id)
    if filters.unit is not None:
        office = await in_reach(actor, filters.unit)
        found = found.filter(unit_id__in=ids_below(office.path)) if office else found.filter(id__in=[])
    if filters.grades:
        found = found.filter(grade__in=[int(grade) for grade in filters.grades])
    if filters.conclusions:
        found = found.filter(conclusion__in=list(filters.conclusions))
    # Filters on columns of the application or the ticket; everything above is answered by one index of the results.
    if filters.trades:
        of_trade = await narrowed(_people(actor, year_id), actor, ApplicationFilters(trades=filters.trades))
        found = found.filter(application_id__in=Subquery(of_trade.values('id')))
    if filters.keyword:
        named = await narrowed(_people(actor, year_id), actor, ApplicationFilters(keyword=filters.keyword))
        ours = Q(application_id__in=Subquery(named.values('id')))
        if is_number(filters.keyword):
            ours |= Q(application_id__in=Subquery(_numbered(filters.keyword).values('application_id')))
        found = found.filter(ours)
    return found


def _people(actor: Actor, year_id: int | None) -> QuerySet[Application]:
    """The applications that can have a published result: that of a cancelled application is withdrawn with it."""
    everybody = Application.all() if len(actor.path) == DIGITS else visible_to(actor)
    return everybody.filter(of_year(year_id), status=Status.APPROVED)


def _numbered(text: str) -> QuerySet[AdmissionTicket]:
    code = number_of(text)
    if len(code) > tickets.LONGEST_NUMBER:  # the database refuses a search text longer than the column
        return AdmissionTicket.filter(id__in=[])
    return AdmissionTicket.filter(begins('number', code))


async def standing_of(actor: Actor, year_id: int) -> tuple[int, int, int, int]:
    """How many persons have a valid seat, a result, an unpublished result and a published one, in one query."""
    good = tickets.good()
    found = expected(actor, year_id).annotate(
        seated=Count('id', _filter=good),
        entered=Count('id', _filter=Q(good, HAS_RESULT)),
        ready=Count('id', _filter=STAGES[Stage.READY]),
        published=Count('id', _filter=STAGES[Stage.PUBLISHED]),
    )
    rows = await found.group_by('plan__year_id').values_list('seated', 'entered', 'ready', 'published')
    with_seat, with_result, waiting, shown = rows[0] if rows else (0, 0, 0, 0)
    return int(with_seat), int(with_result), int(waiting), int(shown)


async def by_conclusion(found: QuerySet[ExamResult]) -> dict[Conclusion, int]:
    """The number of these results per conclusion."""
    rows = await found.annotate(n=Count('id')).group_by('conclusion').values_list('conclusion', 'n')
    return {Conclusion(row[0]): int(row[1]) for row in rows}
