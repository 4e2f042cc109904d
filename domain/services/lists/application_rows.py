"""One row of a list of applications, and a page of them: what every list shows of an application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Basis, Channel, DeferralState, Finding, Grade, Level, OrderStatus, Status
from domain.services.review import claims
from domain.services.year.years import trade_names, year_of
from storage.models import Application, Claim
from storage.queries import applications, organisations

COLUMNS = (
    *('id', 'year_id', 'number', 'name', 'id_number', 'unit_id', 'grade', 'trade', 'channel', 'basis', 'precheck'),
    *('status', 'stage', 'holder_id', 'version', 'submitted_at', 'arrived_at', 'deferral_state', 'open_notes'),
    'payment',
)


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application as a list shows it; personal numbers are masked already, except in an export."""

    id: int
    year: int
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


async def rows_of(actor: Actor, ids: Sequence[int], *, masked: bool = True) -> dict[int, ApplicationRow]:
    """The current state of these rows, if they are in reach: what a live update shows.

    Without ``masked`` the ID number is complete: only for an export, which the journal records (3-screens §3).
    """
    found = await applications.visible_to(actor).filter(id__in=list(ids)).only(*COLUMNS)
    return {row.id: row for row in await _rows(found, masked=masked)}


async def page_of(
    found: QuerySet[Application], paging: Paging, usual: str, *, descending: bool, total: int | None = None
) -> ApplicationPage:
    """One page of ``found``, in the requested order or else the ``usual`` one; ``total`` if it is already known."""
    total = await found.count() if total is None else total
    sort, down = (paging.sort, paging.descending) if paging.sort else (usual, descending)
    sign = '-' if down else ''
    ordered = found.order_by(f'{sign}{sort}', f'{sign}id').offset(paging.offset).limit(paging.size)
    # The ids first: filtering and sorting then read the index only; a whole row with its form fills a disk page.
    ids = [int(row[0]) for row in await ordered.values_list('id')]
    rows = {row.id: row for row in await Application.filter(id__in=ids).only(*COLUMNS)} if ids else {}
    return ApplicationPage(await _rows([rows[row_id] for row_id in ids if row_id in rows]), total)


async def _rows(page: Sequence[Application], *, masked: bool = True) -> tuple[ApplicationRow, ...]:
    units = await organisations.names_of({row.unit_id for row in page})
    lookers = await claims.running([row.id for row in page])
    years = {year_id: (await year_of(year_id)).year for year_id in {row.year_id for row in page}}
    trades, now = await trade_names(), clock.now()
    shown = masked_id if masked else str
    return tuple(
        _row(row, years, shown(row.id_number), units, trades.get(row.trade, row.trade), lookers.get(row.id), now)
        for row in page
    )


def _row(
    row: Application,
    years: dict[int, int],
    id_number: str,
    units: dict[int, str],
    trade: str,
    looker: Claim | None,
    now: datetime,
) -> ApplicationRow:
    return ApplicationRow(
        id=row.id,
        year=years[row.year_id],
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
