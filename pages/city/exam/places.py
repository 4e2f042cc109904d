"""The first tab of 考点考场: the sites of an office, and the rooms of the chosen site."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.kit.buttons import plain_button, primary_button
from components.kit.words import h2
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.listing import whole
from domain.errors import NotFound
from domain.events import TicketsChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.exam import rooms, sites
from pages import address
from pages.access import acting, current_actor, refusals
from pages.city.exam.site_deleting import delete_room, delete_site
from pages.city.exam.site_dialogs import (
    add_room_dialog,
    add_rooms_dialog,
    add_site_dialog,
    edit_room_dialog,
    edit_site_dialog,
)
from pages.city.exam.site_rows import PATH, ROOMS, SITES, room_cells, site_cells
from storage.models import Site


class Places:
    """One open page: sites above, the rooms of the chosen one below; it listens to all changes, including its own."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        self.found: dict[int, Site] = {}
        self.rooms_found: dict[int, rooms.RoomRow] = {}
        self.site_id = whole(address.query_parameters().get('site'))

    async def build(self) -> None:
        self.table = DataTable(
            SITES,
            self.load,
            actions=(Action('rooms', '考场'), Action('edit', '编辑'), Action('delete', '删除')),
            view=Page.parse(address.query_parameters()),
            empty='还没有考点',
            empty_hint='先新增考点，再为它添加考场；有了考点、考场和考试场次，就可以编排',
            on_act=self.act,
            on_view=self.remember,
        )
        with self.table.left:
            primary_button('新增考点', acting(self.add), icon='add')
        with self.table.right:
            self.sums = ui.label().classes('muted num')
        with ui.element('section').classes('stack') as self.below:
            self.heading = h2('')
            self.room_table = DataTable(
                ROOMS,
                self.load_rooms,
                actions=(Action('edit', '编辑'), Action('delete', '删除')),
                empty='该考点还没有考场',
                empty_hint='可用“批量添加考场”一次添加多个',
                on_act=self.act_room,
            )
            with self.room_table.left:
                primary_button('批量添加考场', acting(lambda: add_rooms_dialog(self.site_id)), icon='playlist_add')
                plain_button('新增考场', acting(lambda: add_room_dialog(self.site_id)), icon='add')
        await self.reload()
        live.listen(lambda event: isinstance(event, TicketsChanged) and event.path == self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await sites.sites(self.actor, self.year, address.paging_of(view))
        self.found = {row.site.id: row.site for row in found.rows}
        self.sums.text = (
            f'{found.total} 个考点，在用考场 {found.rooms} 个，每场 {found.seats} 座' if found.total else ''
        )
        return Loaded([site_cells(row) for row in found.rows], found.total)

    async def load_rooms(self, view: Page) -> Loaded:
        if not self.site_id:
            return Loaded([], 0)
        found = await rooms.rooms(self.actor, self.site_id, address.paging_of(view))
        self.rooms_found = {row.room.id: row for row in found.rows}
        return Loaded([room_cells(row) for row in found.rows], found.total)

    async def reload(self) -> None:
        """Load the sites and the rooms of the chosen site; the first site when none is chosen."""
        await self.table.reload()
        await self.choose(self.site_id or next(iter(self.found), 0))

    async def choose(self, site_id: int) -> None:
        """Show the rooms of this site; no rooms when the site was deleted."""
        try:
            site = await sites.site_of(await current_actor(), site_id) if site_id else None
        except NotFound:
            site = None
        if site is None or site.id != self.site_id:
            self.site_id = site.id if site else 0
            await self.room_table.go(Page(size=self.room_table.view.size))
        else:
            await self.room_table.reload()
        self.below.visible = site is not None
        self.heading.text = f'{site.number:02} {site.name} 的考场' if site else ''
        self.remember(self.table.view)

    def remember(self, view: Page) -> None:
        if not self.below.is_deleted:  # the tab of the sessions is shown by now
            address.remember(PATH, ApplicationFilters(), view, year=str(self.year), site=str(self.site_id or ''))

    async def add(self) -> None:
        await add_site_dialog(self.year, self.choose)

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == 'rooms':
                await self.choose(int(row_id))
            elif name == 'edit':
                await edit_site_dialog(int(row_id))
            else:
                await delete_site(self.found[int(row_id)])

    async def act_room(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == 'edit':
                await edit_room_dialog(int(row_id))
            else:
                await delete_room(self.rooms_found[int(row_id)].room)

    async def on_events(self, _news: live.News) -> None:
        await self.reload()
