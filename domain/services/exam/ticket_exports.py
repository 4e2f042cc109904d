"""准考证查询 as an exported workbook: the selected rows with complete ID numbers, and the journal entry about it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.exam import ticket_lists
from domain.services.exam.ticket_lists import TicketRow
from domain.services.exam.ticket_papers import admit
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import CHUNK
from storage.queries.exam.tickets import visible_to


async def rows(actor: Actor, ids: Sequence[int]) -> AsyncIterator[list[TicketRow]]:
    """These applications' tickets in this order, in chunks; those out of reach are left out.

    ``Row.id_number`` is complete here: so the journal records each export. Raises Forbidden for reviewers, Refusal
    for no ids.
    """
    admit(actor)
    if not ids:
        raise Refusal('请先选择报考人员')
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        found = await ticket_lists.rows_of(actor, some)
        whole = await visible_to(actor).filter(application_id__in=list(found)).values_list(
            'application_id', 'application__id_number'
        )  # fmt: skip
        numbers = {int(row[0]): str(row[1]) for row in whole}
        yield [replace(found[id_], id_number=numbers[id_]) for id_ in some if id_ in numbers]


@use_case
async def record(actor: Actor, count: int, of: TicketFilters | Sequence[int]) -> None:
    """Record who exported how many rows, with which filters or which selected persons. Raises as ``rows``."""
    admit(actor)
    chosen_by = {'filters': of.typed()} if isinstance(of, TicketFilters) else {'applications': list(of)}
    async with unit_of_work(actor):
        await journal.record(actor, Act.EXPORT, details={'list': '准考证查询', 'count': count, **chosen_by})
