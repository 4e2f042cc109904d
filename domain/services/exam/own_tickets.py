"""准考证打印 of an applicant: the progress of the own ticket of a year, and the ticket once it may be seen."""

from __future__ import annotations

from dataclasses import dataclass

from domain import clock
from domain.rules.actor import Actor
from domain.rules.exam.tickets import SETTLED, Printing, Times, times_of
from domain.rules.vocabulary import PlanState, Status, Word
from domain.services.exam import ticket_papers
from domain.services.exam.ticket_papers import PrintedTicket
from domain.services.year.years import Year
from storage.models import AdmissionTicket, Organisation
from storage.queries import applications


class TicketProgress(Word):
    """The progress of the ticket, as the page shows it."""

    NOT_APPROVED = 'not_approved', '尚未终审通过'
    UNPAID = 'unpaid', '尚未缴费'
    UNSEATED = 'unseated', '考场尚未编排'
    WITHDRAWN = 'withdrawn', '原准考证已撤回'
    SOON = 'soon', '未开放打印'
    OPEN = 'open', '可以打印'
    OVER = 'over', '打印已结束'


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """``entry`` is set from the opening of the first print window on; ``unit_path`` is empty without an application."""

    progress: TicketProgress
    year: int
    application_id: int | None = None
    unit_path: str = ''
    times: Times | None = None
    entry: PrintedTicket | None = None


async def own(actor: Actor, year: Year) -> OwnTicket:
    """The actor's own ticket of this year."""
    mine = applications.visible_to(actor).filter(applicant_id=actor.account_id, year_id=year.id)
    row = await mine.exclude(status=Status.CANCELLED).order_by('-id').first().only('id', 'status', 'payment', 'unit_id')
    if row is None:
        return OwnTicket(TicketProgress.NOT_APPROVED, year.year)
    unit = await Organisation.get(id=row.unit_id)

    def so(progress: TicketProgress, times: Times | None = None, entry: PrintedTicket | None = None) -> OwnTicket:
        return OwnTicket(progress, year.year, row.id, unit.path, times, entry)

    if row.status is not Status.APPROVED:
        return so(TicketProgress.NOT_APPROVED)
    if row.payment not in SETTLED:
        return so(TicketProgress.UNPAID)
    ticket = await AdmissionTicket.get_or_none(application_id=row.id).select_related('plan', 'session')
    if ticket is None:
        return so(TicketProgress.UNSEATED)
    if ticket.plan.state is not PlanState.PUBLISHED:
        return so(TicketProgress.WITHDRAWN if ticket.prints else TicketProgress.UNSEATED)
    times = times_of(year.windows_for(ticket.grade, unit.path), ticket.session.printing_id, clock.now())
    entry = await ticket_papers.shown(actor, row.id) if times.begun else None
    told = {Printing.OPEN: TicketProgress.OPEN, Printing.OVER: TicketProgress.OVER}
    return so(told.get(times.printing, TicketProgress.SOON), times, entry)
