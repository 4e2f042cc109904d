"""操作日志: all acts, searched by the province, and the check that the journal was not changed."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button
from components.kit.facts import facts_dialog
from components.kit.progress import progress_dialog
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Choice, DateRange, Field, Filters, Keyword, Value
from domain.events import Changed, Event, OfficeChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.lists.audit_filters import AuditFilters
from domain.rules.vocabulary import Act
from domain.services.lists import audit
from domain.services.lists.audit import Checked
from pages import address
from pages.access import Province, acting, current_actor, refusals, screen
from pages.province.lists.audit_rows import COLUMNS, cells, facts_of
from pages.province.year.year_pages import TRAIL
from pages.views.offices import unit_field

PATH, TITLE = '/year/audit', '操作日志'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def audit_page(actor: Actor) -> None:
    """操作日志 of the whole province."""
    await Audit(actor).build()


class Audit:
    """One open page; its rows do not move while it is read, new acts are announced by 新到 N 条."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = AuditFilters.read(address.query_parameters())
        self.arrived = 0

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        fields: list[Field] = [
            DateRange('days', '时间'),
            Keyword('who', '操作人', '姓名/账号'),
            Choice('acts', '事项', Act.labels()),
            replace(await unit_field(self.actor, self.filters.office), name='office'),
            Keyword('number', '报名序号', '完整的报名序号'),
        ]
        Filters(fields, self.filters.initial, self.search)
        self.table = DataTable(
            COLUMNS,
            self.load,
            label_key='act',
            actions=(Action('open', '详情'),),
            view=Page.parse(address.query_parameters()),
            empty='没有符合条件的操作记录',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
            on_news=self.welcome,
        )
        with self.table.right:
            plain_button('校验日志', acting(self.check), icon='verified_user')
        await self.table.reload()
        live.listen(_is_an_act, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await audit.entries(self.actor, self.filters, address.paging_of(view))
        self.head.set_tag(f'{found.total} 条', 'grey')
        return Loaded([cells(row) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = AuditFilters.read(values)
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.arrived = 0
        self.table.announce(0)
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, _name: str, row_id: RowId) -> None:
        with refusals():
            facts_dialog('操作详情', facts_of(await audit.entry(await current_actor(), int(row_id))))

    async def check(self) -> None:
        """校验日志: every chain, with progress; then the findings."""
        client = ui.context.client
        with progress_dialog('正在校验操作日志') as progress:
            found = await audit.check(await current_actor(), progress.step)
        if not client.is_deleted:
            facts_dialog('校验结果', _result(found))

    async def on_events(self, news: live.News) -> None:
        """Count the new acts; with filters it is unknown whether they belong to the list."""
        if self.filters.typed():
            return
        if news.missed:
            self.arrived = (await audit.entries(self.actor, self.filters, Paging(size=1))).total - self.table.total
        else:
            self.arrived += len(news.events)
        self.table.announce(self.arrived)


def _is_an_act(event: Event) -> bool:
    return isinstance(event, Changed | OfficeChanged | YearChanged)


def _result(found: Checked) -> list[tuple[str, str]]:
    verdict = '全部完整，没有缺少、改动或顺序错误的记录' if not found.broken else f'{found.broken} 条日志链异常'
    return [
        ('已校验', f'{found.entries} 条记录' + ('（中途停止）' if found.stopped else '')),
        ('结论', verdict),
        *((one.chain, f'第 {one.sequence} 条：{one.reason}') for one in found.breaks),
    ]
