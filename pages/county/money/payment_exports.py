"""导出Excel of 缴费管理: a list as a workbook with the cells of its table, and a line in the journal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial

from components.documents.workbook import Heading, Value
from components.table.listing import Column
from components.table.listing import Row as TableRow
from domain.rules.actor import Actor
from domain.rules.money.fees import parse_yuan, yuan
from domain.services.lists import exports
from domain.services.lists.exports import Filters
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list

WIDTHS = {
    'number': 18, 'name': 12, 'id_number': 21, 'unit': 34, 'grade': 8, 'trade': 20, 'pay_code': 24, 'bundle': 24,
    'created_at': 18, 'paid_at': 18,
}  # fmt: skip
USUAL_WIDTH = 14


async def download(
    actor: Actor,
    title: str,
    year: int,
    columns: Sequence[Column],
    total: int,
    chunks: AsyncIterator[list[TableRow]],
    filters: Filters,
) -> None:
    """Send these rows, with the cells of the table, as a file of this year; the filters are recorded in the journal."""
    headings = [Heading(column.label, WIDTHS.get(column.name, USUAL_WIDTH)) for column in columns]
    record = partial(exports.record_export, actor, title, filters=filters)
    await hand_over_list(
        actor, of_year(title, year), headings, total, chunks, partial(_values, columns=columns), record
    )


def _values(row: TableRow, columns: Sequence[Column]) -> list[Value]:
    """The cells as plain values: the text of a tag, amounts as numbers, codes without their spaces."""
    return [_plain(column.name, row.get(column.name)) for column in columns]


def _plain(name: str, cell: object) -> Value:
    text = cell['text'] if isinstance(cell, dict) else cell
    if isinstance(text, str) and text.startswith('￥'):
        return yuan(parse_yuan(text))
    if isinstance(text, str) and name in ('pay_code', 'bundle'):
        return text.replace(' ', '') or None
    return text if isinstance(text, int) else str(text) if text and text != '—' else None
