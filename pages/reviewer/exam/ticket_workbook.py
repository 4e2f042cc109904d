"""准考证查询 as a workbook: read, made aside, written down, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.services.exam import ticket_exports
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list
from pages.reviewer.exam.ticket_rows import HEADINGS, values


async def export_workbook(actor: Actor, year: int, ids: Sequence[int], filters: TicketFilters | None) -> None:
    """These persons of one year as a workbook, ID numbers in full; ``filters`` None: they were chosen by hand."""
    record = partial(ticket_exports.record, actor, of=filters or ids)
    rows = ticket_exports.rows(actor, ids)
    await hand_over_list(actor, of_year('准考证查询', year), HEADINGS, len(ids), rows, values, record)
