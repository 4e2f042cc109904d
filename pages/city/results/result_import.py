"""成绩导入: everyone who gets a result from a city or the province; scores are imported as a workbook and published."""

from __future__ import annotations

from collections.abc import Mapping

from components.frame import live
from components.frame.debounced import Debounced
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain.events import Changed, Event, ResultsChanged, TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters
from domain.rules.vocabulary import Act
from domain.rules.year.subjects import subjects_of
from domain.services.exam.exam_sessions import grades_of
from domain.services.results import score_lists
from domain.services.year.years import Year
from pages import address, installed
from pages.access import City, acting, current_actor, refusals, screen
from pages.city.results import score_acts
from pages.city.results.score_files import download_names, open_import_dialog
from pages.city.results.score_numbers import Numbers
from pages.city.results.score_rows import EDIT, cells, columns_for, fields
from pages.views.choice import Choice

PATH, TITLE, TRAIL = '/exam/results', '成绩导入', ('考务管理',)
SOON = 1.0  # seconds: events within this time cause one reload, because an import publishes one event per portion
CONCERN = {Act.RECEIPT, Act.EXEMPT, Act.REFUND, Act.CANCEL, Act.UNDO}


@screen(PATH, title=TITLE, audience=City, trail=TRAIL)
async def result_import(actor: Actor) -> None:
    """成绩导入 of the actor's office."""
    await ResultImport(actor, await address.shown_year()).build()


class ResultImport:
    """One open page; it listens to imports, corrections and publications of others, and to lost seats."""

    def __init__(self, actor: Actor, year: Year) -> None:
        self.actor, self.year = actor, year
        self.filters = self.read(address.query_parameters())

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        self.numbers = Numbers(PATH, self.year.year)
        initial: dict[str, Value] = dict(self.filters.typed())
        Filters(await fields(self.actor, self.filters), initial, self.search)
        self.table = DataTable(
            columns_for(subjects_of(self.year.subjects, grades_of(self.actor))),
            self.load,
            selectable=True,
            actions=(EDIT,),
            view=Page.parse(address.query_parameters(), tuple(score_lists.SORTS)),
            empty='没有应考人员',
            empty_hint='考场编排发布后，应考人员列在这里；考试开始后即可导入成绩',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_select=self.picked,
        )
        with self.table.left:
            primary_button('导入成绩', acting(lambda: open_import_dialog(self.year)), icon='upload')
            plain_button('发布', acting(self.publish), icon='campaign')
            plain_button('撤回', acting(self.withdraw), icon='undo')
            self.choice = Choice(self.table, self.everybody)
        with self.table.right:
            plain_button('下载名单模板', acting(self.names), icon='download')
            if installed.now.demo:
                plain_button('演示成绩', acting(self.demo_scores), icon='science')
        await self.show()
        live.listen(self.concerns, Debounced(SOON, self.follow).on_events)

    async def show(self) -> None:
        """The numbers and the list, in their current state."""
        self.numbers.show(await score_lists.standing(self.actor, self.year.year))
        await self.table.reload()

    async def load(self, view: Page) -> Loaded:
        found = await score_lists.listed(self.actor, filters=self.filters, paging=address.paging_of(view))
        self.head.set_tag(f'{found.total} 人', 'grey')
        self.choice.offer(found.total)
        return Loaded([cells(row) for row in found.rows], found.total)

    def read(self, typed: Mapping[str, Value]) -> ResultFilters:
        """These filters within the year of the page."""
        return ResultFilters.read({**typed, 'year': self.year.year})

    async def search(self, values: dict[str, Value]) -> None:
        """Search; the selection belongs to the earlier list and is cleared."""
        self.filters = self.read(values)
        await self.choice.clear()
        await self.table.go(Page(size=self.table.view.size))

    async def everybody(self) -> tuple[int, ...]:
        return await score_lists.everybody(await current_actor(), self.filters)

    def picked(self, ids: list[RowId]) -> None:
        self.choice.by_hand(ids)

    async def act(self, _name: str, row_id: RowId) -> None:
        with refusals():
            await score_acts.correct(int(row_id))

    async def publish(self) -> None:
        if await score_acts.publish(self.choice.ids):
            await self.choice.clear()

    async def withdraw(self) -> None:
        await score_acts.withdraw(self.choice.ids, self.choice.clear)

    async def names(self) -> None:
        await download_names(await current_actor(), self.year, self.filters)

    async def demo_scores(self) -> None:
        """The same list with invented scores, to try the import."""
        from domain.demo.scores import invented

        await download_names(await current_actor(), self.year, self.filters, title='演示成绩', fill=invented)

    def concerns(self, event: Event) -> bool:
        if isinstance(event, Changed):
            return event.act in CONCERN and event.unit_path.startswith(self.actor.path)
        if isinstance(event, YearChanged):
            return event.act in (Act.EDIT_YEAR, Act.EDIT_SUBJECTS)
        return isinstance(event, ResultsChanged | TicketsChanged) and event.path == self.actor.path

    async def follow(self) -> None:
        await self.show()
