"""The applicants who were entered by 补报 or 破格（一线）申报: the two lists, and the proof of an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.functions import Count

from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.application.person import masked_mobile
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.permissions import County
from domain.rules.registration.late_and_exceptional_entries import PROOF, PROVABLE, Entrance
from domain.services.application import materials
from domain.services.application_record import in_reach
from domain.services.lists import application_lists, application_rows
from storage.models import Application, Material
from storage.queries import applications
from storage.queries.lists.application_filters import narrowed

SORTS = ('number', 'submitted_at', 'grade')


@dataclass(frozen=True, slots=True)
class LateEntry:
    """One entered applicant: the row that all lists have, and the extra columns. ``proofs``: number of proof files."""

    row: application_rows.ApplicationRow
    mobile: str
    category: str
    document: str
    proofs: int
    provable: bool
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class LateEntryPage:
    """One page of entries and the number of all entries."""

    entries: tuple[LateEntry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Proof:
    """The files that prove one 破格 or 一线 entry; ``refusal`` is empty when the reader may add files."""

    name: str
    files: tuple[Material, ...]
    refusal: str


async def listed(actor: Actor, entrance: Entrance, *, filters: ApplicationFilters, paging: Paging) -> LateEntryPage:
    """The applicants of the subtree who were entered this way, newest first. Raises Forbidden below a county."""
    County.require(actor)
    paging = paging if paging.sort in SORTS else replace(paging, sort='id', descending=True)
    found = await application_lists.search(actor, filters=_within(entrance, filters), paging=paging)
    return LateEntryPage(await _entries(found.rows), found.total)


async def count(actor: Actor, entrance: Entrance, filters: ApplicationFilters) -> int:
    """How many entries ``listed`` has."""
    County.require(actor)
    return await (await narrowed(applications.visible_to(actor), actor, _within(entrance, filters))).count()


async def entries_of(actor: Actor, entrance: Entrance, ids: Sequence[int]) -> dict[int, LateEntry]:
    """The current state of these entries; those out of reach or entered in another way are left out."""
    County.require(actor)
    rows = await application_rows.rows_of(actor, ids)
    return {
        entry.row.id: entry for entry in await _entries([r for r in rows.values() if r.channel in entrance.channels])
    }


def _within(entrance: Entrance, filters: ApplicationFilters) -> ApplicationFilters:
    requested = tuple(channel for channel in filters.channels if channel in entrance.channels)
    return replace(filters, channels=requested or entrance.channels)


async def _entries(rows: Sequence[application_rows.ApplicationRow]) -> tuple[LateEntry, ...]:
    ids = [row.id for row in rows]
    if not ids:
        return ()
    found = await Application.filter(id__in=ids).values_list('id', 'mobile', 'form', 'created_at')
    more = {row_id: (mobile, Form.model_validate(form), at) for row_id, mobile, form, at in found}
    counted = Material.filter(application_id__in=ids, kind=PROOF, removed_at__isnull=True).annotate(n=Count('id'))
    proofs = dict(await counted.group_by('application_id').values_list('application_id', 'n'))
    return tuple(
        LateEntry(
            row=row,
            mobile=masked_mobile(more[row.id][0]),
            category=more[row.id][1].exception_category,
            document=more[row.id][1].exception_document,
            proofs=int(proofs.get(row.id, 0)),
            provable=row.status in PROVABLE,
            entered_at=more[row.id][2],
        )
        for row in rows
        if row.id in more
    )


async def proof_of(actor: Actor, application_id: int) -> Proof:
    """The proof of one entry. Raises NotFound, Forbidden as ``listed``."""
    County.require(actor)
    application = await in_reach(actor, application_id)
    files = await materials.of(actor, application.id)
    refusal = await materials.may_touch(actor, application, PROOF)
    return Proof(application.name, tuple(file for file in files if file.kind is PROOF), refusal)
