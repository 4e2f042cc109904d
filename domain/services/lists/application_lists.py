"""Which applications a list shows, and in which order: the queue, the record pages and the search, filtered alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Status
from domain.services.lists.application_rows import ApplicationPage, ApplicationRow, page_of
from domain.services.year.years import all_years
from storage.models import Application, Ruling
from storage.queries import applications
from storage.queries.lists.application_filters import found_by, narrowed

SEARCH_SORTS = ('submitted_at', 'number', 'grade', 'arrived_at')


async def desk(actor: Actor, *, senior: bool, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """人工审核 or 高级技师审核: what waits at the actor's organisation, the longest waiting first."""
    found = await narrowed(applications.on_desk(actor, senior=senior), actor, filters)
    return await page_of(found, paging, 'arrived_at', descending=False)


async def desk_count(actor: Actor, *, senior: bool, filters: ApplicationFilters | None = None) -> int:
    """How many wait: the number on the badge, the tab and the table's pager."""
    found = applications.on_desk(actor, senior=senior)
    return await (await narrowed(found, actor, filters or ApplicationFilters())).count()


async def waits_from_other_years(actor: Actor, *, senior: bool) -> bool:
    """Whether some of the queue belong to another than the current year: then the list says the year of each."""
    years = await all_years()
    others = [id_ for id_ in years.by_id if id_ != years.current_id]
    return bool(others) and await applications.on_desk(actor, senior=senior).filter(year_id__in=others).exists()


async def search(actor: Actor, *, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """报名信息查询: all persons in the subtree, all statuses, the newest submission first."""
    found = await found_by(actor, filters)
    return await page_of(found, paging, 'submitted_at', descending=True)


async def records(actor: Actor, act: Act, *, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """本级审核记录: where this organisation's latest decision is ``act`` (2-workflow §2, membership)."""
    found = await narrowed(recorded(actor, act), actor, filters)
    total = await records_count(actor, act, filters)
    loaded = await page_of(found, paging, 'rulings__at', descending=True, total=total)
    rulings = await Ruling.filter(
        organisation_id=actor.organisation_id, application_id__in=[row.id for row in loaded.rows]
    )
    by_id = {ruling.application_id: ruling for ruling in rulings}
    return ApplicationPage(
        tuple(_with_ruling(row, by_id[row.id]) for row in loaded.rows if row.id in by_id), loaded.total
    )


async def records_count(actor: Actor, act: Act, filters: ApplicationFilters) -> int:
    """How many records one record page has."""
    # Without a filter the rulings are enough: thousands of applications are not read.
    if act is not Act.REJECT and not filters.asks and actor.is_office:
        return await Ruling.filter(organisation_id=actor.organisation_id, act=act).count()
    return await (await narrowed(recorded(actor, act), actor, filters)).count()


def recorded(actor: Actor, act: Act) -> QuerySet[Application]:
    """The applications of one record page of the actor's organisation."""
    own = actor.organisation_id if actor.is_office else 0
    found = Application.filter(rulings__organisation_id=own, rulings__act=act)
    return found.filter(status=Status.REJECTED) if act is Act.REJECT else found


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an application in a queue: 3 / 47, and its neighbours."""

    position: int
    total: int
    previous: int | None
    next: int | None


async def place_on_desk(actor: Actor, application: Application, filters: ApplicationFilters) -> Place:
    """The place in the queue in its default order. An application that has left the queue still has its neighbours."""
    found = await narrowed(applications.on_desk(actor, senior=application.senior), actor, filters)
    at = application.arrived_at or clock.now()
    # The bound beside each pair of conditions lets the database start reading the index from there.
    before = found.filter(Q(arrived_at__lt=at) | Q(arrived_at=at, id__lt=application.id), arrived_at__lte=at)
    after = found.filter(Q(arrived_at__gt=at) | Q(arrived_at=at, id__gt=application.id), arrived_at__gte=at)
    previous = await before.order_by('-arrived_at', '-id').first().values_list('id', flat=True)
    following = await after.order_by('arrived_at', 'id').first().values_list('id', flat=True)
    total, ahead = await found.count(), await before.count()
    return Place(ahead + 1, total, _id(previous), _id(following))


async def first_on_desk(actor: Actor, *, senior: bool, filters: ApplicationFilters) -> int | None:
    """The application that has waited longest in the actor's queue, for 连续审核."""
    found = await narrowed(applications.on_desk(actor, senior=senior), actor, filters)
    row = await found.order_by('arrived_at', 'id').first().only('id')
    return row.id if row else None


def _with_ruling(row: ApplicationRow, ruling: Ruling) -> ApplicationRow:
    return replace(
        row, ruled_at=ruling.at, ruled_by=ruling.account_id, ruled_version=ruling.version, reason=ruling.reason
    )


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None
