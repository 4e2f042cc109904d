"""工种目录: the trades that can be applied for; a used trade is closed, never deleted."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, SwitchField, TextField, Typed
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.status import cell
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Filters, Keyword, Value
from components.table.filters import Field as Filter
from components.table.listing import Row
from domain.rules.actor import Actor
from domain.rules.vocabulary import AccountState, Act
from domain.rules.year.trade_filters import TradeFilters
from domain.services.year import trade_catalogue
from domain.services.year.trade_catalogue import LONGEST_NAME
from pages import address
from pages.access import Province, acting, current_actor, screen
from pages.province.year.year_pages import TRAIL, listen_to_settings
from storage.models import Trade

PATH, TITLE = '/year/trades', '工种目录'
COLUMNS = (
    Column('code', '工种编码', 'number'),
    Column('name', '工种名称'),
    Column('group', '类别'),
    Column('standing', '状态', 'tag'),
)
STANDINGS = {one.value: one.label for one in (AccountState.ACTIVE, AccountState.DISABLED)}
CLOSED = '停用后不能再申报该工种；已申报的不受影响。改名后各处随即显示新名称。'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def trades(actor: Actor) -> None:
    """工种目录 of the province."""
    await Trades(actor).build()


class Trades:
    """One open page; it listens to every change of the trades."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = TradeFilters.read(address.query_parameters())
        self.rows: dict[str, Trade] = {}

    async def build(self) -> None:
        page_head((*TRAIL, TITLE), TITLE)
        fields: list[Filter] = [
            Keyword('keyword', '关键字', '工种名称/编码'),
            Choice('groups', '类别', await trade_catalogue.groups(self.actor)),
            Choice('standing', '状态', STANDINGS, multiple=False),
        ]
        Filters(fields, dict(self.filters.typed()), self.search)
        self.table = DataTable(
            COLUMNS,
            self.load,
            row_key='code',
            actions=(Action('edit', '编辑'),),
            view=Page.parse(address.query_parameters()),
            empty='没有符合条件的工种',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
        )
        with self.table.left:
            primary_button('新增工种', acting(self.add), icon='add')
        await self.table.reload()
        listen_to_settings(self.follow, Act.EDIT_TRADE)

    async def load(self, view: Page) -> Loaded:
        found = await trade_catalogue.trades(self.actor, self.filters, address.paging_of(view))
        self.rows = {row.code: row for row in found.rows}
        return Loaded([_cells(row) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = TradeFilters.read(values)
        await self.table.go(Page(size=self.table.view.size))

    async def add(self) -> None:
        """Request a name and a group; the code is generated."""

        async def save(typed: Typed) -> None:
            added = await trade_catalogue.add_trade(await current_actor(), **typed.texts)
            ui.notify(f'已新增工种 {added.code} {added.name}', type='positive')

        fields: list[Field] = [
            TextField('name', '工种名称', required=True, longest=LONGEST_NAME),
            ChoiceField('group', '类别', await trade_catalogue.groups(await current_actor())),
            TextField('new_group', '新类别', longest=LONGEST_NAME, hint='现有类别都不适用时填写，不再选择类别'),
        ]
        FormDialog('新增工种', fields, save, remark='工种编码由系统按类别自动生成。')

    def act(self, _name: str, row_id: RowId) -> None:
        row = self.rows[str(row_id)]
        seen = (row.name, row.enabled)

        async def save(typed: Typed) -> None:
            name, enabled = typed.texts['name'], typed.switches['enabled']
            await trade_catalogue.edit_trade(await current_actor(), row.code, name, enabled=enabled, seen=seen)
            ui.notify(f'工种 {row.code} 已保存', type='positive')

        fields: list[Field] = [
            TextField('name', '工种名称', row.name, required=True, longest=LONGEST_NAME),
            SwitchField('enabled', '状态', '可以申报', row.enabled),
        ]
        FormDialog('编辑工种', fields, save, facts={'工种编码': row.code, '类别': row.group_name}, remark=CLOSED)

    async def follow(self, _news: live.News) -> None:
        await self.table.reload()


def _cells(row: Trade) -> Row:
    standing = cell('正常', 'green') if row.enabled else cell('已停用', 'grey')
    return {'code': row.code, 'name': row.name, 'group': row.group_name, 'standing': standing}
