"""网上缴费状态查询: every order of the subtree with its pay code, channel, time and state, and its receipts."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button
from components.kit.words import words
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.rules.actor import Actor
from domain.rules.money.dues import Sum
from domain.rules.money.fees import yuan_text
from domain.rules.money.payment_filters import OF_ORDERS, PaymentFilters
from domain.services.money import order_lists, order_moves
from domain.services.money.channels import gateways
from domain.services.year.years import Year
from pages import address
from pages.access import County, acting, current_actor, refusals, screen
from pages.county.money import payment_acts
from pages.county.money.order_history import show_history
from pages.county.money.payment_exports import download
from pages.county.money.payment_pages import (
    TRAIL,
    order_tabs,
    payment_fields,
    people_fields,
    standing_field,
    when_billed,
)
from pages.county.money.payment_rows import EXEMPT, OPEN, ORDERS, REFUND, order_cells
from pages.county.money.statement_import import open_statement_dialog

PATH, TITLE = '/payments/orders', '网上缴费状态查询'


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def orders_page(actor: Actor) -> None:
    """网上缴费状态查询 for counties and above, each over its own subtree."""
    await Orders(actor, await address.shown_year()).build()


class Orders:
    """One open page; its rows are updated by events, new orders are announced by 新到 N 条."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())
        self.shown: dict[int, int] = {}  # order to application

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        with self.head.row:
            self.sums = words('', 'span', 'sums num').props('role=status')
        order_tabs(self.head, PATH, self.year.year)
        people = await people_fields(self.actor, self.filters)
        fields = [*people[:3], standing_field(OF_ORDERS), *people[3:], *payment_fields()]
        Filters(fields, self.filters.initial, self.search)
        self.table = DataTable(
            ORDERS,
            self.load,
            actions=(OPEN, EXEMPT, REFUND),
            view=Page.parse(address.query_parameters(), order_lists.SORTS),
            empty='没有符合条件的缴费订单',
            empty_hint=f'{when_billed(self.year)}后自动生成；请放宽查询条件，或点“重置”查看全部',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_news=self.welcome,
        )
        with self.table.left:
            plain_button('刷新状态', acting(self.refresh), icon='sync')
            plain_button('导入对账单', acting(open_statement_dialog), icon='upload')
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await order_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.id: row.application_id for row in found.rows}
        self.count(found.all)
        return Loaded([order_cells(row) for row in found.rows], found.all.count)

    def count(self, total: Sum) -> None:
        self.head.set_tag(f'{total.count} 笔', 'grey')
        self.sums.text = f'合计 {yuan_text(total.fen)}'

    def read(self, typed: Mapping[str, Value]) -> PaymentFilters:
        """These filters within the year of the page."""
        return PaymentFilters.read({**typed, 'year': self.year.year})

    async def search(self, values: dict[str, Value]) -> None:
        # The filter for the organisation's own staff comes only from links of 缴费统计 and has no field in the form.
        same = str(values.get('unit', '')) == str(self.filters.unit or '')
        self.filters = self.read({**values, 'own': 'yes' if self.filters.own and same else ''})
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.table.announce(0)
        await self.table.go(Page(size=self.table.view.size))

    async def refresh(self) -> None:
        """刷新状态: query the channels that support it for the open orders here, and load the list again."""
        actor = await current_actor()
        await order_moves.close_overdue()
        try:
            await gateways.refresh(actor, list(self.shown))
        finally:
            await self.table.reload()
        ui.notify('已是最新状态', type='positive')

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            found = await order_lists.detail(await current_actor(), int(row_id))
            if name == OPEN.name:
                show_history(found)
                return
            ask = payment_acts.ask_exempt if name == EXEMPT.name else payment_acts.ask_refund
            ask(found.order.id, found.order.name, yuan_text(found.order.amount_fen))

    async def export(self) -> None:
        actor = await current_actor()
        total, chunks = await order_lists.rows_to_export(actor, self.filters)
        rows = ([order_cells(row) for row in some] async for some in chunks)
        await download(actor, TITLE, self.year.year, ORDERS, total, rows, self.filters)

    async def on_events(self, news: live.News) -> None:
        """Update rows in place and the total; announce new orders."""
        touched = news.touching(self.shown.values())
        ids = tuple(sorted(order for order, application in self.shown.items() if application in touched))
        key = ('orders', self.actor.path, self.filters)
        if ids:
            fresh = await news.once((*key, ids), lambda: order_lists.rows_of(self.actor, ids))
            for row_id, row in fresh.items():
                self.table.patch(row_id, **order_cells(row))
        total = await news.once((*key, 'total'), lambda: order_lists.total(self.actor, self.filters))
        if total.count > self.table.total:
            self.table.announce(total.count - self.table.total)
        else:
            self.table.set_total(total.count)
        self.count(total)
