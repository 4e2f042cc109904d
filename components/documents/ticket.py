"""准考证 on paper: any number of tickets in one file, one page each; made in a separate process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from components.documents import fonts
from components.documents.job_progress import JobProgress
from components.documents.pdf import Paper, drawn
from components.documents.ticket_page import EXAM, TITLE, Ticket, draw_ticket

OFTEN = 10  # tickets between two checks whether to stop


@dataclass(frozen=True, slots=True)
class Tickets:
    """What is printed as one file."""

    tickets: Sequence[Ticket]
    author: str
    made_at: datetime
    mark: str = ''


class TicketPaper(Paper):
    """A paper whose pages belong to different people, so it has no page numbers."""

    def footer(self) -> None:
        """Draw nothing below a ticket."""


def missing_characters(job: Tickets) -> str:
    """The characters of these tickets that are in no font: shown to the user before printing."""
    return fonts.missing(
        text
        for one in job.tickets
        for text in (one.name, one.unit, one.trade, one.site, one.site_address, one.directions, one.issuer)
    )


def print_tickets(job_progress: JobProgress, job: Tickets, path: Path) -> int:
    """Write the PDF to ``path``; returns the number of pages, or 0 and writes no file when it was cancelled."""
    years = '、'.join(str(year) for year in sorted({ticket.year for ticket in job.tickets}))
    paper = TicketPaper(f'{years}年度{EXAM}{TITLE}', job.author, job.made_at, mark=job.mark)
    paper.set_auto_page_break(False)
    with drawn(paper):
        for done, ticket in enumerate(job.tickets, start=1):
            paper.add_page()
            draw_ticket(paper, ticket)
            if done % OFTEN == 0:
                job_progress.report(done)
                if job_progress.stopped:
                    return 0
        job_progress.report(len(job.tickets))
        if job_progress.stopped:
            return 0
        paper.output(str(path))
        return int(paper.pages_count)
