"""准考证查询 as a workbook: read, made aside, written down, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.services.exam import ticket_exports
from pages.downloads.workbooks import hand_over_list
from pages.reviewer.exam.ticket_rows import HEADINGS, values


async def export_workbook(actor: Actor, ids: Sequence[int], filters: TicketFilters | None) -> None:
    """The list of these persons as a workbook, ID numbers in full; ``filters`` None: they were chosen by hand."""
    record = partial(ticket_exports.record, actor, of=filters or ids)
    await hand_over_list(actor, '准考证查询', HEADINGS, len(ids), ticket_exports.rows(actor, ids), values, record)
