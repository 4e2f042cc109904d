"""准考证查询: the published tickets of the subtree, to view, and to print while a print window is open."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from components.exam.ticket_card import ticket_card
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain import clock
from domain.events import Changed, Event, TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.exam.tickets import Printing
from domain.services.exam import ticket_lists, ticket_papers
from pages import address
from pages.access import Administrator, acting, current_actor, refusals, screen
from pages.reviewer.exam.ticket_rows import COLUMNS, LOOK, PRINT, cells, fields
from pages.reviewer.exam.ticket_workbook import export_workbook
from pages.views.choice import Choice
from pages.views.print_times import Edge
from pages.views.ticket_files import print_many, print_one
from pages.views.ticket_papers import view_of

PATH, TITLE, TRAIL = '/tickets', '准考证查询', ('准考证管理',)
PRINT_MANY, NOT_OPEN = '批量打印', '未开放打印'


@screen(PATH, title=TITLE, audience=Administrator, trail=TRAIL)
async def ticket_list(actor: Actor) -> None:
    """准考证查询 of the subtree."""
    await TicketPage(actor, (await address.shown_year()).year).build()


class TicketPage:
    """One open page; it listens to publishing, withdrawing, printing and paying, and follows the clock."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())
        self.shown: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        initial: dict[str, Value] = dict(self.filters.typed())
        Filters(await fields(self.actor, self.filters), initial, self.search)
        self.table = DataTable(
            COLUMNS,
            self.load,
            selectable=True,
            actions=(LOOK, PRINT),
            view=Page.parse(address.query_parameters(), tuple(ticket_lists.SORTS)),
            empty='没有准考证',
            empty_hint='考场编排发布后，终审通过并已缴费的报考人员会出现在这里',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_select=self.picked,
        )
        with self.table.left:
            self.button = primary_button(PRINT_MANY, acting(self.print), icon='print')
            plain_button('导出Excel', acting(self.export), icon='download')
            self.choice = Choice(self.table, self.everybody)
        self.room = ui.element('div')  # the parent of dialogs: a dialog opened inside another would be deleted with it
        self.edge = Edge(self.room, self.turn)
        await self.turn()
        live.listen(self.concerns, self.on_events)

    async def turn(self) -> None:
        """Show whether printing is open now, and load the rows again: their actions depend on it."""
        times = await ticket_lists.times_now(self.actor, self.year)
        is_open = times.printing is Printing.OPEN
        opens = f'（{clock.short_text(times.opens_at)} 开放）' if times.printing is Printing.SOON else ''
        self.button.text = PRINT_MANY if is_open else f'{NOT_OPEN}{opens}'
        self.button.set_enabled(is_open)
        self.head.set_aside(times.sentence)
        await self.table.reload()
        self.edge.wait(times)

    async def load(self, view: Page) -> Loaded:
        found = await ticket_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.id for row in found.rows}
        self.head.set_tag(f'{found.total} 人', 'grey')
        self.choice.offer(found.total)
        return Loaded([cells(row) for row in found.rows], found.total)

    def read(self, typed: Mapping[str, Value]) -> TicketFilters:
        """These filters within the year of the page."""
        return TicketFilters.read({**typed, 'year': self.year})

    async def search(self, values: dict[str, Value]) -> None:
        """Search; the selection belongs to the earlier list and is cleared."""
        self.filters = self.read(values)
        await self.choice.clear()
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == PRINT.name:
                await print_one(await current_actor(), int(row_id))
            else:
                await self.look(int(row_id))

    async def look(self, application_id: int) -> None:
        """查看: the ticket like on paper, with a masked ID number."""
        actor = await current_actor()
        view = view_of(await ticket_papers.shown(actor, application_id), own=False)
        with self.room, review_dialog('准考证', wide=True) as dialog:
            ticket_card(view)
            with ui.element('div').classes('foot'):
                plain_button('关闭', dialog.close)
        dialog.open()

    async def everybody(self) -> tuple[int, ...]:
        return await ticket_lists.everybody(await current_actor(), self.filters)

    def picked(self, ids: list[RowId]) -> None:
        self.choice.by_hand(ids)

    async def print(self) -> None:
        await print_many(await current_actor(), self.choice.ids)

    async def export(self) -> None:
        filters = self.filters if self.choice.whole else None
        await export_workbook(await current_actor(), self.year, self.choice.ids, filters)

    def concerns(self, event: Event) -> bool:
        if isinstance(event, TicketsChanged):
            return event.path.startswith(self.actor.path) or self.actor.path.startswith(event.path)
        return isinstance(event, YearChanged) or (
            isinstance(event, Changed)
            and event.application_id in self.shown
            and event.unit_path.startswith(self.actor.path)
        )

    async def on_events(self, _: live.News) -> None:
        await self.turn()
