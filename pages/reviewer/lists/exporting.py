"""导出Excel of 人工审核, 高级技师审核 and 报名信息查询: the filtered rows with the columns of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from components.documents.workbook import Heading, Value
from components.table.listing import Column
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.lists import exports
from domain.services.lists.application_rows import ApplicationRow
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list
from pages.views.application_rows import QUEUE, SEARCH, cells

USUAL_WIDTH = 14
WIDTHS = {'number': 18, 'name': 12, 'id_number': 21, 'unit': 34, 'trade': 20, 'submitted_at': 18, 'waiting_days': 10}


async def download_desk(actor: Actor, filters: ApplicationFilters, *, title: str, senior: bool) -> None:
    """Export the whole queue with these filters."""
    leaving = await exports.rows_for_desk(actor, senior=senior, filters=filters)
    await _download(actor, leaving, QUEUE, title, filters)


async def download_search(actor: Actor, filters: ApplicationFilters) -> None:
    """Export everyone found with these filters."""
    leaving = await exports.rows_for_search(actor, filters=filters)
    await _download(actor, leaving, SEARCH, '报名信息查询', filters)


def headings(columns: Sequence[Column]) -> list[Heading]:
    """The headings of the workbook for these columns of the page."""
    return [Heading(column.label, WIDTHS.get(column.name, USUAL_WIDTH)) for column in columns]


def values(row: ApplicationRow, columns: Sequence[Column], actor: Actor) -> list[Value]:
    """The cells of the page as plain values: the text of a tag without its sign, and without the current viewers."""
    shown = cells(replace(row, looked_at_by=''), actor)
    shown['precheck'] = row.precheck.label if row.precheck else ''
    return [_plain(shown[column.name]) for column in columns]


async def _download(
    actor: Actor, leaving: exports.Leaving, columns: Sequence[Column], title: str, filters: ApplicationFilters
) -> None:
    cells_of = partial(values, columns=columns, actor=actor)
    record = partial(exports.record_export, actor, title, filters=filters)
    await hand_over_list(
        actor, of_year(title, filters.year), headings(columns), leaving.total, leaving.chunks, cells_of, record
    )


def _plain(cell: object) -> Value:
    text = cell['text'] if isinstance(cell, dict) else cell
    if isinstance(text, int):
        return text
    return str(text) if text and text != '—' else None
