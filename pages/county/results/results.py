"""考核结果查询: the published results of the subtree, their totals by conclusion, and the list as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.debounced import Debounced
from components.frame.page_head import page_head
from components.kit.buttons import plain_button
from components.table.count_strip import CountStrip
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.events import Event, ResultsChanged
from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters
from domain.services.results import result_lists
from domain.services.year.years import Year, all_years
from pages import address
from pages.access import County, acting, current_actor, screen
from pages.county.results.result_files import export_workbook
from pages.county.results.result_rows import OPEN, cells, columns_for, counted, fields

PATH, TITLE, TRAIL = '/results', '考核结果查询', ('考核结果管理',)
SOON = 1.0  # seconds: events within this time cause one reload, because a publication sends one event per portion


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def result_list(actor: Actor) -> None:
    """考核结果查询 for counties and above, each over its own subtree."""
    await ResultPage(actor, await address.shown_year()).build()


class ResultPage:
    """One open page; withdrawn rows turn grey, newly published ones are announced by 新到 N 条."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())
        self.shown: tuple[int, ...] = ()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        more = '，或在页面顶部切换年度' if len((await all_years()).by_id) > 1 else ''
        initial: dict[str, Value] = dict(self.filters.typed())
        Filters(await fields(self.actor, self.filters), initial, self.search)
        self.strip = CountStrip('考核结果合计')
        self.table = DataTable(
            columns_for(self.year),
            self.load,
            actions=(OPEN,),
            view=Page.parse(address.query_parameters(), tuple(result_lists.SORTS)),
            status_key='conclusion',
            empty='没有已发布的考核结果',
            empty_hint=f'市级、省级发布成绩后自动出现在这里；也可放宽查询条件{more}',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_news=self.welcome,
        )
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()
        live.listen(self.concerns, Debounced(SOON, self.follow).on_events)

    async def load(self, view: Page) -> Loaded:
        found = await result_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = tuple(row.id for row in found.rows)
        self.head.set_tag(f'{found.total} 人', 'grey')
        await self.count()
        return Loaded([cells(row) for row in found.rows], found.total)

    async def count(self) -> None:
        """The strip: the number for each conclusion, independent of the one that is listed."""
        everybody = replace(self.filters, conclusions=())
        self.strip.show(counted(PATH, self.filters, await result_lists.totals(self.actor, everybody)))

    def read(self, typed: Mapping[str, Value]) -> ResultFilters:
        """These filters within the year of the page."""
        return ResultFilters.read({**typed, 'year': self.year.year})

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = self.read(values)
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.table.announce(0)
        await self.table.go(Page(size=self.table.view.size))

    def act(self, _name: str, row_id: RowId) -> None:
        ui.navigate.to(f'/applications/{int(row_id)}')

    async def export(self) -> None:
        await export_workbook(await current_actor(), TITLE, self.year, self.filters)

    def concerns(self, event: Event) -> bool:
        return (
            isinstance(event, ResultsChanged)
            and event.published
            and (event.path.startswith(self.actor.path) or self.actor.path.startswith(event.path))
        )

    async def follow(self) -> None:
        """Update rows in place and the totals; grey out withdrawn rows and announce new ones."""
        fresh = await result_lists.rows_of(self.actor, self.shown)
        for row_id in self.shown:
            if row_id in fresh:
                self.table.patch(row_id, **cells(fresh[row_id]))
            else:
                self.table.mark_gone(row_id, '已撤回')
        total = sum((await result_lists.totals(self.actor, self.filters)).values())
        if total > self.table.total:
            self.table.announce(total - self.table.total)
        else:
            self.table.set_total(total)
        self.head.set_tag(f'{total} 人', 'grey')
        await self.count()
