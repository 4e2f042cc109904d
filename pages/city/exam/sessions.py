"""考试场次, the second tab of 考点考场: who sits when, by subject."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from components.forms.form_dialog import FormDialog, Typed
from components.frame import live
from components.kit.buttons import plain_button, primary_button
from components.kit.confirm import confirm
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from domain.events import TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.exam.session_form import SessionForm
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act, Grade
from domain.services.exam import exam_sessions
from pages import address
from pages.access import acting, current_actor, refusals
from pages.city.exam.session_fields import fields_of, form_of, grades_named
from pages.city.exam.site_rows import PATH, SESSIONS, session_cells

REMARK = '所有在用考场在每一场都可使用，因此同一单位的场次时间不能重叠。'


class Sessions:
    """The list of one open page."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        self.names: dict[int, str] = {}

    async def build(self) -> None:
        self.table = DataTable(
            SESSIONS,
            self.load,
            actions=(Action('edit', '编辑'), Action('delete', '删除')),
            view=Page.parse(address.query_parameters()),
            empty='还没有考试场次',
            empty_hint='场次规定哪些等级在什么时间考试；新增后即可编排',
            on_act=self.act,
            on_view=self.remember,
        )
        with self.table.left:
            self.buttons = ui.element('div').classes('line')
        await self.offer()
        await self.table.go(self.table.view)  # this writes the tab into the address
        live.listen(self.concerns, self.on_events)

    async def offer(self) -> None:
        """A button for each group of grades with the same subjects."""
        groups = await exam_sessions.groups_of(self.actor, self.year)
        self.buttons.clear()
        with self.buttons:
            for place, grades in enumerate(groups):
                button = plain_button if place else primary_button
                button(f'新增场次（{grades_named(grades)}）', acting(partial(self.add, grades)), icon='add')

    def concerns(self, event: object) -> bool:
        if isinstance(event, YearChanged):
            return event.act in (Act.EDIT_WINDOW, Act.EDIT_SUBJECTS)
        return isinstance(event, TicketsChanged) and event.path == self.actor.path

    def remember(self, view: Page) -> None:
        address.remember(PATH, ApplicationFilters(), view, year=str(self.year), tab='sessions')

    async def load(self, view: Page) -> Loaded:
        found = await exam_sessions.sessions(self.actor, self.year, address.paging_of(view))
        self.names = {row.session.id: row.session.name for row in found.rows}
        return Loaded([session_cells(row) for row in found.rows], found.total)

    async def add(self, grades: Sequence[Grade]) -> None:
        """Request a new session of these grades."""
        form = SessionForm('', frozenset(str(int(grade)) for grade in grades), '')

        async def save(typed: Typed) -> None:
            warnings = await exam_sessions.add_session(await current_actor(), self.year, form_of(typed, form, grades))
            _notify('场次已新增', warnings)

        FormDialog('新增场次', await fields_of(self.year, form, grades), save, remark=REMARK, pairs=True)

    async def edit(self, session_id: int) -> None:
        seen = await exam_sessions.form_of(await current_actor(), session_id)
        groups = await exam_sessions.groups_of(self.actor, self.year)
        grades = next(group for group in groups if any(str(int(grade)) in seen.grades for grade in group))

        async def save(typed: Typed) -> None:
            form = form_of(typed, seen, grades)
            _notify('场次已保存', await exam_sessions.edit_session(await current_actor(), session_id, form, seen=seen))

        FormDialog('编辑场次', await fields_of(self.year, seen, grades), save, remark=REMARK, pairs=True)

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == 'edit':
                await self.edit(int(row_id))
            elif await confirm('删除场次', f'确认删除“{self.names[int(row_id)]}”？', '删除', danger=True):
                await exam_sessions.delete_session(await current_actor(), int(row_id))
                ui.notify('场次已删除', type='positive')

    async def on_events(self, _news: live.News) -> None:
        await self.offer()
        await self.table.reload()


def _notify(sentence: str, warnings: Sequence[str]) -> None:
    ui.notify(sentence, type='positive')
    for warning in warnings:
        ui.notify(warning, type='warning', timeout=8000)
