"""本级审核员管理: the reviewers of the actor's office, who can only review."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import FormDialog, Typed
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.table.data_table import DataTable, Loaded, Page, RowId
from domain.events import OfficeChanged
from domain.rules.access.passwords import INITIAL_WORD
from domain.rules.actor import Actor
from domain.rules.offices.office_filters import AccountFilters
from domain.services.offices import account_changes, office_lists
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.office_lists import AccountRow
from pages import address
from pages.access import County, current_actor, screen
from pages.admin import account_acts
from pages.admin.rows import REVIEWERS, account_cells

PATH, TITLE, TRAIL = '/admin/reviewers', '本级审核员管理', ('系统管理',)


@screen(PATH, title=TITLE, audience=County, trail=TRAIL)
async def reviewers(actor: Actor) -> None:
    """本级审核员管理 for counties and above."""
    await Reviewers(actor).build()


class Reviewers:
    """One open page; it listens to changes of the office's accounts, including its own."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.rows: dict[int, AccountRow] = {}

    async def build(self) -> None:
        page_head((*TRAIL, TITLE), TITLE, aside=f'{self.actor.organisation} 的审核员只能审核和查询')
        self.table = DataTable(
            REVIEWERS,
            self.load,
            actions=account_acts.ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty='还没有本级审核员',
            empty_hint='点“新增审核员”添加，初始密码 123',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, AccountFilters(), view),
        )
        with self.table.left:
            primary_button('新增审核员', self.add, icon='add')
        await self.table.reload()
        live.listen(self.concerns, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await office_lists.own_reviewers(self.actor, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        return Loaded([account_cells(row) for row in found.rows], found.total)

    def add(self) -> None:
        """Request name and mobile; the login is the office's code with -sh and the next number."""

        async def save(typed: Typed) -> None:
            form = AccountForm(typed.texts['name'], typed.texts['mobile'])
            login = await account_changes.add_reviewer(await current_actor(), form)
            ui.notify(f'已新增审核员 {form.name}，账号 {login}，初始密码 {INITIAL_WORD}', type='positive')

        remark = f'账号由系统自动生成，初始密码 {INITIAL_WORD}，首次登录须修改密码。'
        FormDialog('新增审核员', account_acts.person_fields(), save, remark=remark)

    async def act(self, name: str, row_id: RowId) -> None:
        await account_acts.act(name, self.rows[int(row_id)])

    def concerns(self, event: object) -> bool:
        return isinstance(event, OfficeChanged) and event.path == self.actor.path

    async def on_events(self, _news: live.News) -> None:
        await self.table.reload()
