"""导出Excel of 考核结果查询: the whole filtered result, with progress, a way to stop, and a line in the journal."""

from __future__ import annotations

from pathlib import Path

from nicegui import run, ui

from components.documents.workbook import MEDIA_TYPE, Workbook, file_name
from components.progress import Progress
from domain import clock
from domain.rules.actor import Actor
from domain.rules.result_filters import ResultFilters
from domain.services import exports, results
from pages.county.result_rows import HEADINGS, values
from pages.delivery import closed_folder, hand_over


async def export_workbook(actor: Actor, title: str, wanted: ResultFilters) -> None:
    """Hand over these results with whole ID numbers."""
    total, chunks = await results.leaving(actor, wanted)
    if not total:
        ui.notify('没有可导出的数据', type='info')
        return
    client, folder = ui.context.client, closed_folder()
    path = Path(folder.name) / 'results.xlsx'
    try:
        book, stopped = Workbook(path, title, HEADINGS), False
        with Progress(f'正在导出：{title}', total) as progress:
            async for rows in chunks:
                await run.io_bound(book.write, [values(row) for row in rows])
                progress.step(len(rows))
                stopped = progress.cancelled or client.is_deleted
                if stopped:
                    break
        await run.io_bound(book.close)
        if not stopped:
            await exports.record_export(actor, title, book.rows, wanted)
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
