"""往年报考合格库: earlier years' passes, searched and imported by the province."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.confirm import confirm
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Field, Filters, Keyword, Value
from components.table.listing import Row
from domain import clock
from domain.rules.actor import Actor
from domain.rules.results.prior_pass_filters import PriorPassFilters
from domain.rules.results.prior_pass_sheet import EARLIEST
from domain.rules.vocabulary import Act, Grade
from domain.services.results import prior_passes
from domain.services.results.prior_passes import PriorRow
from pages import address
from pages.access import Province, acting, current_actor, refusals, screen
from pages.province.results.prior_pass_import import open_import_dialog
from pages.province.year.year_pages import TRAIL, listen_to_settings

PATH, TITLE = '/year/prior-passes', '往年报考合格库'
COLUMNS = (
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number'),
    Column('year', '年度', 'number'),
    Column('grade', '等级'),
    Column('trade', '工种'),
    Column('unit', '单位'),
    Column('certificate', '证书编号'),
    Column('result', '结果'),
)


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def library(actor: Actor) -> None:
    """往年报考合格库 of the province."""
    await Library(actor).build()


class Library:
    """One open page; it listens to imports and removals."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = PriorPassFilters.read(address.query_parameters())
        self.rows: dict[int, PriorRow] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        years = {str(year): str(year) for year in range(clock.today().year, EARLIEST - 1, -1)}
        fields: list[Field] = [
            Keyword('keyword', '关键字', '姓名/身份证号/证书编号'),
            Choice('year', '年度', years, multiple=False),
            Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
        ]
        Filters(fields, dict(self.filters.typed()), self.search)
        self.table = DataTable(
            COLUMNS,
            self.load,
            actions=(Action('remove', '删除'),),
            view=Page.parse(address.query_parameters()),
            empty='未查询到往年报考合格记录',
            empty_hint='点“导入Excel”导入往年合格人员',
            on_act=self.act,
            on_view=lambda view: address.remember(PATH, self.filters, view),
        )
        with self.table.left:
            primary_button('导入Excel', acting(open_import_dialog), icon='upload')
        await self.table.reload()
        listen_to_settings(self.follow, Act.IMPORT, Act.REMOVE_PRIOR_PASS)

    async def load(self, view: Page) -> Loaded:
        found = await prior_passes.passes(self.actor, self.filters, address.paging_of(view))
        self.rows = {row.id: row for row in found.rows}
        self.head.set_tag(f'{found.total} 条', 'grey')
        return Loaded([_cells(row) for row in found.rows], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = PriorPassFilters.read(values)
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, _name: str, row_id: RowId) -> None:
        """删除, after a confirmation."""
        row = self.rows[int(row_id)]
        what = f'{row.name}（{row.id_number}）{row.year} 年度{row.grade.label}'
        with refusals():
            if await confirm('删除合格记录', f'确认删除 {what} 的合格记录？', '删除', danger=True):
                await prior_passes.remove_pass(await current_actor(), row.id)
                ui.notify('合格记录已删除', type='positive')

    async def follow(self, _news: live.News) -> None:
        await self.table.reload()


def _cells(row: PriorRow) -> Row:
    return {
        'id': row.id,
        'name': row.name,
        'id_number': row.id_number,
        'year': row.year,
        'grade': row.grade.label,
        'trade': row.trade,
        'unit': row.unit,
        'certificate': row.certificate_number,
        'result': row.result,
    }
