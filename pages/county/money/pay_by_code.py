"""扫码缴费: choose persons who owe; one code pays for one of them or for all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.errors import Refusal
from domain.events import BundleChanged, Changed, Event
from domain.rules.actor import Actor
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.services.money import bundles, due_lists
from domain.services.money.due_lists import Due
from domain.services.year.years import Year
from pages import address
from pages.access import County, acting, current_actor, screen
from pages.county.money.pay_code_dialog import show, show_order
from pages.county.money.payment_pages import TRAIL, people_fields, show_time
from pages.county.money.payment_rows import BY_CODE, CODE, due_cells
from pages.views.choice import Choice
from pages.views.pay_time import pay_time

PATH, TITLE = '/payments/code', '扫码缴费'


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def pay_by_code(actor: Actor) -> None:
    """扫码缴费 for counties and above, each over its own subtree."""
    await PayByCode(actor, await address.shown_year()).build()


class PayByCode:
    """One open page of those who still owe; those who pay turn grey, new ones are announced by 新到 N 条."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.owing(address.query_parameters())
        self.shown: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        time = pay_time(self.year.windows_for(None, self.actor.path))
        show_time(self.head, time)
        Filters(await people_fields(self.actor, self.filters), self.filters.initial, self.search)
        self.table = DataTable(
            BY_CODE,
            self.load,
            selectable=True,
            actions=(CODE,) if time.is_open else (),
            view=Page.parse(address.query_parameters(), due_lists.SORTS),
            empty='没有待缴费的人员',
            empty_hint='已终审通过但没有缴款码的人员，请先在“应缴报考人员列表”生成缴款码',
            on_act=acting(lambda _, row_id: self.show_for([int(row_id)])),
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_select=self.picked,
            on_news=self.welcome,
        )
        with self.table.left:
            make = primary_button('缴费二维码', acting(self.show_code), icon='qr_code_2')
            make.set_enabled(time.is_open)
            make.props['title'] = '' if time.is_open else time.text
            self.choice = Choice(self.table, self.everybody)
        await self.table.reload()
        live.listen(self.concerns, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await due_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.shown = {row.application_id for row in found.rows}
        self.table.announce(0)
        self.count(found.total)
        return Loaded([due_cells(row) for row in found.rows], found.total)

    def count(self, total: int) -> None:
        self.head.set_tag(f'待缴费 {total} 人', 'amber' if total else 'grey')
        self.choice.offer(total)

    def owing(self, typed: Mapping[str, Value]) -> PaymentFilters:
        """These filters within the year of the page; a code can be shown only for those who still have to pay."""
        return replace(PaymentFilters.read({**typed, 'year': self.year.year}), standings=(DueStatus.DUE,))

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = self.owing(values)
        await self.choice.clear()
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        await self.table.go(Page(size=self.table.view.size))

    def picked(self, ids: list[RowId]) -> None:
        self.choice.by_hand(ids)

    async def everybody(self) -> tuple[int, ...]:
        return await due_lists.everybody(await current_actor(), self.filters)

    async def show_code(self) -> None:
        """缴费二维码 for the chosen persons."""
        await self.show_for(self.choice.ids)
        await self.choice.clear()

    async def show_for(self, ids: Sequence[int]) -> None:
        """One person pays by their own code, several by a code made for them now."""
        actor = await current_actor()
        found = await due_lists.rows_of(actor, ids)
        orders = [row.order_id for row in found.values() if row.standing is DueStatus.DUE and row.order_id]
        if len(orders) < len(ids):
            raise Refusal(_left_out(found, len(ids) - len(orders)))
        if len(orders) == 1:
            await show_order(orders[0])
            return
        await show((await bundles.bundle(actor, orders)).pay_code)
        for row_id, row in (await due_lists.rows_of(actor, tuple(self.shown))).items():
            self.table.patch(row_id, **due_cells(row))

    def concerns(self, event: Event) -> bool:
        return isinstance(event, BundleChanged) or (
            isinstance(event, Changed) and event.unit_path.startswith(self.actor.path)
        )

    async def on_events(self, news: live.News) -> None:
        """Grey out those who paid and update the number; announce those who owe now."""
        key = ('owing', self.actor.path, self.filters)
        bundled = any(isinstance(event, BundleChanged) for event in news.events)
        ids = tuple(sorted(self.shown if bundled else news.touching(self.shown)))
        if ids:
            fresh = await news.once((*key, ids), lambda: due_lists.rows_of(self.actor, ids))
            for row_id in ids:
                row = fresh.get(row_id)
                if row is None or row.standing is not DueStatus.DUE:
                    self.table.mark_gone(row_id, row.standing.label if row else '已不在名单中')
                else:
                    self.table.patch(row_id, **due_cells(row))
        total = await news.once((*key, 'count'), lambda: due_lists.count(self.actor, self.filters))
        if total > self.table.total:
            self.table.announce(total - self.table.total)
        else:
            self.table.set_total(total)
            self.count(total)


def _left_out(found: dict[int, Due], left: int) -> str:
    others = [f'（{row.name}：{row.standing.label}）' for row in found.values() if row.standing is not DueStatus.DUE]
    return f'所选人员中有 {left} 人已不是待缴费状态{"".join(others[:1])}，请刷新后重新选择'
