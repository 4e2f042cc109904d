"""信息统计: four cross tables of the subtree with their charts; every number is a link to its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from nicegui import ui

from components.frame import live
from components.frame.debounced import Debounced
from components.frame.page_head import page_head
from components.kit.bar_chart import Bar, GradeChart
from components.kit.buttons import plain_button
from components.kit.segments import segments
from components.kit.words import muted
from components.table.data_table import DataTable, Loaded, Page
from components.table.filters import Choice, Field, Filters, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.statistics import Cross, StatisticsAxis, fitting
from domain.rules.vocabulary import Channel, Grade, Status
from domain.services.lists import exports, statistics
from domain.services.lists.comparisons import comparison
from pages import address
from pages.access import Administrator, acting, current_actor, screen
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_tables
from pages.reviewer.lists.statistics_rows import (
    COLUMNS,
    cells,
    compared_line,
    compared_sheets,
    sheets_of,
    sorted_lines,
)
from pages.views.offices import unit_field

PATH, TITLE, TRAIL = '/statistics', '信息统计', ('报名管理',)
# Changes within this time are counted once, outside the event handler: the tables of a province take half a second.
SETTLE_S = 1.0


@screen(PATH, title=TITLE, audience=Administrator, trail=TRAIL)
async def statistics_page(actor: Actor, unit: str = '', statuses: str = '', channels: str = '', axis: str = '') -> None:
    """信息统计 for every administrator, over the own subtree.

    The parameters are named here so that a link from this page to itself, one level lower, builds it again.
    """
    shown = (await address.shown_year()).year
    filters = ApplicationFilters.read({'year': shown, 'unit': unit, 'statuses': statuses, 'channels': channels})
    await Statistics(actor, filters, next((one for one in StatisticsAxis if one == axis), StatisticsAxis.UNIT)).build()


class Statistics:
    """One open page; all four tables are counted together, one of them is shown."""

    def __init__(self, actor: Actor, filters: ApplicationFilters, axis: StatisticsAxis) -> None:
        self.actor, self.filters, self.axis = actor, filters, axis
        self.crosses: dict[StatisticsAxis, Cross] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        with self.head.side:
            segments(StatisticsAxis.labels(), self.axis.value, '统计表', self.turn)
        Filters(await self._fields(), address.initial_of(self.filters), self.search)
        self.compared = muted('')
        self.chart = GradeChart(self.axis.label)
        self.table = DataTable(
            COLUMNS,
            self.load,
            view=Page.parse(address.query_parameters(), [column.name for column in COLUMNS if column.sortable]),
            empty='没有可统计的报考人员',
            empty_hint='请放宽查询条件，或点“重置”统计全部',
            on_view=lambda view: address.remember(PATH, self.filters, view, axis=self.named_axis),
        )
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.count()
        await self.table.reload()
        live.below(self.actor.path, Debounced(SETTLE_S, self.follow).on_events)

    async def _fields(self) -> list[Field]:
        return [
            await unit_field(self.actor, self.filters.unit),
            Choice('statuses', '状态', Status.labels()),
            Choice('channels', '申报类型', Channel.labels()),
        ]

    @property
    def named_axis(self) -> str:
        """The table as the address names it; the first one needs no name."""
        return '' if self.axis is StatisticsAxis.UNIT else self.axis.value

    async def count(self) -> None:
        """Count all four tables."""
        actor = await current_actor()
        self.crosses = await statistics.cross_tables(actor, self.filters)
        self.head.set_tag(f'{self.cross.sum.total} 人', 'grey')
        self.compared.text = compared_line(await comparison(actor, self.filters))
        self.compared.set_visibility(bool(self.compared.text))

    @property
    def cross(self) -> Cross:
        return self.crosses[self.axis]

    async def load(self, view: Page) -> Loaded:
        """A page of the lines, with the total of all lines below it."""
        lines = sorted_lines(self.cross, view)
        page: Sequence = lines[view.offset : view.offset + view.size]
        self.draw()
        rows = [cells(line, PATH, self.named_axis) for line in page]
        return Loaded([*rows, cells(self.cross.sum, PATH, '') | {'_class': 'sum'}] if rows else [], len(lines))

    def draw(self) -> None:
        """The chart of the table; days are in order of time."""
        days = self.axis is StatisticsAxis.DAY
        lines = [line for line in self.cross.lines if not days or line.filters.submitted_from]
        bars = [Bar(line.title, [line.numbers.get(grade, 0) for grade in Grade]) for line in lines]
        self.chart.show(f'{self.axis.label}的柱状图', bars[::-1] if days else bars, over_time=days)

    async def search(self, asked: dict[str, Value]) -> None:
        """Other filters make another address, so that a link one level lower never leads to the current page."""
        filters = fitting(address.filters_of(asked))
        if filters == self.filters:
            await self.follow()
        else:
            ui.navigate.to(address.address(PATH, filters, axis=self.named_axis))

    async def turn(self, axis: str) -> None:
        """Show another of the four tables."""
        self.axis = StatisticsAxis(axis)
        await self.table.go(replace(self.table.view, number=1, sort=''))

    async def export(self) -> None:
        """导出Excel: all four tables, one sheet each."""
        actor = await current_actor()
        crosses = await statistics.cross_tables(actor, self.filters)
        year, compared = self.filters.year, await comparison(actor, self.filters)
        sheets = sheets_of(crosses, year) + compared_sheets(compared, year)
        record = partial(exports.record_export, actor, TITLE, filters=self.filters)
        await hand_over_tables(actor, of_year(TITLE, year), sheets, record)

    async def follow(self) -> None:
        await self.count()
        await self.table.reload()
