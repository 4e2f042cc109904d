"""考场签到表 as PDF and the seating as a workbook: made in another process, journalled, sent to the browser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from nicegui import Client, run, ui

from components.documents import pdf, workbook
from components.documents.job_progress import JobProgress
from components.documents.sign_in_sheet import Sheets, SignInSheet, missing_characters
from components.documents.sign_in_sheet import print_sheets as draw_sheets
from components.kit.confirm import confirm
from domain import clock
from domain.rules.actor import Actor
from domain.rules.year.typed_times import end_text
from domain.services.exam import seating_rooms
from domain.services.exam.exam_sessions import papers_of
from domain.services.exam.seating_rooms import Place, Placed, Sitter
from pages import installed
from pages.downloads.aside import carry_out
from pages.downloads.delivery import closed_folder, hand_over
from pages.downloads.titles import of_year

SHEET, LIST = '考场签到表', '考场编排表'
HEADINGS = (
    ('场次', 20), ('考试时间', 24), ('考点', 28), ('考场号', 8), ('考场', 14), ('座位号', 8), ('准考证号', 15),
    ('姓名', 12), ('性别', 6), ('身份证号', 21), ('单位', 32), ('等级', 8), ('工种', 18),
)  # fmt: skip


async def print_sheets(actor: Actor, year: int, places: Sequence[Place]) -> None:
    """考场签到表 of these rooms of this year, at least a page each. Raises Refusal when there are none or too many."""
    client = ui.context.client
    rooms = await seating_rooms.chosen(actor, year, places)
    sitters = await seating_rooms.sitters(actor, [room.place for room in rooms])
    sheets = Sheets(
        f'{year}年度工勤技能岗位等级考核{SHEET}', _sheets(rooms, sitters), actor.organisation,
        clock.now(), pdf.DEMO_MARK if installed.now.demo else '',
    )  # fmt: skip
    lacking = await run.cpu_bound(missing_characters, sheets)
    question = f'以下字没有可用的字体，将印成“〓”，请打印后手写补上：{"、".join(lacking or "")}'
    if lacking and not await confirm('有字无法打印', question, '仍然打印'):
        return
    folder = closed_folder()
    path = Path(folder.name) / 'sheets.pdf'
    try:
        made = await carry_out(f'正在生成PDF：{SHEET}', len(rooms), JobProgress(path.parent), draw_sheets, sheets, path)
        if made:
            await seating_rooms.record(actor, SHEET, 'PDF', year, len(rooms), len(sitters))
    except BaseException:
        folder.cleanup()
        raise
    if not made:
        folder.cleanup()
        return
    hand_over(client, folder, path, _name(of_year(SHEET, year), actor, '.pdf'), pdf.MEDIA_TYPE)
    _notify(client, f'已导出 {len(rooms)} 个考场、{len(sitters)} 人，共 {made} 页，本次导出已记入操作日志')


async def export_workbook(actor: Actor, year: int, places: Sequence[Place]) -> None:
    """Every seat of these rooms (without rooms, of all of this year) as a workbook. Raises Refusal as above."""
    client = ui.context.client
    rooms = await seating_rooms.chosen(actor, year, places, most=seating_rooms.MOST_EXPORTED)
    sitters = await seating_rooms.sitters(actor, [room.place for room in rooms])
    whole = '所选' if places else '全部'
    question = f'{whole} {len(rooms)} 个考场共 {len(sitters)} 人，含完整身份证号，导出将记入操作日志。'
    if not await confirm('导出Excel', question, f'导出 {len(sitters)} 人'):
        return
    folder = closed_folder()
    path = Path(folder.name) / 'seating.xlsx'
    try:
        await run.io_bound(_write, path, of_year(LIST, year), rooms, sitters)
        await seating_rooms.record(actor, LIST, 'Excel', year, len(rooms), len(sitters))
    except BaseException:
        folder.cleanup()
        raise
    hand_over(client, folder, path, _name(of_year(LIST, year), actor, '.xlsx'), workbook.MEDIA_TYPE)
    _notify(client, f'已导出 {len(sitters)} 人，本次导出已记入操作日志')


def _sheets(rooms: Sequence[Placed], sitters: Sequence[Sitter]) -> list[SignInSheet]:
    by_place: dict[Place, list[Sitter]] = defaultdict(list)
    for sitter in sitters:
        by_place[sitter.place].append(sitter)
    return [
        SignInSheet(
            left=f'考点：{room.room.site.number:02} {room.room.site.name}',
            centre=f'第 {room.number:03} 考场（{room.room.name}）',
            right=f'{room.session.name}　{_hours(room)}',
            rows=[_cells(sitter) for sitter in by_place[room.place]],
            subjects=tuple(paper.subject.label for paper in papers_of(room.session)),
        )
        for room in rooms
    ]


def _cells(sitter: Sitter) -> tuple[str, ...]:
    return (
        f'{sitter.seat:02}', sitter.number, sitter.name, sitter.sex.label, sitter.id_number, sitter.unit,
        sitter.grade.label, sitter.trade,
    )  # fmt: skip


def _hours(room: Placed) -> str:
    session = room.session
    return f'{clock.minute_text(session.starts_at)}—{end_text(session.starts_at, session.ends_at)}'


def _write(path: Path, title: str, rooms: Sequence[Placed], sitters: Sequence[Sitter]) -> None:
    book = workbook.Workbook(path, title, [workbook.Heading(label, width) for label, width in HEADINGS])
    room_at = {room.place: room for room in rooms}
    for sitter in sitters:
        room = room_at[sitter.place]
        place = (room.session.name, _hours(room), room.room.site.name, f'{room.number:03}', room.room.name)
        book.write([(*place, *_cells(sitter))])
    book.close()


def _name(title: str, actor: Actor, ending: str) -> str:
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return workbook.file_name(title, actor.organisation, stamp, ending=ending)


def _notify(client: Client, sentence: str) -> None:
    with client:
        ui.notify(sentence, type='positive')
