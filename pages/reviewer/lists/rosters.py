"""名册打印: 终审通过名册 and 现场审核名册, chosen row by row or as the whole filtered result."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.segments import segments
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.rosters import Reach
from domain.services.lists import application_lists, application_rows, rosters
from pages import address
from pages.access import Reviewer, acting, current_actor, screen
from pages.reviewer.lists.roster_files import Pick, export_pdf, export_workbook
from pages.reviewer.lists.roster_papers import APPROVED, ONSITE, RosterPaper
from pages.reviewer.lists.search_form import search_fields
from pages.views.application_rows import SEARCH, cells
from pages.views.choice import Choice

TRAIL = ('报名管理', '名册打印')
FIXED = ('statuses', 'stages')  # filters without a choice under 终审通过


@screen(APPROVED.path, title=APPROVED.title, audience=Reviewer, trail=TRAIL)
async def approved(actor: Actor) -> None:
    """终审通过名册 of the subtree."""
    await RosterPage(actor, APPROVED).build()


@screen(ONSITE.path, title=ONSITE.title, audience=Reviewer, trail=TRAIL)
async def onsite(actor: Actor) -> None:
    """现场审核名册 of the subtree: those who passed finally or, after switching, at their county."""
    await RosterPage(actor, ONSITE).build()


class RosterPage:
    """One open page: persons are chosen one by one over all pages, or as the whole filtered result."""

    def __init__(self, actor: Actor, kind: RosterPaper) -> None:
        self.actor, self.kind = actor, kind
        asked = address.query_parameters()
        self.reach = next((reach for reach in kind.reaches if reach == asked.get('reach')), kind.reaches[0])
        self.filters = kind.fitting(ApplicationFilters.read(asked))
        self.shown: set[int] = set()

    async def build(self) -> None:
        self.filters = replace(self.filters, year=(await address.shown_year()).year)
        self.head = page_head((*TRAIL, self.kind.title), self.kind.title)
        if self.kind.switched:
            with self.head.side:
                options = {reach.value: reach.label for reach in self.kind.reaches}
                segments(options, self.reach.value, '名册范围', self.turn)
        fields = await search_fields(self.actor, self.filters)
        fields = [field for field in fields if self.kind.switched or field.name not in FIXED]
        Filters(fields, address.initial_of(self.filters), self.search)
        self.table = DataTable(
            SEARCH,
            self.load,
            selectable=True,
            actions=(Action('open', '详情', keeps=True),),
            view=Page.parse(address.query_parameters(), application_lists.SEARCH_SORTS),
            empty='没有符合条件的报考人员',
            empty_hint='请放宽查询条件，或点“重置”查看全部',
            on_act=self.act,
            on_view=self.remember,
            on_select=self.picked,
        )
        with self.table.left:
            primary_button('导出PDF', acting(self.print), icon='print')
            plain_button('导出Excel', acting(self.export), icon='download')
            self.choice = Choice(self.table, self.everybody)
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await rosters.listed(self.actor, self.reach, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.id for row in found.rows}
        self.count(found.total)
        return Loaded([cells(row, self.actor) for row in found.rows], found.total)

    def count(self, total: int) -> None:
        self.head.set_tag(f'{total} 人', 'grey')
        self.choice.offer(total)

    def remember(self, view: Page) -> None:
        reach = '' if self.reach is self.kind.reaches[0] else self.reach.value
        address.remember(self.kind.path, self.filters, view, reach=reach)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = self.kind.fitting(address.filters_of(values))
        await self.begin_anew()

    async def turn(self, reach: str) -> None:
        """终审通过 or 县区已通过."""
        self.reach = Reach(reach)
        await self.begin_anew()

    async def begin_anew(self) -> None:
        """Clear the selection: it belongs to the earlier list."""
        await self.choice.clear()
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, _name: str, row_id: RowId) -> None:
        ui.navigate.to(f'/applications/{int(row_id)}')

    async def everybody(self) -> tuple[int, ...]:
        return await rosters.everybody(await current_actor(), self.reach, self.filters)

    def picked(self, ids: list[RowId]) -> None:
        self.choice.by_hand(ids)

    def pick(self) -> Pick:
        """The chosen persons. Raises Refusal for none."""
        return Pick(self.kind, self.reach, self.choice.ids, self.filters if self.choice.whole else None)

    async def print(self) -> None:
        await export_pdf(await current_actor(), self.pick())

    async def export(self) -> None:
        await export_workbook(await current_actor(), self.pick())

    async def on_events(self, news: live.News) -> None:
        """Update rows, grey out those that left; new ones are shown after the next 查询."""
        key = ('roster', self.actor.path, self.reach, self.filters)
        total = await news.once(key, lambda: rosters.count(self.actor, self.reach, self.filters))
        self.table.set_total(total)
        self.count(total)
        ids = tuple(sorted(news.touching(self.shown)))
        if not ids:
            return
        left = await news.once(('on', *key, ids), lambda: rosters.still_on(self.actor, self.reach, ids))
        fresh = await news.once(('rows', self.actor.path, ids), lambda: application_rows.rows_of(self.actor, ids))
        for row_id in ids:
            if row_id not in left:
                self.table.mark_gone(row_id, '已不在名册中')
            elif row_id in fresh:
                self.table.patch(row_id, **cells(fresh[row_id], self.actor))
