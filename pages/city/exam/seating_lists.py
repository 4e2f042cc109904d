"""The lists of 考场编排: the rooms in use, the persons by trade, and those without a seat."""

from __future__ import annotations

from nicegui import ui

from components.kit.buttons import plain_button, primary_button
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.exam import seating_lists, seating_rooms
from domain.services.exam.seating_lists import SeatingOverview
from domain.services.exam.seating_rooms import Place
from pages import address
from pages.access import acting, current_actor, refusals
from pages.city.exam.seating_files import export_workbook, print_sheets
from pages.city.exam.seating_rows import ROOMS, room_cells, trade_cells, trade_columns
from pages.views.application_rows import SEARCH, cells

PATH = '/exam/seating'
TABS = {'rooms': '考场安排', 'trades': '工种分布', 'waiting': '待编排人员'}
WAITING = ('number', 'name', 'id_number', 'unit', 'grade', 'trade')


class Lists:
    """One of the three lists; the address says which."""

    def __init__(self, actor: Actor, year: int, tab: str) -> None:
        asked = address.query_parameters()
        self.actor, self.year, self.tab = actor, year, tab
        self.view = Page.parse(asked) if asked.get('tab') == tab else Page()

    async def build(self, standing: SeatingOverview) -> None:
        """Build the list in the current place."""
        await {'rooms': self._rooms, 'trades': self._trades, 'waiting': self._waiting}[self.tab](standing)
        await self.table.go(self.table.view)  # this writes the tab into the address

    async def reload(self) -> None:
        await self.table.reload()

    async def _rooms(self, standing: SeatingOverview) -> None:
        self.table = DataTable(
            ROOMS,
            self.load_rooms,
            selectable=True,
            actions=(Action('sheet', '签到表'),),
            view=self.view,
            empty='还没有安排考场',
            empty_hint='编排以后，这里按场次列出每个考场的工种和人数',
            on_act=self.act_room,
            on_view=self.remember,
        )
        with self.table.left:
            primary_button('打印签到表', acting(self.print), icon='print')
            plain_button('导出Excel', acting(self.export), icon='download')
        del standing

    async def _trades(self, standing: SeatingOverview) -> None:
        self.table = DataTable(
            trade_columns(standing),
            self.load_trades,
            view=self.view,
            empty='还没有可以编排的人员',
            empty_hint='终审通过并已缴费（或免缴）的人员按工种和等级列在这里',
            on_view=self.remember,
        )

    async def _waiting(self, standing: SeatingOverview) -> None:
        self.table = DataTable(
            [column for column in SEARCH if column.name in WAITING],
            self.load_waiting,
            actions=(Action('open', '详情', keeps=True),),
            view=self.view,
            empty='没有待编排的人员',
            empty_hint='可编排的人员都已有座位' if standing.ready else '终审通过并已缴费（或免缴）后列在这里',
            on_act=lambda _name, row_id: ui.navigate.to(f'/applications/{int(row_id)}'),
            on_view=self.remember,
        )

    def remember(self, view: Page) -> None:
        address.remember(PATH, ApplicationFilters(), view, year=str(self.year), tab=self.tab)

    async def load_rooms(self, view: Page) -> Loaded:
        found = await seating_rooms.placed(self.actor, self.year, address.paging_of(view))
        return Loaded([room_cells(row) for row in found.rows], found.total)

    async def load_trades(self, view: Page) -> Loaded:
        found = await seating_lists.trades(self.actor, self.year, address.paging_of(view))
        return Loaded([trade_cells(row) for row in found.rows], found.total)

    async def load_waiting(self, view: Page) -> Loaded:
        found = await seating_lists.without_seat(self.actor, self.year, address.paging_of(view))
        return Loaded([cells(row, self.actor) for row in found.rows], found.total)

    async def act_room(self, _name: str, row_id: RowId) -> None:
        with refusals():
            await print_sheets(await current_actor(), self.year, [_place(row_id)])

    async def print(self) -> None:
        """Print the sign-in sheets of the selected rooms."""
        if not self.table.selected:
            raise Refusal('请先选择考场')
        await print_sheets(await current_actor(), self.year, [_place(row_id) for row_id in self.table.selected])

    async def export(self) -> None:
        """Export the selected rooms, or all of them."""
        await export_workbook(await current_actor(), self.year, [_place(row_id) for row_id in self.table.selected])


def _place(row_id: RowId) -> Place:
    session, _, room = str(row_id).partition('-')
    return int(session), int(room)
