"""导出PDF and 导出Excel of a 名册: confirm, read, warn of unprintable characters, make in another process, journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nicegui import Client, run, ui

from components.documents import pdf, workbook
from components.documents.job_progress import JobProgress
from components.documents.roster import missing_characters, print_roster
from components.kit.confirm import confirm
from components.kit.progress import progress_dialog
from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.rosters import Reach
from domain.services.lists import rosters
from domain.services.lists.rosters import RosterEntry
from pages import installed
from pages.downloads.aside import carry_out
from pages.downloads.delivery import closed_folder, hand_over
from pages.downloads.lacking_characters import print_all_the_same
from pages.downloads.titles import of_year
from pages.reviewer.lists.roster_papers import RosterPaper, paper_of


@dataclass(frozen=True, slots=True)
class Pick:
    """The chosen persons: their ids at that moment, and the filters that chose them; None when chosen by hand."""

    kind: RosterPaper
    reach: Reach
    ids: tuple[int, ...]
    filters: ApplicationFilters | None = None


async def export_pdf(actor: Actor, pick: Pick) -> None:
    """Print the roster of these persons. Raises Refusal for none, too many, and an actor without permission."""
    client = ui.context.client
    ids = await rosters.chosen(actor, pick.reach, pick.ids, most=rosters.MOST_PRINTED)
    if not await _agreed(pick, len(ids), '导出PDF'):
        return
    rows = await _read(actor, pick, ids)
    if not rows:
        return
    paper = paper_of(
        pick.kind, pick.reach, rows, organisation=actor.organisation, now=clock.now(), demo=installed.now.demo
    )
    lacking = await run.cpu_bound(missing_characters, paper)
    if lacking and not await print_all_the_same(lacking, ((row.number, row.name, row.unit) for row in rows)):
        return
    folder = closed_folder()
    path = Path(folder.name) / 'roster.pdf'
    try:
        title, job_progress = f'正在生成PDF：{pick.kind.title}', JobProgress(path.parent)
        made = await carry_out(title, len(rows), job_progress, print_roster, paper, path)
        if made:
            await rosters.record(actor, pick.kind.title, 'PDF', len(rows), pick.filters or pick.ids)
    except BaseException:
        folder.cleanup()
        raise
    if not made:
        folder.cleanup()
        return
    hand_over(client, folder, path, _name(pick, rows, actor, '.pdf'), pdf.MEDIA_TYPE)
    _notify(client, f'已导出 {len(rows)} 人，共 {made} 页，本次导出已记入操作日志')


async def export_workbook(actor: Actor, pick: Pick) -> None:
    """The same persons and columns as a workbook. Raises Refusal as above."""
    client = ui.context.client
    ids = await rosters.chosen(actor, pick.reach, pick.ids)
    if not await _agreed(pick, len(ids), '导出Excel'):
        return
    rows = await _read(actor, pick, ids)
    if not rows:
        return
    folder = closed_folder()
    path = Path(folder.name) / 'roster.xlsx'
    try:
        await run.io_bound(_write, path, pick.kind, rows)
        await rosters.record(actor, pick.kind.title, 'Excel', len(rows), pick.filters or pick.ids)
    except BaseException:
        folder.cleanup()
        raise
    hand_over(client, folder, path, _name(pick, rows, actor, '.xlsx'), workbook.MEDIA_TYPE)
    _notify(client, f'已导出 {len(rows)} 条，本次导出已记入操作日志')


async def _agreed(pick: Pick, able: int, title: str) -> bool:
    """Show the number again before anything happens, and who is left out."""
    chosen = '全部查询结果' if pick.filters is not None else '所选报考人员'
    left = len(pick.ids) - able
    gone = f'\n另有 {left} 人已不在名册中，不列入。' if left else ''
    return await confirm(
        title, f'{pick.kind.title}（{pick.reach.label}）：{chosen}共 {able} 人。{gone}', f'导出 {able} 人'
    )


async def _read(actor: Actor, pick: Pick, ids: Sequence[int]) -> list[RosterEntry]:
    """All rows in the order of the paper; none when it was cancelled."""
    rows: list[RosterEntry] = []
    with progress_dialog(f'正在读取：{pick.kind.title}', len(ids)) as progress:
        async for some in rosters.entries(actor, pick.reach, ids, originals=pick.kind.originals):
            rows += some
            if not progress.step(len(rows), len(ids)):
                return []
    return rows


def _write(path: Path, kind: RosterPaper, rows: Sequence[RosterEntry]) -> None:
    headings = [workbook.Heading(one.label.replace('\n', ''), max(8, round(one.share * 0.6))) for one in kind.columns]
    book = workbook.Workbook(path, _title(kind, rows), [workbook.Heading('序号', 8), *headings])
    book.write((number, *kind.cells(row)) for number, row in enumerate(rows, start=1))
    book.close()


def _name(pick: Pick, rows: Sequence[RosterEntry], actor: Actor, ending: str) -> str:
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return workbook.file_name(_title(pick.kind, rows), actor.organisation, stamp, ending=ending)


def _title(kind: RosterPaper, rows: Sequence[RosterEntry]) -> str:
    return of_year(kind.title, *(row.year for row in rows))


def _notify(client: Client, sentence: str) -> None:
    with client:
        ui.notify(sentence, type='positive')
