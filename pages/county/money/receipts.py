"""异常回执, a tab of 网上缴费状态查询: money that arrived and was not booked, and how it was handled."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from components.frame.page_head import page_head
from components.kit.buttons import plain_button
from components.kit.segments import segments
from components.money.handling_dialog import HandlingDialog
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Choice, DateRange, Filters, Keyword, Value
from domain.rules.actor import Actor
from domain.rules.money.receipt_filters import EXCEPTIONS, Handled, ReceiptFilters
from domain.rules.vocabulary import PayChannel
from domain.services.money import receipt_lists, receipts
from domain.services.year.years import Year
from pages import address
from pages.access import County, acting, current_actor, refusals, screen
from pages.county.money.payment_exports import download
from pages.county.money.payment_pages import TRAIL, order_tabs
from pages.county.money.receipt_rows import HANDLE, OPEN, RECEIPTS, facts_of, receipt_cells
from pages.county.money.statement_import import open_statement_dialog

PATH, TITLE = '/payments/receipts', '异常回执'


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def receipts_page(actor: Actor) -> None:
    """异常回执 for counties and above, each over its own subtree."""
    await Receipts(actor, await address.shown_year()).build()


class Receipts:
    """One open page."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())

    async def build(self) -> None:
        self.head = page_head((*TRAIL, '网上缴费状态查询'), TITLE)
        order_tabs(self.head, PATH, self.year.year)
        fields = (
            Keyword('keyword', '关键字', '缴款码/流水号'),
            Choice('outcomes', '异常原因', {one.value: one.label for one in EXCEPTIONS}),
            Choice('channels', '缴费渠道', PayChannel.labels()),
            DateRange('received', '收到时间'),
        )
        Filters(fields, self.filters.initial, self.search)
        self.table = DataTable(
            RECEIPTS,
            self.load,
            label_key='_label',
            status_key='state',
            actions=(OPEN, HANDLE),
            view=Page.parse(address.query_parameters(), receipt_lists.SORTS),
            empty='没有异常回执',
            empty_hint='收到但没有入账的款项会列在这里，供逐笔处理',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
        )
        with self.table.left:
            segments(Handled.labels(), self.filters.handled.value, '处理状态', self.turn)
        with self.table.right:
            plain_button('导入对账单', acting(self.import_rows), icon='upload')
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()

    async def load(self, view: Page) -> Loaded:
        found = await receipt_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.head.set_tag(f'{found.total} 笔', 'grey')
        return Loaded([receipt_cells(line) for line in found.rows], found.total)

    def read(self, typed: Mapping[str, Value]) -> ReceiptFilters:
        """These filters within the year of the page."""
        return ReceiptFilters.read({**typed, 'year': self.year.year})

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = self.read({**values, 'handled': self.filters.handled.value})
        await self._anew()

    async def turn(self, handled: str) -> None:
        """待处理, 已处理 or 全部."""
        self.filters = self.filters.turned(Handled(handled))
        await self._anew()

    async def _anew(self) -> None:
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            line = await receipt_lists.one(await current_actor(), int(row_id))
            open_ = name == HANDLE.name and line.handled_at is None

            async def handle(note: str) -> None:
                await receipts.handle(await current_actor(), line.id, note)
                ui.notify('已登记处理情况', type='positive')
                await self.table.reload()

            about = [pair for pair in facts_of(line) if pair[1]]
            HandlingDialog('处理异常回执' if open_ else '异常回执详情', about, handle if open_ else None)

    async def import_rows(self) -> None:
        await open_statement_dialog()
        await self._anew()

    async def export(self) -> None:
        actor = await current_actor()
        total, portions = await receipt_lists.rows_to_export(actor, self.filters)
        rows = ([receipt_cells(line) for line in some] async for some in portions)
        await download(actor, TITLE, self.year.year, RECEIPTS, total, rows, self.filters)
