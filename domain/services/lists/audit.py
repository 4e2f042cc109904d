"""操作日志: the whole journal for the province, and the check that nothing in it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.errors import NotFound
from domain.long_work import RecordedStep, Step
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.lists.audit_filters import AuditFilters
from domain.rules.permissions import Province
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.journal import Break
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, JournalEntry
from storage.queries.lists import audit

MOST_BREAKS = 100  # listed one by one; the others are only counted


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry; ``number`` and ``name`` are the application's, empty for an act without one."""

    id: int
    at: datetime
    actor: str
    office: str
    act: Act
    application_id: int | None
    number: str
    name: str
    reason: str
    details: dict[str, Any]
    address: str
    chain: str
    sequence: int


@dataclass(frozen=True, slots=True)
class AuditRows:
    """One page of entries and how many there are."""

    rows: tuple[AuditRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: ``entries`` were read; ``breaks`` are the first of all ``broken`` chains."""

    entries: int
    broken: int
    breaks: tuple[Break, ...]
    stopped: bool


async def entries(actor: Actor, filters: AuditFilters, paging: Paging) -> AuditRows:
    """The acts that match, the newest first. Raises Forbidden except for a province administrator."""
    Province.require(actor)
    found = await audit.entries(actor, filters)
    page = found.order_by('-at', '-id').offset(paging.offset).limit(paging.size)
    # The ids first: sorting then reads the index only; a whole entry with its details fills half a disk page.
    ids = [int(str(one)) for one in await page.values_list('id', flat=True)]
    rows = {row.id: row for row in await JournalEntry.filter(id__in=ids)} if ids else {}
    return AuditRows(await _rows([rows[one] for one in ids]), await found.count())


async def entry(actor: Actor, entry_id: int) -> AuditRow:
    """One act in full. Raises Forbidden, NotFound."""
    Province.require(actor)
    found = await JournalEntry.filter(id=entry_id)
    if not found:
        raise NotFound('该日志')
    return (await _rows(found))[0]


async def _rows(found: list[JournalEntry]) -> tuple[AuditRow, ...]:
    ids = {row.application_id for row in found if row.application_id}
    about = await Application.filter(id__in=list(ids)).values_list('id', 'number', 'name') if ids else []
    known = {int(key): (str(number), str(name)) for key, number, name in about}
    return tuple(_row(row, *known.get(row.application_id or 0, ('', ''))) for row in found)


def _row(row: JournalEntry, number: str, name: str) -> AuditRow:
    return AuditRow(
        id=row.id,
        at=row.at,
        actor=row.actor,
        office=row.office,
        act=row.act,
        application_id=row.application_id,
        number=number,
        name=name,
        reason=row.reason,
        details=row.details,
        address=row.address,
        chain=row.chain,
        sequence=row.sequence,
    )


@use_case
async def check(actor: Actor, step: Step) -> Checked:
    """校验 every chain of the journal from its first entry on; ``step`` receives the progress and may stop the check.

    The check itself is recorded as an entry, with its result. Raises Forbidden.
    """
    Province.require(actor)
    recorded, broken = RecordedStep(step), 0
    named: list[Break] = []
    async for found in journal.breaks(recorded):
        broken += 1
        if len(named) < MOST_BREAKS:
            named.append(found)
    async with unit_of_work(actor):
        chains = [one.chain for one in named]
        details = {'entries': recorded.done, 'broken': broken, 'stopped': recorded.stopped, 'chains': chains}
        await journal.record(actor, Act.CHECK_JOURNAL, details=details)
    return Checked(recorded.done, broken, tuple(named), recorded.stopped)
