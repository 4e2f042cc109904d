"""The ledger of 容缺后补: who still has to supply which materials, until when, and who must act next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q

from domain import clock
from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.deferral_terms import LedgerState, due_on, last_day, standing_of
from domain.rules.review.judging import Facts, open_to
from domain.rules.review.workflow import SEEN_ABOVE
from domain.rules.vocabulary import Act, DeferralState, Grade, Level, MaterialKind, WindowKind
from domain.rules.year.applying import groups
from domain.services.year.years import all_years
from storage.models import Application, Deferral, Material, Organisation
from storage.queries.organisations import ids_below, of_cohort
from storage.queries.review.deferrals_and_notes import count_alive, overlays_matching, standing_at, unfinished_first

COLUMNS = (
    *('id', 'number', 'name', 'id_number', 'unit_id', 'year_id', 'grade', 'status', 'holder_id', 'applicant_id'),
    'version',
)
SORTS = ('promised_on',)
ACTS_IN = {
    DeferralState.OPEN: frozenset({Act.UPLOAD, Act.CONFIRM}),
    DeferralState.SUPPLIED: frozenset({Act.RECHECK_PASS, Act.RECHECK_FAIL}),
    DeferralState.CLEARED: frozenset[Act](),
}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One deferral with its person. ``days_left`` is negative after the due day and None once nothing is owed.

    ``version`` is the application's. ``may`` are the acts open to the reader; of these, confirming also needs
    ``file_came``.
    """

    id: int
    application_id: int
    version: int
    number: str
    name: str
    id_number: str
    unit: str
    grade: Grade | None
    items: tuple[MaterialKind, ...]
    note: str
    promised_on: date
    due_on: date
    days_left: int | None
    standing: LedgerState
    office: str
    opened_at: datetime
    supplied_at: datetime | None
    cleared_at: datetime | None
    opinion: str
    file_came: bool
    may: frozenset[Act]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page of entries and how many there are in all."""

    entries: tuple[LedgerEntry, ...]
    total: int


async def ledger(
    actor: Actor, *, filters: ApplicationFilters, standings: tuple[LedgerState, ...] = (), paging: Paging
) -> Ledger:
    """The deferrals of the subtree, those with something left to do first, the most urgent at the top."""
    found = (await overlays_matching(Deferral, actor, filters)).filter(await _standing(standings))
    total = await found.count()
    sign = '-' if paging.descending else ''
    ordered = found.order_by(f'{sign}promised_on', f'{sign}id') if paging.sort in SORTS else unfinished_first(found)
    return Ledger(await _entries(actor, await ordered.offset(paging.offset).limit(paging.size)), total)


async def ledger_count(actor: Actor, *, filters: ApplicationFilters, standings: tuple[LedgerState, ...] = ()) -> int:
    """How many entries the ledger has with these filters."""
    return await (await overlays_matching(Deferral, actor, filters)).filter(await _standing(standings)).count()


async def entry_of(actor: Actor, deferral_id: int) -> LedgerEntry:
    """One entry. Raises NotFound, the same for entries out of reach and missing ones."""
    found = await entries_of(actor, (deferral_id,))
    if not found:
        raise NotFound('该容缺后补记录')
    return found[0]


async def entries_of(actor: Actor, ids: Sequence[int]) -> tuple[LedgerEntry, ...]:
    """The current state of these entries, if they are in reach: what a live update shows."""
    return await _entries(
        actor, await (await overlays_matching(Deferral, actor, ApplicationFilters())).filter(id__in=list(ids))
    )


async def waiting(actor: Actor) -> int:
    """The number of the badge: deferrals of this organisation that are still open, and those it may recheck."""
    asked = Q(organisation_id=actor.organisation_id or 0, state=DeferralState.OPEN)
    if actor.at_least(Level.COUNTY):
        asked |= Q(organisation_id__in=ids_below(actor.path), state=DeferralState.SUPPLIED)
    return await count_alive(Deferral.filter(asked))


async def last_days() -> list[tuple[Q, date]]:
    """The last days for deferred materials, each with the deferrals of the year, grades and area it is for."""
    return [
        (Q(of_cohort(group, 'application__'), application__year_id=year.id), last)
        for year in (await all_years()).by_id.values()
        for group, windows in groups(year.windows, WindowKind.DEFERRAL)
        if (last := last_day(windows))
    ]


async def _standing(standings: tuple[LedgerState, ...]) -> Q:
    return standing_at(standings, clock.today(), await last_days())


async def _entries(actor: Actor, deferrals: Sequence[Deferral]) -> tuple[LedgerEntry, ...]:
    if not deferrals:
        return ()
    ids = {row.application_id for row in deferrals}
    applications = {row.id: row for row in await Application.filter(id__in=list(ids)).only(*COLUMNS)}
    known = {row.unit_id for row in applications.values()} | {row.organisation_id for row in deferrals}
    offices = {row.id: row for row in await Organisation.filter(id__in=list(known)).only('id', 'name', 'path')}
    files = await Material.filter(application_id__in=list(ids), removed_at__isnull=True).only(
        'id', 'application_id', 'kind', 'uploaded_at'
    )
    years = (await all_years()).by_id
    return tuple(
        _entry(actor, row, application, offices, files, last_day(years[application.year_id].windows_for(*those)))
        for row in deferrals
        for application in [applications[row.application_id]]
        for those in [(application.grade, offices[application.unit_id].path)]
    )


def _entry(
    actor: Actor,
    row: Deferral,
    application: Application,
    offices: dict[int, Organisation],
    files: Iterable[Material],
    last: date | None,
) -> LedgerEntry:
    due, today = due_on(row.promised_on, last), clock.today()
    return LedgerEntry(
        id=row.id,
        application_id=application.id,
        version=application.version,
        number=application.number,
        name=application.name,
        id_number=masked_id(application.id_number),
        unit=offices[application.unit_id].name,
        grade=Grade(application.grade) if application.grade else None,
        items=tuple(MaterialKind(item) for item in row.items),
        note=row.note,
        promised_on=row.promised_on,
        due_on=due,
        days_left=(due - today).days if row.state is DeferralState.OPEN else None,
        standing=standing_of(row.state, due, today),
        office=offices[row.organisation_id].name,
        opened_at=row.opened_at,
        supplied_at=row.supplied_at,
        cleared_at=row.cleared_at,
        opinion=row.opinion,
        file_came=any(_supplies(file, row) for file in files),
        may=_may(actor, row, application, offices),
    )


def _supplies(file: Material, row: Deferral) -> bool:
    return (
        file.application_id == row.application_id and file.kind.value in row.items and file.uploaded_at > row.opened_at
    )


def _may(actor: Actor, row: Deferral, application: Application, offices: dict[int, Organisation]) -> frozenset[Act]:
    """The acts the table allows the reader in the deferral's state; its deferrer and the unit may upload."""
    facts = Facts(deferrer_id=row.organisation_id, deferrer_path=offices[row.organisation_id].path)
    may = set(open_to(application, actor, facts))
    if application.status in SEEN_ABOVE and actor.organisation_id in (row.organisation_id, application.unit_id):
        may.add(Act.UPLOAD)
    return frozenset(may) & ACTS_IN[row.state]
