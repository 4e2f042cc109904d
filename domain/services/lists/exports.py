"""Exports to a workbook: exactly the rows of a list, in chunks, and the journal entry about it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.permissions import Reviewer
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.lists import application_rows
from domain.services.lists.application_rows import ApplicationRow
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import CHUNK
from storage.models import Application
from storage.queries import applications
from storage.queries.lists.application_filters import found_by, narrowed

KEYS = 2_000  # keys per read: each read sorts everything found, but only within the index


class Filters(Protocol):
    """The filters of a list, which can be recorded as text."""

    def typed(self) -> Mapping[str, str | list[str]]: ...


@dataclass(frozen=True, slots=True)
class Leaving:
    """The rows of one export: how many there were when it began, and the rows themselves, a chunk at a time.

    Unlike in the list, ``Row.id_number`` is complete here (3-screens §3: so each export is recorded in the journal).
    """

    total: int
    chunks: AsyncIterator[list[ApplicationRow]]


async def rows_for_desk(actor: Actor, *, senior: bool, filters: ApplicationFilters) -> Leaving:
    """The whole queue with these filters, the longest waiting first; an export of 人工审核 or 高级技师审核.

    Raises Forbidden except for an office.
    """
    Reviewer.require(actor)
    found = await narrowed(applications.on_desk(actor, senior=senior), actor, filters)
    return Leaving(await found.count(), _by_arrival(actor, found))


async def rows_for_search(actor: Actor, *, filters: ApplicationFilters) -> Leaving:
    """All persons in the subtree with these filters, the newest registration first; an export of 报名信息查询.

    Raises Forbidden except for an office.
    """
    Reviewer.require(actor)
    found = await found_by(actor, filters)
    return Leaving(await found.count(), _by_registration(actor, found))


@use_case
async def record_export(actor: Actor, title: str, count: int, filters: Filters) -> None:
    """Record who exported how many rows of which list with which filters, before the file is delivered.

    Raises Forbidden as above, SignedOut when the session ended while the file was made: then no file is delivered.
    """
    Reviewer.require(actor)
    async with unit_of_work(actor):
        details = {'list': title, 'count': count, 'filters': filters.typed()}
        await journal.record(actor, Act.EXPORT, details=details)


# Both read by key, not by offset: what others decide in the meantime neither repeats nor skips a row. A keyset needs an
# order that does not change: a row keeps its arrival as long as it stays in the queue, and its id for ever.
async def _by_arrival(actor: Actor, found: QuerySet[Application]) -> AsyncIterator[list[ApplicationRow]]:
    rest = found
    while keys := await rest.order_by('arrived_at', 'id').limit(KEYS).values_list('id', 'arrived_at'):
        async for rows in _rows(actor, [int(id_) for id_, _ in keys]):
            yield rows
        last, at = keys[-1]
        rest = found.filter(Q(arrived_at__gt=at) | Q(arrived_at=at, id__gt=last))


async def _by_registration(actor: Actor, found: QuerySet[Application]) -> AsyncIterator[list[ApplicationRow]]:
    rest = found
    while keys := await rest.order_by('-id').limit(KEYS).values_list('id'):
        async for rows in _rows(actor, [int(key[0]) for key in keys]):
            yield rows
        rest = found.filter(id__lt=keys[-1][0])


async def _rows(actor: Actor, ids: Sequence[int]) -> AsyncIterator[list[ApplicationRow]]:
    """The rows as the list builds them, in this order, a chunk at a time."""
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        rows = await application_rows.rows_of(actor, some, masked=False)
        yield [rows[id_] for id_ in some if id_ in rows]
