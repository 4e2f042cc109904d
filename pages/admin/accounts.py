"""用户管理: the accounts below the actor's office, with 重置密码."""

from __future__ import annotations

from components.frame import live
from components.frame.page_head import page_head
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Field, Filters, Keyword, Value
from domain.events import OfficeChanged
from domain.rules.actor import Actor
from domain.rules.offices.office_filters import AccountFilters
from domain.rules.vocabulary import AccountState, Role
from domain.services.offices import office_lists
from domain.services.offices.office_lists import AccountRow
from pages import address
from pages.access import Department, screen
from pages.admin import account_acts
from pages.admin.rows import ACCOUNTS, account_cells
from pages.views.offices import unit_field

PATH, TITLE, TRAIL = '/admin/accounts', '用户管理', ('系统管理',)


@screen(PATH, title=TITLE, audience=Department, trail=TRAIL)
async def accounts(actor: Actor) -> None:
    """用户管理 for departments and above, each in its own subtree."""
    await Accounts(actor).build()


class Accounts:
    """One open page; it listens to changes of the accounts below, including its own."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = AccountFilters.read(address.query_parameters())
        self.rows: dict[int, AccountRow] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        fields: list[Field] = [
            Keyword('keyword', '关键字', '账号/姓名/手机号'),
            await unit_field(self.actor, self.filters.unit),
            Choice('roles', '角色', Role.labels()),
            Choice('standing', '状态', AccountState.labels(), multiple=False),
        ]
        Filters(fields, dict(self.filters.typed()), self.search)
        self.table = DataTable(
            ACCOUNTS,
            self.load,
            actions=account_acts.ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty='没有符合条件的账号',
            empty_hint='单位的管理员账号在“单位管理”中设置',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
        )
        await self.table.reload()
        live.listen(self.concerns, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await office_lists.managed_accounts(self.actor, self.filters, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        return Loaded([account_cells(row) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = AccountFilters.read(values)
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, name: str, row_id: RowId) -> None:
        await account_acts.act(name, self.rows[int(row_id)])

    def concerns(self, event: object) -> bool:
        return isinstance(event, OfficeChanged) and event.path.startswith(self.actor.path)

    async def on_events(self, _news: live.News) -> None:
        await self.table.reload()
