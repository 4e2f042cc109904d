"""Exporting a list as a workbook, streamed with constant memory, or a few tables; the journal is written first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from nicegui import ui

from components.documents.workbook import MEDIA_TYPE, Heading, Sheet, Value, Workbook, book_of, file_name
from components.kit.progress import progress_dialog
from domain import clock
from domain.long_work import Step
from domain.rules.actor import Actor
from pages.downloads.delivery import closed_folder, hand_over

# One thread writes all exports, chunk by chunk: many of them together cannot take the processor from other requests.
_writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix='export')
Row = TypeVar('Row')


async def hand_over_list(
    actor: Actor,
    title: str,
    headings: Sequence[Heading],
    total: int,
    chunks: AsyncIterator[Sequence[Row]],
    values: Callable[[Row], Sequence[Value]],
    record: Callable[[int], Awaitable[None]],
    *,
    sheet: str = '',
    doing: str = '正在导出',
    done: str = '已导出 {} 条，本次导出已记入操作日志',
) -> None:
    """Export the rows in ``chunks``, ``values`` returns the cells of one; ``record`` writes the number to the journal.

    ``sheet`` defaults to the name of the list; ``done`` is shown with the number of rows. When there is no row, or it
    is stopped, nothing is exported and nothing is recorded. Raises what ``chunks`` and ``record`` raise.
    """
    if not total:
        ui.notify('没有可导出的数据', type='info')
        return
    client, folder = ui.context.client, closed_folder()
    path = Path(folder.name) / 'export.xlsx'
    try:
        with progress_dialog(f'{doing}：{title}', total) as progress:
            count = await written(path, sheet or title, headings, total, chunks, values, progress.step)
        if count:
            await record(count)
    except BaseException:
        folder.cleanup()
        raise
    if not count:
        folder.cleanup()
        return
    hand_over(client, folder, path, _name(actor, title), MEDIA_TYPE)
    with client:
        ui.notify(done.format(count), type='positive')


async def hand_over_tables(
    actor: Actor, title: str, sheets: Sequence[Sheet], record: Callable[[int], Awaitable[None]]
) -> None:
    """Export a few small tables, one sheet each; ``record`` receives their total number of rows."""
    content = await asyncio.to_thread(book_of, sheets)
    await record(sum(len(sheet.rows) for sheet in sheets))
    ui.download.content(content, _name(actor, title), MEDIA_TYPE)
    ui.notify('已导出统计表，本次导出已记入操作日志', type='positive')


async def written(
    path: Path,
    sheet: str,
    headings: Sequence[Heading],
    total: int,
    chunks: AsyncIterator[Sequence[Row]],
    values: Callable[[Row], Sequence[Value]],
    step: Step,
) -> int:
    """Write the workbook to ``path``; returns the number of rows, 0 when ``step`` stopped it and there is no file.

    ``step`` is called after each chunk, and once more before the file is final.
    """
    loop = asyncio.get_running_loop()
    book = Workbook(path, sheet, headings)
    try:
        async for rows in chunks:
            await loop.run_in_executor(_writing, book.write, map(values, rows))
            if not step(book.rows, total):
                return 0
        await loop.run_in_executor(_writing, book.close)
        return book.rows if step(book.rows, total) else 0
    finally:
        book.discard()


def _name(actor: Actor, title: str) -> str:
    return file_name(title, actor.organisation, clock.local(clock.now()).strftime('%Y%m%d_%H%M'))
