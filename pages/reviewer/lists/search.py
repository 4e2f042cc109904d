"""报名信息查询: everyone in the subtree, all statuses, all filters."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.frame.year_menu import EVERY
from components.kit.buttons import plain_button
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Level, Role
from domain.services.lists import application_lists, application_rows
from pages import address
from pages.access import Reviewer, acting, current_actor, screen
from pages.reviewer.lists import exporting
from pages.reviewer.lists.search_form import search_fields
from pages.views.application_rows import SEARCH, cells
from pages.views.registration_import import open_import_dialog

PATH, TITLE, TRAIL = '/search', '报名信息查询', ('报名管理',)


@screen(PATH, title=TITLE, audience=Reviewer, trail=TRAIL)
async def search(actor: Actor) -> None:
    """报名信息查询 for every office, over its subtree."""
    await Search(actor).build()


class Search:
    """One open search page; its rows are updated by events, new ones are shown after the next 查询."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.shown: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        every = address.query_parameters().get('year') == EVERY
        self.filters = replace(self.filters, year=None if every else (await address.shown_year()).year)
        fields = await search_fields(self.actor, self.filters)
        Filters(fields, address.initial_of(self.filters), self.search)
        self.table = DataTable(
            SEARCH,
            self.load,
            actions=(Action('open', '详情', keeps=True),),
            view=Page.parse(address.query_parameters(), ('number', 'grade', 'submitted_at')),
            empty='没有符合条件的报考人员',
            empty_hint='请放宽查询条件，或点“重置”查看全部',
            on_act=self.act,
            shown=[column.name for column in SEARCH if column.shown or (every and column.name == 'year')],
            on_view=lambda view: address.remember(PATH, self.filters, view, year=EVERY if every else ''),
        )
        with self.table.right:
            if self.actor.role is Role.ADMIN and self.actor.at_least(Level.COUNTY):
                plain_button('导入报名', acting(self.import_rows), icon='upload')
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await application_lists.search(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.id for row in found.rows}
        return Loaded([cells(row, self.actor) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, _name: str, row_id: RowId) -> None:
        ui.navigate.to(f'/applications/{int(row_id)}')

    async def import_rows(self) -> None:
        await open_import_dialog(await current_actor())
        await self.table.reload()

    async def export(self) -> None:
        await exporting.download_search(await current_actor(), self.filters)

    async def on_events(self, news: live.News) -> None:
        ids = tuple(sorted(news.touching(self.shown)))
        if not ids:
            return
        fresh = await news.once(('rows', self.actor.path, ids), lambda: application_rows.rows_of(self.actor, ids))
        for row_id, row in fresh.items():
            self.table.patch(row_id, **cells(row, self.actor))
