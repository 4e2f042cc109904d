"""准考证打印: the applicant's own ticket, for phones first: what is still missing, then the ticket and its PDF."""

from __future__ import annotations

from nicegui import ui

from components.exam.ticket_card import ticket_card
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.empty import empty
from components.kit.words import card, notice
from domain.events import Changed, Event, TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.services.exam import own_tickets
from domain.services.exam.own_tickets import OwnTicket, TicketProgress
from domain.services.year.years import year_of
from pages.access import Applicant, acting, current_actor, screen
from pages.applicant.own_year import year_of_page
from pages.views.print_times import Edge
from pages.views.ticket_files import print_one
from pages.views.ticket_papers import view_of

PATH, TITLE = '/my/ticket', '准考证打印'
HINTS = {
    TicketProgress.NOT_APPROVED: '终审通过并缴费后，才能编排考场和打印准考证',
    TicketProgress.UNPAID: '缴费（或免缴）后才会编排考场，请在缴费时间内完成缴费',
    TicketProgress.UNSEATED: '考场编排发布后，准考证会自动出现在这里',
    TicketProgress.WITHDRAWN: '考场正在重新编排，已打印的准考证作废，请等待重新发布后再打印',
}
ICONS = {TicketProgress.UNPAID: 'payments', TicketProgress.SOON: 'schedule', TicketProgress.WITHDRAWN: 'undo'}


@screen(PATH, title=TITLE, audience=Applicant)
async def my_ticket(actor: Actor) -> None:
    """准考证打印 of one year: the newest in which the applicant has an application, or the one in the address."""
    await MyTicket().build(actor)


class MyTicket:
    """One open page; it is redrawn when the ticket is published, withdrawn or paid for, and when a window opens."""

    async def build(self, actor: Actor) -> None:
        self.head = page_head((TITLE,), TITLE)
        self.year = await year_of_page(actor, PATH)
        self.root = ui.element('div').classes('page')
        self.edge = Edge(ui.element('div'), self.draw)
        self.own = await own_tickets.own(actor, self.year)
        self.show()
        live.listen(self.concerns, self.on_events)

    async def draw(self) -> None:
        fresh = await own_tickets.own(await current_actor(), await year_of(self.year.id))
        if fresh != self.own:
            self.own = fresh
            self.show()

    def show(self) -> None:
        """Draw the current state."""
        own = self.own
        open_now = own.progress is TicketProgress.OPEN
        self.head.set_tag(own.progress.label, 'green' if open_now else 'amber' if own.times else 'grey')
        self.head.title.text = f'{own.year} 年度{TITLE}'
        self.root.clear()
        with self.root:
            if own.entry and own.times:
                self._ticket(own)
            else:
                hint = own.times.sentence if own.times else HINTS[own.progress]
                with card(), empty(own.progress.label, hint, icon=ICONS.get(own.progress, 'event_seat')):
                    if own.progress is TicketProgress.UNPAID:
                        primary_button('去缴费', lambda: ui.navigate.to(f'/my/payment?year={own.year}'))
        if own.times:
            self.edge.wait(own.times)

    def _ticket(self, own: OwnTicket) -> None:
        assert own.entry
        assert own.times
        notice(own.times.sentence, 'green' if own.progress is TicketProgress.OPEN else 'amber')
        ticket_card(view_of(own.entry, own=True))
        if own.progress is TicketProgress.OPEN:
            with ui.element('div').classes('ticket-bar'):
                primary_button('下载准考证', acting(self.print), icon='download').classes('big')

    async def print(self) -> None:
        if self.own.application_id:
            await print_one(await current_actor(), self.own.application_id)

    def concerns(self, event: Event) -> bool:
        if isinstance(event, TicketsChanged):
            return self.own.unit_path.startswith(event.path)
        ours = isinstance(event, Changed) and event.application_id == self.own.application_id
        return ours or isinstance(event, YearChanged)

    async def on_events(self, _: live.News) -> None:
        await self.draw()
