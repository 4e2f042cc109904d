"""导出Excel of 缴费管理: a list as a workbook, with progress, a way to stop, and a line in the journal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from nicegui import run, ui

from components.documents.workbook import MEDIA_TYPE, Heading, Value, Workbook, file_name
from components.listing import Column
from components.listing import Row as TableRow
from components.progress import Progress
from domain import clock
from domain.rules.actor import Actor
from domain.rules.fees import parse_yuan, yuan
from domain.services import exports
from domain.services.exports import Filters
from pages.delivery import closed_folder, hand_over

WIDTHS = {
    'number': 18, 'name': 12, 'id_number': 21, 'unit': 34, 'grade': 8, 'trade': 20, 'pay_code': 24, 'bundle': 24,
    'created_at': 18, 'paid_at': 18,
}  # fmt: skip
USUAL_WIDTH = 14


async def download(
    actor: Actor,
    title: str,
    columns: Sequence[Column],
    total: int,
    chunks: AsyncIterator[list[TableRow]],
    asked: Filters,
) -> None:
    """Hand over these rows, which have the cells of the table; what is asked for goes into the journal."""
    if not total:
        ui.notify('没有可导出的数据', type='info')
        return
    client = ui.context.client
    folder = closed_folder()
    path = Path(folder.name) / 'export.xlsx'
    try:
        headings = [Heading(column.label, WIDTHS.get(column.name, USUAL_WIDTH)) for column in columns]
        book, stopped = Workbook(path, title, headings), False
        with Progress(f'正在导出：{title}', total) as progress:
            async for rows in chunks:
                await run.io_bound(book.write, [_values(row, columns) for row in rows])
                progress.step(len(rows))
                stopped = progress.cancelled or client.is_deleted
                if stopped:
                    break
        await run.io_bound(book.close)
        if not stopped:
            await exports.record_export(actor, title, book.rows, asked)
    except BaseException:
        folder.cleanup()
        raise
    if stopped:
        folder.cleanup()
        return
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    hand_over(client, folder, path, file_name(title, actor.organisation, stamp), MEDIA_TYPE)
    with client:
        ui.notify(f'已导出 {book.rows} 条，本次导出已记入操作日志', type='positive')


def _values(row: TableRow, columns: Sequence[Column]) -> list[Value]:
    """The cells as plain values: the word of a tag, amounts as numbers, codes without their spaces."""
    return [_plain(column.name, row.get(column.name)) for column in columns]


def _plain(name: str, cell: object) -> Value:
    text = cell['text'] if isinstance(cell, dict) else cell
    if isinstance(text, str) and text.startswith('￥'):
        return yuan(parse_yuan(text))
    if isinstance(text, str) and name in ('pay_code', 'bundle'):
        return text.replace(' ', '') or None
    return text if isinstance(text, int) else str(text) if text and text != '—' else None
