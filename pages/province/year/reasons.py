"""常用意见: the common reasons for every office when it returns, rejects or reopens an application."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, TextField, Typed
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.confirm import confirm
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.listing import Row
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act
from domain.services.year import reason_library
from domain.services.year.reason_library import LONGEST, MOST, REASONED, ReasonForm
from pages import address
from pages.access import Province, current_actor, refusals, screen
from pages.province.year.year_pages import TRAIL, listen_to_settings
from storage.models import CommonReason

PATH, TITLE = '/year/reasons', '常用意见'
COLUMNS = (Column('position', '顺序', 'number'), Column('act', '适用处理'), Column('text', '内容'))
ACTIONS = (Action('edit', '编辑'), Action('delete', '删除'))


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def reasons(actor: Actor) -> None:
    """常用意见 of the province."""
    await Reasons(actor).build()


class Reasons:
    """One open page; it listens to every change of the reasons."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows: dict[int, CommonReason] = {}

    async def build(self) -> None:
        page_head((*TRAIL, TITLE), TITLE, aside=f'各级审核时可选用，最多 {MOST} 条')
        self.table = DataTable(
            COLUMNS,
            self.load,
            label_key='text',
            actions=ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty='还没有常用意见',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, ApplicationFilters(), view),
        )
        with self.table.left:
            primary_button('新增常用意见', self.add, icon='add')
        await self.table.reload()
        listen_to_settings(self.follow, Act.EDIT_REASON)

    async def load(self, view: Page) -> Loaded:
        found = await reason_library.shared_reasons(self.actor, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        rows: list[Row] = [
            {'id': row.id, 'position': row.position, 'act': Act(row.act).label, 'text': row.text} for row in found.rows
        ]
        return Loaded(rows, found.total)

    def add(self) -> None:
        """Request a new reason."""

        async def save(typed: Typed) -> None:
            await reason_library.add_reason(await current_actor(), ReasonForm(**typed.texts))
            ui.notify('常用意见已新增', type='positive')

        FormDialog('新增常用意见', _fields(ReasonForm(Act.RETURN.value, '')), save)

    async def act(self, name: str, row_id: RowId) -> None:
        row = self.rows[int(row_id)]
        if name == 'edit':
            self.edit(row)
            return
        with refusals():
            if await confirm('删除常用意见', f'确认删除“{row.text}”？', '删除', danger=True):
                await reason_library.delete_reason(await current_actor(), row.id)
                ui.notify('常用意见已删除', type='positive')

    def edit(self, row: CommonReason) -> None:
        seen = ReasonForm(row.act, row.text, str(row.position))

        async def save(typed: Typed) -> None:
            await reason_library.edit_reason(await current_actor(), row.id, ReasonForm(**typed.texts), seen=seen)
            ui.notify('常用意见已保存', type='positive')

        FormDialog('编辑常用意见', _fields(seen), save)

    async def follow(self, _news: live.News) -> None:
        await self.table.reload()


def _fields(form: ReasonForm) -> list[Field]:
    acts = {act.value: act.label for act in REASONED}
    hint = '数字小的排在前面；新增时留空排在最后'
    return [
        ChoiceField('act', '适用处理', acts, form.act, required=True),
        TextField('text', '内容', form.text, required=True, longest=LONGEST),
        TextField('position', '顺序', form.position, longest=3, keyboard='numeric', hint=hint),
    ]
