"""准考证 on paper: as many as are wanted in one file, one page each; made in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from components.documents import fonts
from components.documents.pdf import Paper, drawn
from components.documents.slip import Slip
from components.documents.ticket_page import EXAM, TITLE, Ticket, draw_ticket

OFTEN = 10  # tickets between two looks at the slip


@dataclass(frozen=True, slots=True)
class Tickets:
    """What is printed as one file."""

    year: int
    tickets: Sequence[Ticket]
    author: str
    made_at: datetime
    mark: str = ''


class TicketPaper(Paper):
    """A paper whose pages belong to different people: none is numbered."""

    def footer(self) -> None:
        """Nothing stands below a ticket."""


def missing_characters(job: Tickets) -> str:
    """What of these tickets no font can draw: to be said before they are printed."""
    return fonts.missing(
        text
        for one in job.tickets
        for text in (one.name, one.unit, one.trade, one.site, one.site_address, one.directions, one.issuer)
    )


def print_tickets(slip: Slip, job: Tickets, path: Path) -> int:
    """Write the PDF at ``path``; how many pages it has, 0 and no file when the slip said to stop."""
    paper = TicketPaper(f'{job.year}年度{EXAM}{TITLE}', job.author, job.made_at, mark=job.mark)
    paper.set_auto_page_break(False)
    with drawn(paper):
        for done, ticket in enumerate(job.tickets, start=1):
            paper.add_page()
            draw_ticket(paper, job.year, ticket)
            if done % OFTEN == 0:
                slip.report(done)
                if slip.stopped:
                    return 0
        slip.report(len(job.tickets))
        if slip.stopped:
            return 0
        paper.output(str(path))
        return int(paper.pages_count)
