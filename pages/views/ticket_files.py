"""打印准考证: confirm, read, make in another process, journal, send to the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nicegui import Client, run, ui

from components.documents import pdf, workbook
from components.documents.job_progress import JobProgress
from components.documents.ticket import missing_characters, print_tickets
from components.kit.confirm import confirm
from components.kit.progress import progress_dialog
from domain import clock
from domain.rules.actor import Actor
from domain.services.exam import ticket_printing
from domain.services.exam.ticket_papers import PrintedTicket
from pages import installed
from pages.downloads.aside import carry_out
from pages.downloads.delivery import closed_folder, hand_over
from pages.downloads.lacking_characters import print_all_the_same
from pages.downloads.titles import of_year
from pages.origin import origin
from pages.views.ticket_papers import job_of

TITLE = '准考证'


async def print_one(actor: Actor, application_id: int) -> bool:
    """Print one ticket; whether it was sent to the browser. Raises Refusal that says why not, or when it opens."""
    ids = await ticket_printing.printable(actor, [application_id])
    return await _print(actor, ids)


async def print_many(actor: Actor, ids: Sequence[int]) -> bool:
    """Print those that can be printed now, as one file; asks first, and shows who is left out."""
    able = await ticket_printing.printable(actor, ids)
    left = len(set(ids)) - len(able)
    gone = f'\n另有 {left} 人未到打印时间、已过打印时间或准考证已失效，不列入。' if left else ''
    if not await confirm(
        '批量打印', f'共 {len(able)} 张准考证，合成一个PDF，按单位、准考证号排列。{gone}', f'打印 {len(able)} 张'
    ):
        return False
    return await _print(actor, able)


async def _print(actor: Actor, ids: Sequence[int]) -> bool:
    client = ui.context.client
    entries = await _read(actor, ids)
    if not entries:
        return False
    author = actor.organisation if actor.is_office else actor.name
    job = job_of(entries, origin=origin(), author=author, now=clock.now(), demo=installed.now.demo)
    lacking = await run.cpu_bound(missing_characters, job)
    if lacking and not await print_all_the_same(lacking, ((one.registration, one.name, one.unit) for one in entries)):
        return False
    folder = closed_folder()
    path = Path(folder.name) / 'tickets.pdf'
    try:
        made = await carry_out('正在生成准考证', len(entries), JobProgress(path.parent), print_tickets, job, path)
        if made:
            await ticket_printing.record(actor, ids)
    except BaseException:
        folder.cleanup()
        raise
    if not made:
        folder.cleanup()
        return False
    what = entries[0].number if len(entries) == 1 else f'{len(entries)}张'
    title = of_year(TITLE, *(one.year for one in entries))
    hand_over(client, folder, path, _name(actor, f'{title}_{what}', '.pdf'), pdf.MEDIA_TYPE)
    _notify(client, f'已生成 {made} 张准考证，本次打印已记入操作日志' if actor.is_office else '准考证已下载')
    return True


async def _read(actor: Actor, ids: Sequence[int]) -> list[PrintedTicket]:
    """Everything to print, in the order of the papers; nothing when it was cancelled."""
    found: list[PrintedTicket] = []
    with progress_dialog('正在读取准考证', len(ids)) as progress:
        async for some in ticket_printing.entries(actor, ids):
            found += some
            if not progress.step(len(found), len(ids)):
                return []
    return found


def _name(actor: Actor, title: str, ending: str) -> str:
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return workbook.file_name(title, *([actor.organisation] if actor.is_office else []), stamp, ending=ending)


def _notify(client: Client, sentence: str) -> None:
    with client:
        ui.notify(sentence, type='positive')
