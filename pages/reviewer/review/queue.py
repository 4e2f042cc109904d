"""人工审核 and 高级技师审核: the queue of this office, updated live."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import ORDINARY_GRADES, Act
from domain.services.lists import application_lists
from domain.services.year.years import numbered
from pages import address
from pages.access import Reviewer, acting, current_actor, screen
from pages.reviewer.lists import exporting
from pages.reviewer.lists.search_form import common_fields
from pages.reviewer.review import bulk
from pages.reviewer.review.deadline import review_deadline
from pages.reviewer.review.desk_news import DeskNews
from pages.views.application_rows import QUEUE, cells

MANUAL, SENIOR = '/review/manual', '/review/senior'
ACTIONS = (Action('open', '详情', keeps=True), Action('review', '审核'))


@screen(MANUAL, title='人工审核', audience=Reviewer, trail=('报名管理', '本级审核中'))
async def manual_review(actor: Actor) -> None:
    """人工审核: the queue of grades 2–5."""
    await Queue(actor, MANUAL, '人工审核', senior=False).build()


@screen(SENIOR, title='高级技师审核', audience=Reviewer, trail=('报名管理', '本级审核中'))
async def senior_review(actor: Actor) -> None:
    """高级技师审核: the queue of grade 1, decided one by one."""
    await Queue(actor, SENIOR, '高级技师审核', senior=True).build()


class Queue:
    """One open queue page. Rows never move under the reviewer's pointer: they are updated in place or announced."""

    def __init__(self, actor: Actor, path: str, title: str, *, senior: bool) -> None:
        self.actor, self.path, self.title, self.senior = actor, path, title, senior
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.news = DeskNews(actor, senior=senior)

    async def build(self) -> None:
        self.head = page_head(('报名管理', '本级审核中', self.title), self.title)
        self.year = await address.shown_year()
        await self.follow_year()
        grades = () if self.senior else ORDINARY_GRADES
        mixed = await application_lists.waits_from_other_years(self.actor, senior=self.senior)
        Filters(await common_fields(self.actor, self.filters, grades), address.initial_of(self.filters), self.search)
        self.table = DataTable(
            QUEUE,
            self.load,
            selectable=not self.senior,
            actions=ACTIONS,
            view=Page.parse(address.query_parameters(), ('number', 'grade', 'submitted_at')),
            shown=[column.name for column in QUEUE if column.shown or (mixed and column.name == 'year')],
            empty='没有待审核的申报',
            empty_hint='下级审核通过后，新的申报会自动出现在这里',
            on_act=self.act,
            on_view=lambda view: address.remember(self.path, self.filters, view),
            on_news=self.welcome,
        )
        with self.table.left:
            primary_button('连续审核', acting(self.review_on), icon='playlist_play')
            if not self.senior:
                plain_button('批量通过', acting(lambda: self.decide_many(Act.APPROVE)))
                plain_button('批量退回', acting(lambda: self.decide_many(Act.RETURN)))
        with self.table.right:
            plain_button('导出Excel', acting(self.export), icon='download')
        await self.table.reload()
        live.on_desk(self.actor.organisation_id, self.on_events)
        live.listen(lambda event: isinstance(event, YearChanged), self.follow_year)

    async def load(self, view: Page) -> Loaded:
        paging = address.paging_of(view)
        found = await application_lists.desk(self.actor, senior=self.senior, filters=self.filters, paging=paging)
        self.news.show({row.id for row in found.rows})
        self.head.set_tag(f'待审核 {found.total} 人')
        return Loaded([cells(row, self.actor) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.news.welcome()
        self.table.announce(0)
        await self.table.go(replace(self.table.view, number=1))

    async def act(self, _name: str, row_id: RowId) -> None:
        ui.navigate.to(self.leading_to(int(row_id)))

    def leading_to(self, application_id: int) -> str:
        return address.address(f'{self.path}/{application_id}', self.filters)

    async def review_on(self) -> None:
        """连续审核: open the one that has waited longest; its page opens the next one after each decision."""
        first = await application_lists.first_on_desk(await current_actor(), senior=self.senior, filters=self.filters)
        if first is None:
            ui.notify('没有待审核的申报', type='info')
        else:
            ui.navigate.to(self.leading_to(first))

    async def decide_many(self, act: Act) -> None:
        ids = [int(row_id) for row_id in self.table.selected]
        if await bulk.decide_many(await current_actor(), ids, act):
            await self.table.clear_selection()
            await self.table.reload()

    async def export(self) -> None:
        await exporting.download_desk(await current_actor(), self.filters, title=self.title, senior=self.senior)

    async def follow_year(self, _news: live.News | None = None) -> None:
        """Show the deadline: the province and the city may move it while the queue is open."""
        year = await numbered(self.year.year)
        self.head.set_aside(review_deadline(year, self.actor, senior=self.senior))

    async def on_events(self, news: live.News) -> None:
        """Update the queue from events without moving a row."""
        total = await self.news.follow(news, self.table, self.filters)
        self.head.set_tag(f'待审核 {total} 人')
