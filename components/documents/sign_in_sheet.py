"""考场签到表 on paper: one room per sheet, one line per candidate with room to sign for each subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from components.documents import fonts
from components.documents.job_progress import JobProgress
from components.documents.pdf import Paper, drawn
from components.documents.table import PaperColumn, Table

TITLE, NOTE, FOOT_SIZE = 16.0, 9.5, 10.0
ROW_HEIGHT, CLOSING = 9.5, 14.0
COLUMNS = (
    PaperColumn('座位号', 12), PaperColumn('准考证号', 31), PaperColumn('姓名', 24), PaperColumn('性别', 9),
    PaperColumn('身份证号', 37), PaperColumn('单位', 48, 'left'), PaperColumn('等级', 12), PaperColumn('工种', 28),
)  # fmt: skip
SIGNATURES = 66.0  # share of the table's width, for all subjects together


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """One room in one session: the lines above the list, who sits there, and the subjects they sign for."""

    left: str
    centre: str
    right: str
    rows: Sequence[Sequence[str]]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is printed, as plain values: it is sent to another process."""

    title: str
    sheets: Sequence[SignInSheet]
    author: str
    made_at: datetime
    mark: str = ''


def missing_characters(sheets: Sheets) -> str:
    """The characters that are in no font: shown to the user before printing."""
    heads = (text for sheet in sheets.sheets for text in (sheet.left, sheet.centre, sheet.right))
    return fonts.missing(
        (sheets.title, *heads, *(cell for sheet in sheets.sheets for row in sheet.rows for cell in row))
    )


def print_sheets(job_progress: JobProgress, sheets: Sheets, path: Path) -> int:
    """Write the PDF to ``path``; returns the number of pages, or 0 and writes no file when it was cancelled."""
    paper = Paper(sheets.title, sheets.author, sheets.made_at, landscape=True, mark=sheets.mark)
    with drawn(paper):
        for number, sheet in enumerate(sheets.sheets, start=1):
            paper.add_page()  # and with it the foot of the page before
            paper.foot = f'{sheet.left}　{sheet.centre}'
            _sheet(paper, sheets.title, sheet)
            job_progress.report(number)
            if job_progress.stopped:
                return 0
        paper.output(str(path))
        return int(paper.pages_count)


def _sheet(paper: Paper, title: str, sheet: SignInSheet) -> None:
    paper.line_of(paper.y + 7, title, TITLE, align='centre', bold=True)
    paper.y += 14.5
    paper.line_of(paper.y, sheet.left, NOTE)
    paper.line_of(paper.y, sheet.centre, NOTE, align='centre')
    paper.line_of(paper.y, sheet.right, NOTE, align='right')
    paper.y += 2
    signed = [PaperColumn(f'{subject}\n签名', SIGNATURES / len(sheet.subjects)) for subject in sheet.subjects]
    table = Table(paper, (*COLUMNS, *signed), least_height=ROW_HEIGHT)
    for row in sheet.rows:
        table.row((*row, *('' for _ in signed)))
    table.close()
    if paper.room_below < CLOSING:
        paper.add_page()
    blank = '＿' * 4
    paper.line_of(
        paper.y + 8, f'应到 {len(sheet.rows)} 人　　实到 {blank} 人　　缺考 {blank} 人　　违纪 {blank} 人', FOOT_SIZE
    )
    paper.line_of(paper.y + 8, f'监考员签字：{blank * 3}　{blank * 3}', FOOT_SIZE, align='right')
