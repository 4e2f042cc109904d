"""导出Excel of the lists: the filtered rows as a workbook, with progress, a way to stop, and a line in the journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from nicegui import ui

from components.documents.workbook import MEDIA_TYPE, Heading, Value, Workbook, file_name
from components.listing import Column
from components.progress import Progress
from domain import clock
from domain.rules.actor import Actor
from domain.rules.wanted import Wanted
from domain.services import exports
from domain.services.listings import Row
from pages.delivery import closed_folder, hand_over
from pages.reviewer.rows import QUEUE, SEARCH, cells

USUAL_WIDTH = 14
WIDTHS = {'number': 18, 'name': 12, 'id_number': 21, 'unit': 34, 'trade': 20, 'submitted_at': 18, 'waiting_days': 10}
# One thread writes all exports, chunk by chunk: many of them at once cannot take the processor from the reviewers.
_writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix='export')


async def download_desk(actor: Actor, wanted: Wanted, *, title: str, senior: bool) -> None:
    """Hand over the whole queue with these filters."""
    leaving = await exports.rows_for_desk(actor, senior=senior, wanted=wanted)
    await _download(actor, leaving, QUEUE, title, wanted)


async def download_search(actor: Actor, wanted: Wanted) -> None:
    """Hand over everybody who is found with these filters."""
    leaving = await exports.rows_for_search(actor, wanted=wanted)
    await _download(actor, leaving, SEARCH, '报名信息查询', wanted)


async def _download(
    actor: Actor, leaving: exports.Leaving, columns: Sequence[Column], title: str, wanted: Wanted
) -> None:
    if not leaving.total:
        ui.notify('没有可导出的数据', type='info')
        return
    client = ui.context.client
    folder = closed_folder()
    path = Path(folder.name) / 'export.xlsx'
    try:
        with Progress(f'正在导出：{title}', leaving.total) as progress:

            def step(rows: int) -> bool:
                progress.step(rows)
                return not progress.cancelled and not client.is_deleted

            count = await written(path, actor, leaving, columns, title=title, step=step)
        if count:
            await exports.record_export(actor, title, count, wanted)
    except BaseException:
        folder.cleanup()
        raise
    if not count:
        folder.cleanup()
        return
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    hand_over(client, folder, path, file_name(title, actor.organisation, stamp), MEDIA_TYPE)
    with client:
        ui.notify(f'已导出 {count} 条，本次导出已记入操作日志', type='positive')


async def written(
    path: Path,
    actor: Actor,
    leaving: exports.Leaving,
    columns: Sequence[Column],
    *,
    title: str,
    step: Callable[[int], bool],
) -> int:
    """Write the workbook at ``path``; how many rows it has, 0 when there is none because ``step`` said to stop.

    ``step`` is told of every so many rows that are done, and once more before the file is final.
    """
    loop = asyncio.get_running_loop()
    book = Workbook(path, title, [Heading(column.label, WIDTHS.get(column.name, USUAL_WIDTH)) for column in columns])
    async for rows in leaving.chunks:
        await loop.run_in_executor(_writing, book.write, (_values(row, columns, actor) for row in rows))
        if not step(len(rows)):
            return 0
    await loop.run_in_executor(_writing, book.close)
    return book.rows if step(0) else 0


def _values(row: Row, columns: Sequence[Column], actor: Actor) -> list[Value]:
    """The cells of the page as plain values: the word of a tag, not its sign, and not who is looking just now."""
    shown = cells(replace(row, looked_at_by=''), actor)
    shown['precheck'] = row.precheck.label if row.precheck else ''
    return [_plain(shown[column.name]) for column in columns]


def _plain(cell: object) -> Value:
    text = cell['text'] if isinstance(cell, dict) else cell
    if isinstance(text, int):
        return text
    return str(text) if text and text != '—' else None
