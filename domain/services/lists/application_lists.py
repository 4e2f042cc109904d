"""The lists of applications: the desk, the record pages and the search, from one set of filters and one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Basis, Channel, DeferralState, Finding, Grade, Level, OrderStatus, Status
from domain.services.review import claims
from domain.services.year.years import trade_names
from storage.models import Application, Claim, Ruling
from storage.queries import applications, organisations
from storage.queries.lists.application_filters import narrowed

COLUMNS = (
    *('id', 'number', 'name', 'id_number', 'unit_id', 'grade', 'trade', 'channel', 'basis', 'precheck', 'status'),
    *('stage', 'holder_id', 'version', 'submitted_at', 'arrived_at', 'deferral_state', 'open_notes', 'payment'),
)
SEARCH_SORTS = ('submitted_at', 'number', 'grade', 'arrived_at')


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application as a list shows it; personal numbers are masked already, except in an export."""

    id: int
    number: str
    name: str
    id_number: str
    unit: str
    grade: Grade | None
    trade: str
    channel: Channel
    basis: Basis | None
    precheck: Finding | None
    status: Status
    stage: Level | None
    holder_id: int | None
    version: int
    submitted_at: datetime | None
    waiting_days: int | None
    deferral: DeferralState | None
    open_notes: int
    payment: OrderStatus | None
    looked_at_by: str = ''
    looker_id: int | None = None
    ruled_at: datetime | None = None
    ruled_by: int | None = None
    ruled_version: int | None = None
    reason: str = ''


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """One page of rows and how many there are in all."""

    rows: tuple[ApplicationRow, ...]
    total: int


async def desk(actor: Actor, *, senior: bool, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """人工审核 or 高级技师审核: what waits at the actor's organisation, the longest waiting first."""
    found = await narrowed(applications.on_desk(actor, senior=senior), actor, filters)
    return await _page(found, paging, 'arrived_at', descending=False)


async def desk_count(actor: Actor, *, senior: bool, filters: ApplicationFilters | None = None) -> int:
    """How many wait: the number of the badge, of the tab and of the table's pager."""
    found = applications.on_desk(actor, senior=senior)
    return await (await narrowed(found, actor, filters or ApplicationFilters())).count()


async def search(actor: Actor, *, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """报名信息查询: everybody in the subtree, all statuses, the newest submission first."""
    found = await narrowed(applications.visible_to(actor), actor, filters)
    return await _page(found, paging, 'submitted_at', descending=True)


async def records(actor: Actor, act: Act, *, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """本级审核记录: where this organisation's latest decision is ``act`` (2-workflow §2, membership)."""
    found = await narrowed(recorded(actor, act), actor, filters)
    total = await records_count(actor, act, filters)
    loaded = await _page(found, paging, 'rulings__at', descending=True, total=total)
    rulings = await Ruling.filter(
        organisation_id=actor.organisation_id, application_id__in=[row.id for row in loaded.rows]
    )
    by_id = {ruling.application_id: ruling for ruling in rulings}
    return ApplicationPage(
        tuple(_with_ruling(row, by_id[row.id]) for row in loaded.rows if row.id in by_id), loaded.total
    )


def recorded(actor: Actor, act: Act) -> QuerySet[Application]:
    """The applications of one record page of the actor's organisation."""
    own = actor.organisation_id if actor.is_office else 0
    found = Application.filter(rulings__organisation_id=own, rulings__act=act)
    return found.filter(status=Status.REJECTED) if act is Act.REJECT else found


async def rows_of(actor: Actor, ids: Sequence[int], *, masked: bool = True) -> dict[int, ApplicationRow]:
    """These rows as they are now, as far as they are in reach: what a live update shows.

    Not ``masked``, with the whole ID number: only for an export, which the journal notes (3-screens §3).
    """
    found = await applications.visible_to(actor).filter(id__in=list(ids)).only(*COLUMNS)
    return {row.id: row for row in await _rows(found, masked=masked)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands in a queue: 3 / 47, and its neighbours."""

    position: int
    total: int
    previous: int | None
    next: int | None


async def place_on_desk(actor: Actor, application: Application, filters: ApplicationFilters) -> Place:
    """The place in the queue in its usual order. One that has left the desk keeps its neighbours."""
    found = await narrowed(applications.on_desk(actor, senior=application.senior), actor, filters)
    at = application.arrived_at or clock.now()
    # The bound beside each pair of conditions lets the index be walked from there.
    before = found.filter(Q(arrived_at__lt=at) | Q(arrived_at=at, id__lt=application.id), arrived_at__lte=at)
    after = found.filter(Q(arrived_at__gt=at) | Q(arrived_at=at, id__gt=application.id), arrived_at__gte=at)
    previous = await before.order_by('-arrived_at', '-id').first().values_list('id', flat=True)
    following = await after.order_by('arrived_at', 'id').first().values_list('id', flat=True)
    total, ahead = await found.count(), await before.count()
    return Place(ahead + 1, total, _id(previous), _id(following))


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


async def _page(
    found: QuerySet[Application], paging: Paging, usual: str, *, descending: bool, total: int | None = None
) -> ApplicationPage:
    total = await found.count() if total is None else total
    sort, down = (paging.sort, paging.descending) if paging.sort else (usual, descending)
    sign = '-' if down else ''
    ordered = found.order_by(f'{sign}{sort}', f'{sign}id').offset(paging.offset).limit(paging.size)
    # The ids first: filtering and sorting then never leave the index, while a row with its form fills a disk page.
    ids = [row_id for row_id in map(_id, await ordered.values_list('id', flat=True)) if row_id]
    rows = {row.id: row for row in await Application.filter(id__in=ids).only(*COLUMNS)} if ids else {}
    return ApplicationPage(await _rows([rows[row_id] for row_id in ids if row_id in rows]), total)


async def _rows(page: Sequence[Application], *, masked: bool = True) -> tuple[ApplicationRow, ...]:
    units = await organisations.names_of({row.unit_id for row in page})
    lookers = await claims.running([row.id for row in page])
    trades, now = await trade_names(), clock.now()
    shown = masked_id if masked else str
    return tuple(
        _row(row, shown(row.id_number), units, trades.get(row.trade, row.trade), lookers.get(row.id), now)
        for row in page
    )


def _row(
    row: Application, id_number: str, units: dict[int, str], trade: str, looker: Claim | None, now: datetime
) -> ApplicationRow:
    return ApplicationRow(
        id=row.id,
        number=row.number,
        name=row.name,
        id_number=id_number,
        unit=units.get(row.unit_id, ''),
        grade=Grade(row.grade) if row.grade else None,
        trade=trade,
        channel=row.channel,
        basis=row.basis,
        precheck=row.precheck,
        status=row.status,
        stage=row.stage,
        holder_id=row.holder_id,
        version=row.version,
        submitted_at=row.submitted_at,
        waiting_days=(now - row.arrived_at).days if row.arrived_at else None,
        deferral=row.deferral_state,
        open_notes=row.open_notes,
        payment=row.payment,
        looked_at_by=looker.name if looker else '',
        looker_id=looker.account_id if looker else None,
    )


def _with_ruling(row: ApplicationRow, ruling: Ruling) -> ApplicationRow:
    return replace(
        row, ruled_at=ruling.at, ruled_by=ruling.account_id, ruled_version=ruling.version, reason=ruling.reason
    )


async def first_on_desk(actor: Actor, *, senior: bool, filters: ApplicationFilters) -> int | None:
    """The application that has waited longest on the actor's desk, for 连续审核."""
    found = await narrowed(applications.on_desk(actor, senior=senior), actor, filters)
    row = await found.order_by('arrived_at', 'id').first().only('id')
    return row.id if row else None


async def records_count(actor: Actor, act: Act, filters: ApplicationFilters) -> int:
    """How many records one record page has."""
    if (
        act is not Act.REJECT and not filters.asks and actor.is_office
    ):  # the rulings alone know: thousands of applications stay unread
        return await Ruling.filter(organisation_id=actor.organisation_id, act=act).count()
    return await (await narrowed(recorded(actor, act), actor, filters)).count()
