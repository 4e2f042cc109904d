"""缴费统计: persons and amounts due, paid and open per unit and per grade; every number is a link to its orders."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nicegui import ui

from components.documents.workbook import Heading, Sheet
from components.frame import live
from components.frame.debounced import Debounced
from components.frame.page_head import page_head
from components.kit.bar_chart import Bar, BarChart, Series
from components.kit.buttons import plain_button
from components.kit.segments import segments
from components.table.data_table import DataTable, Loaded, Page
from components.table.filters import Choice, Field, Filters, Value
from domain.rules.actor import Actor
from domain.rules.money.dues import OWED, DueAxis, DueLine, Table, fitting
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.vocabulary import Grade, OrderStatus
from domain.services.lists import exports
from domain.services.money import fee_statistics
from domain.services.year.years import trade_names
from pages import address
from pages.access import County, acting, current_actor, screen
from pages.county.money.fee_rows import COLUMNS, HEADINGS, LINE, cells, sorted_lines, values
from pages.county.money.payment_pages import TRAIL
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_tables
from pages.views.offices import unit_field

PATH, TITLE = '/payments/statistics', '缴费统计'
SETTLE_S = 0.5  # seconds: changes within this time are counted once, together
PARTS = (Series('已缴', 'var(--green-fill)'), Series('未缴', 'var(--amber-line)'))


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def fee_page(actor: Actor, unit: str = '', grades: str = '', trades: str = '', axis: str = '') -> None:
    """缴费统计 for counties and above, over the own subtree.

    The parameters are named here so that a link from this page to itself, one level lower, builds it again.
    """
    year = (await address.shown_year()).year
    filters = fitting(PaymentFilters.read({'unit': unit, 'grades': grades, 'trades': trades, 'year': year}))
    await FeeStatistics(actor, year, filters, next((one for one in DueAxis if one == axis), DueAxis.UNIT)).build()


class FeeStatistics:
    """One open page; both tables are counted together, one of them is shown."""

    def __init__(self, actor: Actor, year: int, filters: PaymentFilters, axis: DueAxis) -> None:
        self.actor, self.year, self.filters, self.axis = actor, year, filters, axis
        self.tables: dict[DueAxis, Table] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        with self.head.side:
            segments(DueAxis.labels(), self.axis.value, '统计表', self.turn)
        fields: list[Field] = [
            await unit_field(self.actor, self.filters.unit),
            Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
            Choice('trades', '工种', await trade_names()),
        ]
        Filters(fields, self.filters.initial, self.search)
        self.chart = BarChart(self.axis.label, PARTS)
        self.table = DataTable(
            COLUMNS,
            self.load,
            view=Page.parse(address.query_parameters(), [column.name for column in COLUMNS if column.sortable]),
            empty='没有可统计的缴费订单',
            empty_hint='请放宽查询条件，或点“重置”统计全部',
            on_view=lambda view: address.remember(PATH, self.filters, view, axis=self.named_axis),
        )
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.count()
        await self.table.reload()
        live.below(self.actor.path, Debounced(SETTLE_S, self.follow).on_events)

    @property
    def named_axis(self) -> str:
        """The table as the address names it; the first one needs no name."""
        return '' if self.axis is DueAxis.UNIT else self.axis.value

    async def count(self) -> None:
        """Count both tables."""
        self.tables = await fee_statistics.fee_tables(await current_actor(), self.filters)
        self.head.set_tag(f'应缴 {self.shown.sum.of(*OWED).count} 人', 'grey')

    @property
    def shown(self) -> Table:
        return self.tables[self.axis]

    async def load(self, view: Page) -> Loaded:
        """A page of the lines, with the total of all lines below it."""
        lines = sorted_lines(self.shown, view)
        bars = [Bar(line.title, _parts(line)) for line in self.shown.lines if line.of(*OWED).count]
        self.chart.show(f'{self.axis.label}的缴费人数柱状图', bars)
        rows = [cells(line, PATH, self.named_axis) for line in lines[view.offset : view.offset + view.size]]
        return Loaded([*rows, cells(self.shown.sum, PATH, '') | {'_class': 'sum'}] if rows else [], len(lines))

    async def search(self, typed: dict[str, Value]) -> None:
        """Other filters make another address, so that a link one level lower never leads to the current page."""
        filters = fitting(PaymentFilters.read({**typed, 'year': self.year}))
        if filters == self.filters:
            await self.follow()
        else:
            ui.navigate.to(address.address(PATH, filters, axis=self.named_axis))

    async def turn(self, axis: str) -> None:
        """Show the other table."""
        self.axis = DueAxis(axis)
        await self.table.go(replace(self.table.view, number=1, sort=''))

    async def export(self) -> None:
        """导出Excel: both tables, one sheet each."""
        actor = await current_actor()
        tables = await fee_statistics.fee_tables(actor, self.filters)
        headings = [Heading(title, 34 if title == LINE else 14) for title in HEADINGS]
        sheets = [
            Sheet(of_year(axis.label, self.year), headings, [values(line) for line in (*table.lines, table.sum)])
            for axis, table in tables.items()
        ]
        record = partial(exports.record_export, actor, TITLE, filters=self.filters)
        await hand_over_tables(actor, of_year(TITLE, self.year), sheets, record)

    async def follow(self) -> None:
        await self.count()
        await self.table.reload()


def _parts(line: DueLine) -> tuple[int, int]:
    return line.of(OrderStatus.PAID).count, line.of(OrderStatus.DUE).count
