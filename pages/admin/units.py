"""单位管理: the tree of the actor's subtree, and a table of the organisations below the chosen one."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.forms.org_tree import OrgNode, OrgTree
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.confirm import confirm
from components.kit.words import notice
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Filters, Keyword, Value
from domain.errors import InUse, NotFound
from domain.events import OfficeChanged
from domain.rules.actor import Actor
from domain.rules.offices.levels import FROZEN
from domain.rules.offices.office_filters import UnitFilters
from domain.rules.vocabulary import AccountState, Level
from domain.services.offices import office_lists, organisation_changes, organisations
from domain.services.offices.office_lists import UnitRow
from pages import address
from pages.access import Department, acting, current_actor, refusals, screen
from pages.admin.rows import UNITS, unit_cells
from pages.admin.unit_dialogs import add_dialog, administrator_dialog, edit_dialog
from pages.admin.unit_import import open_import_dialog
from pages.views import offices as tree

PATH, TITLE, TRAIL = '/admin/units', '单位管理', ('系统管理',)
ACTIONS = (Action('edit', '编辑'), Action('set_admin', '设置所属单位管理员'), Action('delete', '删除'))
FIELDS = (
    Keyword('keyword', '关键字', '单位名称/编码'),
    Choice('levels', '级别', {level.value: level.label for level in Level if level is not Level.PROVINCE}),
    Choice(
        'standing',
        '状态',
        {one.value: one.label for one in (AccountState.ACTIVE, AccountState.DISABLED)},
        multiple=False,
    ),
)


@screen(PATH, title=TITLE, audience=Department, trail=TRAIL)
async def units(actor: Actor) -> None:
    """单位管理 for departments and above, each in its own subtree."""
    await Units(actor).build()


class Units:
    """One open page; it listens to changes of the organisations below, including its own."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = UnitFilters.read(address.query_parameters())
        self.rows: dict[int, UnitRow] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        if await office_lists.frozen(self.actor.path):
            notice(f'{FROZEN}。', 'amber')
        with ui.element('div').classes('beside'):
            with ui.element('section').classes('card sec branch no-print'):
                self.tree = OrgTree(tree.children(self.actor), tree.find(self.actor), self.choose)
            with ui.element('div').classes('stack'):
                Filters(FIELDS, dict(self.filters.typed()), self.search)
                self.table = DataTable(
                    UNITS,
                    self.load,
                    actions=ACTIONS,
                    view=Page.parse(address.query_parameters()),
                    empty='没有下级单位',
                    empty_hint='可用“新增下级单位”添加；设置筛选条件时查找所选单位的全部下级',
                    on_act=self.act,
                    on_view=lambda view: address.remember(PATH, self.filters, view),
                )
                with self.table.left:
                    primary_button('新增下级单位', acting(self.add), icon='add')
                    plain_button('导入单位', acting(open_import_dialog), icon='upload')
        await self.tree.show(opened=True)
        await self.mark()
        await self.table.reload()
        live.listen(self.concerns, self.on_events)

    @property
    def above(self) -> int:
        """The chosen organisation; the actor's own until another is chosen."""
        return self.filters.above or self.actor.organisation_id or 0

    async def mark(self) -> None:
        await self.tree.mark(await organisations.way_to(self.actor, self.above))

    async def load(self, view: Page) -> Loaded:
        found = await office_lists.units(self.actor, self.filters, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        self.head.set_aside(f'{found.above} {"及全部" if self.filters.searches else "及"}下级单位')
        return Loaded([unit_cells(row) for row in found.rows], found.total)

    async def choose(self, node: OrgNode) -> None:
        self.filters = replace(self.filters, above=node.id)
        await self.mark()
        await self.table.go(Page(size=self.table.view.size))

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = replace(UnitFilters.read(values), above=self.filters.above)
        await self.table.go(Page(size=self.table.view.size))

    async def add(self) -> None:
        add_dialog(await organisation_changes.unit_of(await current_actor(), self.above))

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            unit = await organisation_changes.unit_of(await current_actor(), int(row_id))
            if name == 'edit':
                edit_dialog(unit)
            elif name == 'set_admin':
                administrator_dialog(unit)
            else:
                await self.delete(unit)

    async def delete(self, unit: organisation_changes.Unit) -> None:
        """删除, or 停用 for an organisation that has a history."""
        name = unit.form.name
        question = f'确认删除 {name}（{unit.code}）？其从未使用过的账号一并删除。'
        if not await confirm('删除单位', question, '删除', danger=True):
            return
        try:
            await organisation_changes.delete(await current_actor(), unit.id)
        except InUse as refusal:
            if not unit.form.enabled or not await confirm('不能删除', f'{refusal}。可以改为停用 {name}。', '停用'):
                return
            off = replace(unit.form, enabled=False)
            await organisation_changes.edit(await current_actor(), unit.id, off, seen=unit.form)
            ui.notify(f'{name} 已停用', type='positive')
            return
        ui.notify(f'{name} 已删除', type='positive')

    def concerns(self, event: object) -> bool:
        return isinstance(event, OfficeChanged) and event.path.startswith(self.actor.path)

    async def on_events(self, _news: live.News) -> None:
        """Update after an organisation was added, removed or renamed."""
        await self.tree.refresh()
        try:
            await self.table.reload()
        except NotFound:  # the chosen organisation was deleted
            self.filters = replace(self.filters, above=None)
            await self.mark()
            await self.table.go(Page(size=self.table.view.size))
