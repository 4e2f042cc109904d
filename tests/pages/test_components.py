"""The components alone: what they show, what they report, and which input from a browser they refuse."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

import pytest
from nicegui import ui
from nicegui.testing import User

from components.frame.menu import ENTRIES, entry_at, menu_for
from components.frame.shell import Shell, Visitor, administrators_shell
from components.frame.theme import ASSETS
from components.kit.confirm import confirm
from components.kit.status import deferral_cell, finding_cell, status_cell
from components.table import toolbar
from components.table.data_table import Action, Column, DataTable, Loaded, Page, RowId
from components.table.filters import Choice, DateRange, Filters, Keyword, Value
from domain.rules.vocabulary import Finding, Level, Role, Status
from tests.pages.settled import settled

pytestmark = pytest.mark.nicegui_main_file('')

COLUMNS = (Column('name', '姓名', sortable=True), Column('status', '状态', 'tag'))
ACTIONS = (Action('detail', '详情', keeps=True), Action('review', '审核'))


def titles(level: Level | None, role: Role) -> list[str]:
    return [entry.title for section in menu_for(level, role) for entry in section.entries]


def test_every_office_reviews_and_an_applicant_only_applies() -> None:
    for level in Level:
        for role in (Role.ADMIN, Role.REVIEWER):
            assert titles(level, role)[:3] == ['首页', '人工审核', '高级技师审核']
    own = titles(None, Role.APPLICANT)
    assert own == [title for title in ('我的报名', '缴费', '准考证打印', '考核结果') if title in own]
    assert own[:2] == ['我的报名', '缴费']
    assert titles(None, Role.ADMIN) == []


def test_the_menu_has_the_breadcrumb_of_each_page_and_no_path_twice() -> None:
    manual = entry_at('/review/manual?page=2#top')
    assert manual is not None
    assert manual.crumbs == ('报名管理', '本级审核中', '人工审核')
    assert entry_at('/nowhere') is None
    assert len({entry.path for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize(
    ('query', 'page'),
    [
        ({}, Page()),
        ({'page': '3', 'size': '50', 'sort': '-name'}, Page(3, 50, 'name', descending=True)),
        ({'page': '-1', 'size': '5000', 'sort': 'password'}, Page()),
        ({'page': '९', 'size': '20.5', 'sort': '-'}, Page()),
        ({'page': '9' * 400}, Page()),
    ],
)
def test_a_view_in_an_address_is_validated(query: Mapping[str, str], page: Page) -> None:
    assert Page.parse(query, ('name',)) == page
    assert Page.parse(page.as_query(), ('name',)) == page


def test_a_status_has_a_word_and_a_colour() -> None:
    assert status_cell(Status.IN_REVIEW, Level.DEPARTMENT) == {'text': '待主管单位审核', 'kind': 'blue'}
    assert status_cell('approved') == {'text': '终审通过', 'kind': 'green'}
    assert finding_cell(Finding.UNMET) == {'text': '✕ 不符合', 'kind': 'red'}
    assert deferral_cell('open', overdue=True) == {'text': '逾期', 'kind': 'red'}
    assert {status_cell(status)['kind'] for status in Status} >= {'grey', 'blue', 'amber', 'red', 'green'}


class List:
    """A list of people for a table, and everything the table reported."""

    def __init__(self, total: int = 45) -> None:
        self.total = total
        self.loaded: list[Page] = []
        self.acts: list[tuple[str, RowId]] = []
        self.views: list[Page] = []

    async def load(self, page: Page) -> Loaded:
        self.loaded.append(page)
        ids = range(page.offset, min(page.offset + page.size, self.total))
        return Loaded([{'id': i, 'name': f'人{i}', 'status': status_cell(Status.DRAFT)} for i in ids], self.total)

    def table(self) -> DataTable:
        return DataTable(
            COLUMNS,
            self.load,
            selectable=True,
            actions=ACTIONS,
            on_view=self.views.append,
            on_act=lambda name, row_id: self.acts.append((name, row_id)),
        )


async def opened(user: User, people: List) -> tuple[DataTable, ui.table]:
    tables: list[DataTable] = []

    @ui.page('/list')
    async def page() -> None:
        tables.append(people.table())
        await tables[0].reload()

    await user.open('/list')
    return tables[0], user.find(ui.table).elements.pop()


async def send(user: User, event: str, args: object) -> None:
    """Send an event to the table, like a browser."""
    user.find(ui.table).trigger(event, args)
    await settled()


async def test_a_table_pages_and_sorts_on_the_server(user: User) -> None:
    people = List()
    table, shown = await opened(user, people)
    await user.should_see('共 45 条')
    assert [row['id'] for row in shown.rows] == list(range(20))
    await send(user, 'request', {'pagination': {'sortBy': 'name', 'descending': True, 'page': 7, 'rowsPerPage': 10**9}})
    assert people.loaded[-1] == Page(1, 20, 'name', descending=True)
    user.find(ui.pagination).elements.pop().set_value(3)
    await settled()
    assert [row['id'] for row in shown.rows] == list(range(40, 45))
    assert people.views[-1] == table.view == Page(3, 20, 'name', descending=True)


async def test_a_list_that_became_shorter_shows_its_last_page(user: User) -> None:
    people = List()
    table, _ = await opened(user, people)
    await table.go(Page(3))
    people.total = 21
    await table.reload()
    assert table.view.number == 2


async def test_a_table_accepts_only_rows_and_columns_it_has_shown(user: User) -> None:
    people = List()
    table, _ = await opened(user, people)
    for forged in (['delete', 1], ['review', 999], ['review', {'id': 1}], ['review'], 'review', None, ['review', [1]]):
        await send(user, 'act', forged)
    assert people.acts == []
    await send(user, 'act', ['review', 1])
    assert people.acts == [('review', 1)]
    await send(user, 'request', {'pagination': {'sortBy': 'password'}})
    await send(user, 'request', 'junk')
    assert len(people.loaded) == 1
    await send(user, 'selection', {'added': True, 'rows': [{'id': 999}], 'keys': [1, 999, {'id': 2}, None]})
    assert table.selected == [1]


async def test_selection_survives_paging_and_drops_a_row_decided_elsewhere(user: User) -> None:
    table, shown = await opened(user, List())
    await send(user, 'selection', {'added': True, 'rows': [], 'keys': [1, 2]})
    await table.go(Page(2))
    await send(user, 'selection', {'added': True, 'rows': [], 'keys': [21]})
    assert table.selected == [1, 2, 21]
    assert table.mark_gone(21, '审核员 02 已通过')
    assert table.selected == [1, 2]
    assert shown.rows[1]['_class'] == 'gone'
    assert shown.rows[1]['status'] == '审核员 02 已通过'
    await send(user, 'selection', {'added': True, 'rows': [], 'keys': [21]})
    assert table.selected == [1, 2]
    assert not table.patch(1, name='不在本页')
    user.find('清空').click()
    await settled()
    assert table.selected == []


async def test_rows_over_the_limit_of_a_selection_are_reported(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolbar, 'LIMIT', 2)
    table, _ = await opened(user, List())
    await send(user, 'selection', {'added': True, 'rows': [], 'keys': [1, 2]})
    await send(user, 'selection', {'added': True, 'rows': [], 'keys': [1, 2, 3, 4, 5]})
    assert table.selected == [1, 2]
    assert user.notify.messages == ['逐项勾选一次最多 2 项，本次有 3 项未选中，请分次办理']


async def test_new_rows_are_announced_until_they_are_requested(user: User) -> None:
    people = List()
    table, _ = await opened(user, people)
    await user.should_not_see('新到')
    table.announce(3)
    await user.should_see('新到 3 条')
    assert len(people.loaded) == 1
    user.find('新到 3 条').click()
    await settled()
    assert len(people.loaded) == 2
    await user.should_not_see('新到')


async def test_only_the_last_of_several_loads_is_shown(user: User) -> None:
    people = List()
    table, shown = await opened(user, people)
    gate = asyncio.Event()

    async def slow(page: Page) -> Loaded:
        if page.number == 2:
            await gate.wait()
        return await List.load(people, page)

    table._load = slow
    first = asyncio.ensure_future(table.go(Page(2)))
    await asyncio.sleep(0)
    await table.go(Page(3))
    gate.set()
    await first
    assert shown.rows[0]['id'] == 40


async def test_filters_report_clean_values(user: User) -> None:
    found: list[dict[str, Value]] = []
    spec = (
        Keyword('keyword', '关键字'),
        Choice('grade', '申报等级', {'3': '三级', '1': '一级'}),
        Choice('finding', '预审', Finding.labels(), multiple=False),
        DateRange('submitted', '提交时间'),
    )

    @ui.page('/filters')
    def page() -> None:
        Filters(spec, {'keyword': '李', 'grade': ['3', 'x'], 'submitted': ['2026-04-09', '2026-04-01']}, found.append)

    await user.open('/filters')
    user.find('查询').click()
    await settled()
    assert found[-1] == {'keyword': '李', 'grade': ['3'], 'submitted': ['2026-04-01', '2026-04-09']}
    keyword = next(field for field in user.find(ui.input).elements if field.props.get('aria-label') == '关键字')
    keyword.value = {'$ne': 1}
    user.find('查询').click()
    await settled()
    assert 'keyword' not in found[-1]
    keyword.value = 'x' * 5000
    user.find('查询').click()
    await settled()
    assert found[-1]['keyword'] == 'x' * 60
    user.find('重置').click()
    await settled()
    assert found[-1] == {}


async def test_a_large_act_requires_its_number_to_be_typed(user: User) -> None:
    answers: list[bool] = []

    @ui.page('/confirm')
    def page() -> None:
        async def ask() -> None:
            answers.append(await confirm('批量通过', '将通过 52 人', typed='52'))

        ui.button('开始', on_click=ask)

    await user.open('/confirm')
    user.find('开始').click()
    await user.should_see('将通过 52 人')
    user.find('确认').click()
    await settled()
    assert answers == []
    user.find(ui.input).elements.pop().value = '52'
    user.find(kind=ui.button, content='确认').click()
    await settled()
    assert answers == [True]


async def test_the_shell_follows_the_address_and_shows_counts(user: User) -> None:
    shells: list[Shell] = []

    @ui.page('/review/manual')
    def page() -> None:
        visitor = Visitor('宜阳县', '县区管理员', Role.ADMIN, Level.COUNTY)
        with administrators_shell(visitor, year=2026, counts={'waiting_ordinary': 47}) as shell:
            ui.label('正文')
        shells.append(shell)

    await user.open('/review/manual')
    for text in ('正文', '工考报名管理系统', '2026 年度', '宜阳县', '县区管理员', '实时', '47'):
        await user.should_see(text)
    shell = shells[0]
    assert shell.menu.active == '/review/manual'
    shell.activate('/applications/5')
    assert shell.menu.active == '/review/manual'
    shell.activate('/search?page=2')
    assert shell.menu.active == '/search'
    shell.set_badge('waiting_ordinary', 0)
    await user.should_not_see('47')
    shell.set_badge('no such entry', 1)


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r'--([\w-]+): (#[0-9a-f]{6})', block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize('dark', [False, True])
def test_every_text_colour_has_contrast(dark: bool) -> None:
    """4.5:1 on every background it is used on (3-screens §3)."""
    css = (ASSETS / 'app.css').read_text(encoding='utf-8')
    light_block, dark_block = re.findall(r'(?::root|body\.body--dark) \{(.*?)\n\}', css, re.DOTALL)[:2]
    colour = tokens(light_block) | (tokens(dark_block) if dark else {})
    pairs = [(kind, f'{kind}-bg') for kind in ('blue', 'green', 'amber', 'red', 'purple', 'grey')]
    pairs += [(text, ground) for text in ('ink', 'ink-2', 'quiet') for ground in ('card', 'bg', 'head', 'hover')]
    pairs += [
        ('on-primary', 'primary'),
        ('primary', 'card'),
        ('primary', 'primary-weak'),
        ('primary', 'hover'),
        ('muted', 'card'),
        ('red', 'card'),
        ('red', 'hover'),
        ('red', 'primary-weak'),
    ]
    for text, ground in pairs:
        bright, dim = sorted((luminance(colour[text]), luminance(colour[ground])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, f'{text} on {ground}'
