"""名册 on paper: title, ruled list, totals per grade, boxes for signatures and seal; drawn in a separate process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from components.documents import fonts
from components.documents.job_progress import JobProgress
from components.documents.pdf import Paper, drawn
from components.documents.table import PaperColumn, Table

OFTEN = 50  # rows between two checks whether to stop
TITLE, NOTE = 16.0, 9.5
TOTALS_HIGH, BOXES_HIGH, GAP = 17.0, 26.0, 5.0
BOX_LABEL = 10.0


@dataclass(frozen=True, slots=True)
class Roster:
    """What is printed, as plain values: it is sent to another process.

    ``rows`` have a cell for each column; the running number is a separate column before them. ``notes`` are below
    the title: left, centre, right. ``totals`` are label and number, ``boxes`` are for signatures and seals. A row is at
    least ``row_height`` mm high: room to sign.
    """

    title: str
    notes: tuple[str, str, str]
    columns: tuple[PaperColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: tuple[tuple[str, int], ...]
    boxes: tuple[str, ...]
    author: str
    made_at: datetime
    mark: str = ''
    row_height: float = 0.0


def missing_characters(roster: Roster) -> str:
    """The characters of this roster that are in no font: shown to the user before printing."""
    return fonts.missing((roster.title, *roster.notes, roster.author, *(cell for row in roster.rows for cell in row)))


def print_roster(job_progress: JobProgress, roster: Roster, path: Path) -> int:
    """Write the PDF to ``path``; returns the number of pages, or 0 and writes no file when it was cancelled."""
    paper = Paper(roster.title, roster.author, roster.made_at, landscape=True, mark=roster.mark)
    paper.foot = f'{roster.title}　{roster.author}'
    with drawn(paper):
        paper.add_page()
        _heading(paper, roster)
        table = Table(paper, (PaperColumn('序号', 10), *roster.columns), least_height=roster.row_height)
        for number, row in enumerate(roster.rows, start=1):
            table.row((str(number), *row))
            if number % OFTEN == 0:
                job_progress.report(number)
                if job_progress.stopped:
                    return 0
        table.close()
        _closing(paper, roster)
        job_progress.report(len(roster.rows))
        if job_progress.stopped:
            return 0
        paper.output(str(path))
        return int(paper.pages_count)


def _heading(paper: Paper, roster: Roster) -> None:
    paper.line_of(paper.y + 7, roster.title, TITLE, align='centre', bold=True)
    left, centre, right = roster.notes
    paper.y += 14.5
    paper.line_of(paper.y, left, NOTE)
    paper.line_of(paper.y, centre, NOTE, align='centre')
    paper.line_of(paper.y, right, NOTE, align='right')
    paper.y += 2


def _closing(paper: Paper, roster: Roster) -> None:
    """The totals and the boxes, always on one page."""
    if paper.room_below < GAP + TOTALS_HIGH + GAP + BOXES_HIGH:
        paper.add_page()
    else:
        paper.y += GAP
    table = Table(paper, (PaperColumn('等级', 1), *(PaperColumn(label, 1) for label, _ in roster.totals)))
    table.row(('人数', *(str(count) for _, count in roster.totals)))
    table.close()
    paper.y += GAP
    width = paper.epw / len(roster.boxes)
    for at, label in enumerate(roster.boxes):
        left = paper.l_margin + at * width
        paper.rect(left, paper.y, width, BOXES_HIGH)
        paper.put(left + 2, paper.y + 6, label, BOX_LABEL)
        day = paper.y + BOXES_HIGH - 3
        paper.line_of(day, '年　　月　　日', BOX_LABEL, align='right', left=left, room=width - 3)
    paper.y += BOXES_HIGH
