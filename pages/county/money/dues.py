"""应缴报考人员列表: everyone whose 缴费时点 has come, what each owes, and the office's actions on it."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.words import words
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.rules.actor import Actor
from domain.rules.money.fees import yuan_text
from domain.rules.money.payment_filters import OF_PERSONS, PaymentFilters
from domain.services.money import due_lists
from domain.services.year.years import Year
from pages import address
from pages.access import County, acting, current_actor, refusals, screen
from pages.county.money import payment_acts
from pages.county.money.payment_exports import download
from pages.county.money.payment_pages import TRAIL, people_fields, show_time, standing_field, when_billed
from pages.county.money.payment_rows import DUES, EXEMPT, MAKE, OPEN, REFUND, due_cells, totals_text
from pages.views.choice import Choice
from pages.views.pay_time import pay_time

PATH, TITLE = '/payments/dues', '应缴报考人员列表'


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def dues_page(actor: Actor) -> None:
    """应缴报考人员列表 for counties and above, each over its own subtree."""
    await Dues(actor, await address.shown_year()).build()


class Dues:
    """One open page; its rows are updated by events, newly approved persons are announced by 新到 N 条."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())
        self.shown: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        with self.head.row:
            self.sums = words('', 'span', 'sums num').props('role=status')
        show_time(self.head, pay_time(self.year.windows_for(None, self.actor.path)))
        fields = [*await people_fields(self.actor, self.filters), standing_field(OF_PERSONS)]
        Filters(fields, self.filters.initial, self.search)
        self.table = DataTable(
            DUES,
            self.load,
            selectable=True,
            actions=(OPEN, MAKE, EXEMPT, REFUND),
            view=Page.parse(address.query_parameters(), due_lists.SORTS),
            empty='没有符合条件的应缴报考人员',
            empty_hint=f'{when_billed(self.year)}的人员会出现在这里；请放宽查询条件，或点“重置”查看全部',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_select=self.picked,
            on_news=self.welcome,
        )
        with self.table.left:
            primary_button('生成缴款码', acting(self.make), icon='qr_code')
            self.choice = Choice(self.table, self.everybody)
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await due_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.application_id for row in found.rows}
        self.count(found.total)
        self.sums.text = totals_text(await due_lists.totals(self.actor, self.filters))
        return Loaded([due_cells(row) for row in found.rows], found.total)

    def count(self, total: int) -> None:
        self.head.set_tag(f'{total} 人', 'grey')
        self.choice.offer(total)

    def read(self, typed: Mapping[str, Value]) -> PaymentFilters:
        """These filters within the year of the page."""
        return PaymentFilters.read({**typed, 'year': self.year.year})

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = self.read(values)
        await self.choice.clear()
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.table.announce(0)
        await self.table.go(Page(size=self.table.view.size))

    def picked(self, ids: list[RowId]) -> None:
        self.choice.by_hand(ids)

    async def everybody(self) -> tuple[int, ...]:
        return await due_lists.everybody(await current_actor(), self.filters)

    async def make(self) -> None:
        """生成缴款码 for the chosen persons."""
        await payment_acts.make_codes(self.choice.ids)
        await self.choice.clear()

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == OPEN.name:
                ui.navigate.to(f'/applications/{int(row_id)}')
                return
            row = (await due_lists.rows_of(await current_actor(), [int(row_id)])).get(int(row_id))
            if row and name == MAKE.name:
                await payment_acts.make_codes([row.application_id])
            elif row and row.order_id and name in (EXEMPT.name, REFUND.name):
                ask = payment_acts.ask_exempt if name == EXEMPT.name else payment_acts.ask_refund
                ask(row.order_id, row.name, yuan_text(row.amount_fen or 0))

    async def export(self) -> None:
        actor = await current_actor()
        total, chunks = await due_lists.rows_to_export(actor, self.filters)
        rows = ([due_cells(row) for row in some] async for some in chunks)
        await download(actor, TITLE, self.year.year, DUES, total, rows, self.filters)

    async def on_events(self, news: live.News) -> None:
        """Update rows in place and the totals; announce persons approved elsewhere."""
        key = ('dues', self.actor.path, self.filters)
        ids = tuple(sorted(news.touching(self.shown)))
        if ids:
            fresh = await news.once((*key, ids), lambda: due_lists.rows_of(self.actor, ids))
            for row_id in ids:
                if row_id in fresh:
                    self.table.patch(row_id, **due_cells(fresh[row_id]))
                else:
                    self.table.mark_gone(row_id, '已不在名单中')
        totals = await news.once((*key, 'totals'), lambda: due_lists.totals(self.actor, self.filters))
        self.sums.text = totals_text(totals)
        total = await news.once((*key, 'count'), lambda: due_lists.count(self.actor, self.filters))
        if total > self.table.total:
            self.table.announce(total - self.table.total)
        else:
            self.table.set_total(total)
            self.count(total)
