"""对账记录, a tab of 网上缴费状态查询: the imported statements and the results of their rows."""

from __future__ import annotations

from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.table.data_table import DataTable, Loaded, Page
from domain.rules.actor import Actor
from domain.rules.money.receipt_filters import ReceiptFilters
from domain.services.money.statements import statement_lists
from domain.services.year.years import Year
from pages import address
from pages.access import County, acting, screen
from pages.county.money.payment_pages import TRAIL, order_tabs
from pages.county.money.receipt_rows import STATEMENTS, statement_cells
from pages.county.money.statement_import import open_statement_dialog

PATH, TITLE = '/payments/statements', '对账记录'


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def statements_page(actor: Actor) -> None:
    """对账记录 for counties and above, each over its own subtree."""
    await Statements(actor, await address.shown_year()).build()


class Statements:
    """One open page: a statement may book payments of several years, the year is kept for the other tabs."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year.year

    async def build(self) -> None:
        self.head = page_head((*TRAIL, '网上缴费状态查询'), TITLE)
        order_tabs(self.head, PATH, self.year)
        self.table = DataTable(
            STATEMENTS,
            self.load,
            status_key='state',
            label_key='label',
            view=Page.parse(address.query_parameters()),
            empty='还没有导入过对账单',
            empty_hint='从银行下载对账单，点“导入对账单”逐行核对后入账',
            on_view=lambda view: address.remember(PATH, ReceiptFilters(year=self.year), view),
        )
        with self.table.left:
            primary_button('导入对账单', acting(self.import_rows), icon='upload')
        await self.table.reload()

    async def load(self, view: Page) -> Loaded:
        found = await statement_lists.listed(self.actor, paging=address.paging_of(view))
        self.head.set_tag(f'{found.total} 份', 'grey')
        return Loaded([statement_cells(taken) for taken in found.rows], found.total)

    async def import_rows(self) -> None:
        await open_statement_dialog()
        await self.table.go(Page(size=self.table.view.size))
