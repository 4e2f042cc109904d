"""时间节点: when a year's registration, review, payment and printing are open; several windows of a kind if needed."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, TextField, Typed
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.confirm import confirm
from components.kit.status import TagCell, cell
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.listing import Row
from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act, Level, WindowKind
from domain.rules.year.window_form import LONGEST_NAME, WindowForm
from domain.rules.year.windows import closing_of, is_open, left_text, remaining_text
from domain.services.year import demo_clock, year_windows
from pages import address
from pages.access import Province, acting, current_actor, refusals, screen
from pages.province.year.demo_clock import open_clock
from pages.province.year.year_pages import TRAIL, listen_to_settings, turned_to, year_choice
from storage.models import Window

PATH, TITLE = '/year/windows', '时间节点'
EVERY_LEVEL = '所有层级'
COLUMNS = (
    Column('name', '名称'),
    Column('kind', '类别'),
    Column('level', '适用层级'),
    Column('opens', '开始时间', 'number'),
    Column('closes', '结束时间', 'number'),
    Column('standing', '状态', 'tag'),
)
ACTIONS = (Action('edit', '编辑'), Action('delete', '删除'))
HINT = '改动报名时间会影响“报名首日未到退休年龄”的预审，可在申报条件参数页重新预审。'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def windows(actor: Actor) -> None:
    """时间节点 of one year."""
    await Windows(actor).build()


class Windows:
    """One open page; it listens to every change of a window."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.names: dict[int, str] = {}

    async def build(self) -> None:
        self.year = await turned_to(self.actor)
        await year_choice(self.actor, page_head((*TRAIL, TITLE), TITLE), PATH, self.year)
        self.table = DataTable(
            COLUMNS,
            self.load,
            actions=ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty=f'{self.year.year} 年度还没有时间节点',
            empty_hint='没有报名时间节点时，任何人都不能报名',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, ApplicationFilters(), view, year=str(self.year.year)),
        )
        with self.table.left:
            primary_button('新增时间节点', self.add, icon='add')
        with self.table.right:
            if demo_clock.movable():
                plain_button('演示时钟', acting(open_clock), icon='more_time')
        await self.table.reload()
        listen_to_settings(self.follow, Act.EDIT_WINDOW)

    async def load(self, view: Page) -> Loaded:
        found = await year_windows.windows_of(self.actor, self.year.id, address.paging_of(view))
        self.names = {row.id: row.name for row in found.rows}
        return Loaded([_cells(row) for row in found.rows], found.total)

    def add(self) -> None:
        """Request a new window."""

        async def save(typed: Typed) -> None:
            await year_windows.add_window(await current_actor(), self.year.id, WindowForm(**typed.texts))
            ui.notify('时间节点已新增', type='positive')

        FormDialog(f'新增 {self.year.year} 年度时间节点', _fields(WindowForm('', '', '', '', '')), save, remark=HINT)

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            await (self.edit(int(row_id)) if name == 'edit' else self.delete(int(row_id)))

    async def edit(self, window_id: int) -> None:
        seen = await year_windows.form_of(await current_actor(), window_id)

        async def save(typed: Typed) -> None:
            await year_windows.edit_window(await current_actor(), window_id, WindowForm(**typed.texts), seen=seen)
            ui.notify('时间节点已保存', type='positive')

        FormDialog('编辑时间节点', _fields(seen), save, remark=HINT)

    async def delete(self, window_id: int) -> None:
        question = f'确认删除“{self.names[window_id]}”？已在其间办理的业务不受影响。'
        if await confirm('删除时间节点', question, '删除', danger=True):
            await year_windows.delete_window(await current_actor(), window_id)
            ui.notify('时间节点已删除', type='positive')

    async def follow(self, _news: live.News) -> None:
        await self.table.reload()


def _fields(form: WindowForm) -> Sequence[Field]:
    hint = '仅“资格审核”可按层级设置，不选表示对所有层级有效'
    return [
        ChoiceField('kind', '类别', WindowKind.labels(), form.kind, required=True),
        TextField('name', '名称', form.name, required=True, longest=LONGEST_NAME, hint='如 准考证打印（第一批）'),
        ChoiceField('level', '适用层级', Level.labels(), form.level, hint=hint),
        TextField('opens', '开始时间', form.opens, required=True, moment=True),
        TextField('closes', '结束时间', form.closes, required=True, moment=True),
    ]


def _cells(row: Window) -> Row:
    return {
        'id': row.id,
        'name': row.name,
        'kind': row.kind.label,
        'level': row.level.label if row.level else EVERY_LEVEL,
        'opens': clock.minute_text(row.opens_at),
        'closes': clock.minute_text(row.closes_at),
        'standing': _standing(row),
    }


def _standing(row: Window) -> TagCell:
    now = clock.now()
    if is_open(row, now):
        return cell(f'进行中，{left_text(row, now)}', 'green')
    if closing_of(row) <= now:
        return cell('已结束', 'grey')
    return cell(f'{remaining_text(row.opens_at, now)}开始', 'blue')
