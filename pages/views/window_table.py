"""The table of 时间节点 with its acts: what the province sets for everybody, or a city for itself."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from components.forms.form_dialog import FormDialog, Typed
from components.kit.buttons import primary_button
from components.kit.confirm import confirm
from components.table.data_table import DataTable, Loaded, Page, RowId
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.year.window_form import WindowForm
from domain.services.year import year_windows
from domain.services.year.years import Year
from pages import address
from pages.access import current_actor, refusals
from pages.views.window_rows import ACTIONS, COLUMNS, window_cells, window_fields
from storage.models import ExamYear


class WindowTable:
    """One open table; ``areas`` are the cities the province can choose, none for a city's own windows."""

    def __init__(self, actor: Actor, path: str, year: ExamYear | Year, areas: Mapping[str, str], remark: str) -> None:
        self.actor, self.path, self.year, self.areas, self.remark = actor, path, year, areas, remark
        self.names: dict[int, str] = {}
        self.noun = '时间节点' if areas else '本市时间'

    async def build(self, empty_hint: str) -> None:
        """Draw and fill the table."""
        hidden = () if self.areas else ('area',)
        self.table = DataTable(
            [column for column in COLUMNS if column.name not in hidden],
            self.load,
            actions=ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty=f'{self.year.year} 年度还没有{self.noun}',
            empty_hint=empty_hint,
            on_act=self.act,
            on_view=lambda view: address.remember(self.path, ApplicationFilters(), view, year=str(self.year.year)),
        )
        with self.table.left:
            primary_button(f'新增{self.noun}', self.add, icon='add')
        await self.table.reload()

    async def load(self, view: Page) -> Loaded:
        found = await year_windows.windows_of(self.actor, self.year.id, address.paging_of(view))
        self.names = {row.id: row.name for row in found.rows}
        return Loaded([window_cells(row, of_city=not self.areas) for row in found.rows], found.total)

    def add(self) -> None:
        """Request a new window."""

        async def save(typed: Typed) -> None:
            await year_windows.add_window(await current_actor(), self.year.id, WindowForm(**typed.texts))
            ui.notify(f'{self.noun}已新增', type='positive')

        fields = window_fields(WindowForm('', '', '', '', ''), self.areas)
        FormDialog(f'新增 {self.year.year} 年度{self.noun}', fields, save, remark=self.remark)

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            await (self.edit(int(row_id)) if name == 'edit' else self.delete(int(row_id)))

    async def edit(self, window_id: int) -> None:
        seen = await year_windows.form_of(await current_actor(), window_id)

        async def save(typed: Typed) -> None:
            await year_windows.edit_window(await current_actor(), window_id, WindowForm(**typed.texts), seen=seen)
            ui.notify(f'{self.noun}已保存', type='positive')

        FormDialog(f'编辑{self.noun}', window_fields(seen, self.areas), save, remark=self.remark)

    async def delete(self, window_id: int) -> None:
        question = f'确认删除“{self.names[window_id]}”？已在其间办理的业务不受影响。'
        if await confirm(f'删除{self.noun}', question, '删除', danger=True):
            await year_windows.delete_window(await current_actor(), window_id)
            ui.notify(f'{self.noun}已删除', type='positive')
