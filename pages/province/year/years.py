"""考核年度: the years, which one is current, and links to each one's settings."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import FormDialog, TextField, Typed
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.confirm import confirm
from components.kit.status import cell
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.listing import Row
from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act, Grade
from domain.services.year import year_settings
from domain.services.year.unfinished import unfinished
from domain.services.year.year_settings import YearRow
from domain.services.year.years import all_years
from pages import address
from pages.access import Province, current_actor, refusals, screen
from pages.province.year import fees, parameters, subjects, windows
from pages.province.year.year_pages import TRAIL, leading_to, listen_to_settings

PATH, TITLE = '/year/years', '考核年度'
COLUMNS = (
    Column('year', '考核年度', 'number'),
    Column('standing', '状态', 'tag'),
    Column('windows', '时间节点', 'number'),
    Column('fees', '收费标准'),
    Column('applications', '申报人数', 'number'),
)
LEADING = {
    'windows': windows.PATH,
    'fees': fees.PATH,
    'subjects': subjects.PATH,
    'parameters': parameters.PATH,
}
ACTIONS = (
    Action('windows', windows.TITLE),
    Action('fees', fees.TITLE),
    Action('subjects', subjects.TITLE),
    Action('parameters', parameters.TITLE),
    Action('current', '设为当前年度'),
    Action('delete', '删除'),
)


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def years(actor: Actor) -> None:
    """考核年度 of the province."""
    await Years(actor).build()


class Years:
    """One open page; it listens to every change of a year."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows: dict[int, YearRow] = {}

    async def build(self) -> None:
        page_head((*TRAIL, TITLE), TITLE, aside='报名、审核、缴费都按当前年度办理')
        self.table = DataTable(
            COLUMNS,
            self.load,
            label_key='year',
            actions=ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty='还没有考核年度',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, ApplicationFilters(), view),
        )
        with self.table.left:
            primary_button('新增考核年度', self.add, icon='add')
        await self.table.reload()
        listen_to_settings(self.follow, Act.EDIT_YEAR, Act.EDIT_WINDOW, Act.EDIT_FEES)

    async def load(self, view: Page) -> Loaded:
        found = await year_settings.exam_years(self.actor, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        return Loaded([_cells(row) for row in found.rows], found.total)

    def add(self) -> None:
        """Request the number of the year."""

        async def save(typed: Typed) -> None:
            added = await year_settings.add_year(await current_actor(), typed.texts['year'])
            ui.notify(f'已新增 {added.year} 年度，请设置时间节点', type='positive')

        newest = max((row.year for row in self.rows.values()), default=clock.today().year - 1)
        field = TextField('year', '年度', str(newest + 1), required=True, longest=4, keyboard='numeric')
        remark = '收费标准、考试科目和申报条件参数沿用上一年度，时间节点须另行设置。'
        FormDialog('新增考核年度', [field], save, remark=remark)

    async def act(self, name: str, row_id: RowId) -> None:
        row = self.rows[int(row_id)]
        if name in LEADING:
            ui.navigate.to(leading_to(LEADING[name], row.year))
            return
        with refusals():
            await (self.make_current(row) if name == 'current' else self.delete(row))

    async def make_current(self, row: YearRow) -> None:
        """设为当前年度, after showing what is missing and what is still running."""
        question = (
            f'设为当前年度后，新的报名按 {row.year} 年度办理。\n'
            f'{row.year} 年度已设时间节点 {row.windows} 个、收费标准 {row.fees} 个等级。\n{await self._left_open()}'
        )
        if await confirm('设为当前年度', question, '设为当前年度', typed=str(row.year)):
            await year_settings.make_current(await current_actor(), row.id)
            ui.notify(f'{row.year} 年度已设为当前年度', type='positive')

    async def _left_open(self) -> str:
        """What is unfinished in the present year, by office; it goes on by the rules of its own year."""
        known = await all_years()
        if known.current_id is None:
            return ''
        present = known.by_id[known.current_id]
        found = await unfinished(await current_actor(), present.id)
        if not found:
            return f'{present.year} 年度的申报已全部办结。'
        lines = [f'{one.office}：{"、".join(f"{kind} {n} 人" for kind, n in one.open.items())}' for one in found]
        return '\n'.join([f'{present.year} 年度尚未办结的申报，仍按该年度的时间和规则继续办理：', *lines])

    async def delete(self, row: YearRow) -> None:
        if await confirm('删除考核年度', f'确认删除 {row.year} 年度及其时间节点？', '删除', danger=True):
            await year_settings.delete_year(await current_actor(), row.id)
            ui.notify(f'{row.year} 年度已删除', type='positive')

    async def follow(self, _news: live.News) -> None:
        await self.table.reload()


def _cells(row: YearRow) -> Row:
    hidden = ['current'] * row.current + ['delete'] * (row.current or row.applications > 0)
    return {
        'id': row.id,
        'year': row.year,
        'standing': cell('当前年度', 'green') if row.current else cell('非当前年度', 'grey'),
        'windows': row.windows,
        'fees': '已设置' if row.fees == len(Grade) else f'{row.fees} / {len(Grade)} 个等级',
        'applications': row.applications,
        '_hide': ' '.join(hidden),
    }
