"""抽查: the province draws a stratified sample from a recorded seed, can repeat it, and marks the drawn persons."""

from __future__ import annotations

from nicegui import ui

from components.forms.conflict_dialog import conflict_dialog
from components.frame import live
from components.frame.page_head import page_head
from components.kit.attempt import Attempt
from components.kit.buttons import plain_button, primary_button
from components.kit.words import card, section
from components.review.sampling_form import DrawForm, draw_result, past_draws
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from domain.errors import DecidedAlready
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.lists import application_rows
from domain.services.review import sampling
from domain.services.review.notes import MARKS
from domain.services.review.sampling import Draw
from pages import address
from pages.access import Province, acting, current_actor, refusals, screen
from pages.province.review.draw_views import past_of, view_of
from pages.views import note_writing
from pages.views.application_rows import SEARCH, cells
from pages.views.note_writing import DRAWS

TRAIL, TITLE, USUAL = ('报名管理', '省级标记结果'), '抽查', 20
SHOWN = ('number', 'name', 'id_number', 'unit', 'grade', 'trade', 'status', 'notes')
COLUMNS = [column for column in SEARCH if column.name in SHOWN]


@screen(DRAWS, title=TITLE, audience=Province, trail=TRAIL)
async def draw_page(actor: Actor) -> None:
    """抽查, for administrators of the province."""
    await DrawPage(actor).build()


class DrawPage:
    """One open page; the address names the draw, so that a reload draws the same list again."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.draw: Draw | None = None
        self.table: DataTable | None = None

    async def build(self) -> None:
        self.year = await address.shown_year()
        self.head = page_head((*TRAIL, TITLE), TITLE, aside=f'从 {self.year.year} 年度终审通过的人员中抽取')
        with card():
            with section('抽取'):
                DrawForm(self.take, Attempt(self._lost), USUAL)
            with section('历次抽查'):
                self.past = ui.element('div')
        self.result = ui.element('div').classes('drawn')
        await self._show_past()
        wanted = address.query_parameters().get('draw', '')
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= 15:
            with refusals():
                await self.show(await sampling.drawn_again(self.actor, int(wanted)))
        live.below(self.actor.path, self.on_events)

    async def take(self, size: int, seed: str) -> None:
        """抽取: draw, record the seed, show the list."""
        await self.show(await sampling.draw(await current_actor(), self.year, size, seed))
        await self._show_past()

    async def again(self, draw_id: int) -> None:
        """重新抽出 the list of an earlier draw."""
        await self.show(await sampling.drawn_again(await current_actor(), draw_id))

    async def show(self, draw: Draw) -> None:
        self.draw = draw
        ui.navigate.history.replace(address.address(DRAWS, ApplicationFilters(), draw=str(draw.id)))
        self.head.set_tag(f'抽取 {len(draw.application_ids)} 人')
        self.result.clear()
        with self.result:
            with card(), section():
                draw_result(view_of(draw))
            self.table = DataTable(
                COLUMNS,
                self.load,
                selectable=True,
                actions=(Action('open', '详情', keeps=True),),
                shown=SHOWN,
                on_act=self.act,
            )
            with self.table.left:
                primary_button('标记所选', acting(self.mark_selected), icon='flag')
                plain_button(f'标记全部 {len(draw.application_ids)} 人', acting(self.mark_all))
        await self.table.reload()

    async def load(self, view: Page) -> Loaded:
        """A page of the drawn persons, in the order of the draw; all of them, also those changed since."""
        assert self.draw is not None  # the table exists only with a result
        ids = self.draw.application_ids
        rows = await application_rows.rows_of(self.actor, ids[view.offset : view.offset + view.size])
        shown = [rows[id_] for id_ in ids[view.offset : view.offset + view.size] if id_ in rows]
        return Loaded([cells(row, self.actor) for row in shown], len(ids))

    async def act(self, _name: str, row_id: RowId) -> None:
        ui.navigate.to(f'/applications/{int(row_id)}')

    async def mark_selected(self) -> None:
        if self.table is not None:
            await self.mark([int(row_id) for row_id in self.table.selected])

    async def mark_all(self) -> None:
        if self.draw is not None:
            await self.mark(list(self.draw.application_ids))

    async def mark(self, ids: list[int]) -> None:
        """One mark for all of them, in the dialog that writes marks."""
        if not ids:
            ui.notify('请先选择报考人员', type='info')
            return
        rows = await application_rows.rows_of(await current_actor(), ids)
        persons = [note_writing.person_of(rows[id_]) for id_ in ids if id_ in rows]
        note_writing.write(MARKS, self._reload, persons)

    async def _reload(self) -> None:
        if self.table is not None:
            await self.table.reload()

    async def _show_past(self) -> None:
        rows = await sampling.past(self.actor)
        self.past.clear()
        with self.past:
            past_draws([past_of(row) for row in rows], acting(self.again))

    async def on_events(self, news: live.News) -> None:
        """Update the rows of the drawn persons."""
        touched = news.touching(self.draw.application_ids if self.draw else ())
        if self.table is not None and touched:
            for row_id, row in (await application_rows.rows_of(self.actor, sorted(touched))).items():
                self.table.patch(row_id, **cells(row, self.actor))

    def _lost(self, taken: DecidedAlready, typed: str) -> None:
        conflict_dialog(taken, typed, self._reload)
