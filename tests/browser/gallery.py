"""A page that shows every component with sample data: ``python -m tests.browser.gallery [PORT]``.

``/`` is a queue, ``/parts`` everything else, ``/sign-in`` the sign-in frame; ``?dark=1`` shows them in dark mode.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from nicegui import ui

from components.forms.org_picker import OrgNode
from components.frame.menu import entry_at
from components.frame.shell import Visitor, administrators_shell, page_head
from components.frame.sign_in_frame import sign_in_frame
from components.frame.theme import (
    card,
    link_button,
    notice,
    pass_button,
    plain_button,
    primary_button,
    reject_button,
    return_button,
    section,
    words,
)
from components.kit.cards import WindowStep, stat_card, stat_cards, window_line
from components.kit.confirm import confirm
from components.kit.empty import empty
from components.kit.progress import progress_dialog
from components.kit.status import cell, finding_cell, finding_tag, stamp, status_cell, tag
from components.table.data_table import Action, Column, DataTable, Loaded, Page, Row, RowId
from components.table.filters import Choice, DateRange, Filters, Keyword, Organisation
from domain.rules.vocabulary import Basis, Channel, Finding, Grade, Level, Role, Status

TOTAL = 47
NAMES = ('李 甯', '王 喆', '张 堃', '买买提·吐尔逊', '赵 翀', '陈 燚', '杨 淼', '孙 昉', '周 珺', '吴 頔')
UNITS = ('宜阳县第一高级中学', '宜阳县实验小学', '宜阳县教育体育局机关后勤服务中心')
ACCOUNTS = ('单位管理员 · 宜阳一高', '主管单位 · 教育体育局', '县区 · 宜阳县', '市级 · 洛阳市', '报考人员')
TRADES = ('图书资料员', '保管工', '汽车驾驶员', '中式烹调师', '保育员', '实验工')
COLUMNS = (
    Column('number', '报名序号', 'number', sortable=True),
    Column('name', '姓名', sortable=True),
    Column('id_number', '身份证号', 'number'),
    Column('unit', '单位'),
    Column('grade', '申报等级', sortable=True),
    Column('trade', '申报工种'),
    Column('channel', '申报类型', shown=False),
    Column('finding', '预审', 'tag'),
    Column('waiting', '等待', 'days', sortable=True),
    Column('status', '状态', 'tag'),
)
ORGANISATIONS = [OrgNode(i, name, '河南省 / 洛阳市 / 宜阳县', leaf=True) for i, name in enumerate(UNITS, 10)]


def sample(i: int) -> Row:
    """One row of the sample list."""
    finding = (Finding.MET, Finding.MET, Finding.MANUAL, Finding.MET, Finding.UNMET)[i % 5]
    row: Row = {
        'id': i,
        'number': f'{26104217 + i * 7}',
        'name': NAMES[i % 10],
        'id_number': f'410327********99{i % 100:02}',
        'unit': UNITS[i % 3],
        'grade': Grade(5 - i % 4).label,
        'trade': TRADES[i % 6],
        'channel': Channel.REGULAR.label,
        'finding': finding_cell(finding),
        'waiting': max(1, 7 - i // 4),
        'status': status_cell(Status.IN_REVIEW, Level.DEPARTMENT),
    }
    if i == 3:
        row |= {'_class': 'taken', 'status': cell('审核员 01 正在审核', 'purple')}
    return row


async def load(page: Page) -> Loaded:
    """The sample list, paged."""
    await asyncio.sleep(0.05)
    order = range(TOTAL - 1, -1, -1) if page.descending else range(TOTAL)
    return Loaded([sample(i) for i in order[page.offset : page.offset + page.size]], TOTAL)


async def load_nothing(_: Page) -> Loaded:
    return Loaded([], 0)


async def children(parent: int | None) -> Sequence[OrgNode]:
    return ORGANISATIONS if parent else [OrgNode(1, '宜阳县教育体育局', '河南省 / 洛阳市 / 宜阳县')]


async def find(text: str) -> Sequence[OrgNode]:
    return [node for node in ORGANISATIONS if text in node.name]


async def queue() -> None:
    entry = entry_at('/review/manual')
    assert entry
    page_head(entry.crumbs, entry.title, '待审核 47 人', '审核截止 4月10日 18:00，还有 3 天')
    grades = {str(grade.value): grade.label for grade in Grade}
    Filters(
        (
            Keyword('keyword', '关键字', '姓名/证号/手机'),
            Organisation('unit', '单位', children, find),
            Choice('grade', '申报等级', grades),
            Choice('trade', '申报工种', {trade: trade for trade in TRADES}),
            Choice('channel', '申报类型', Channel.labels()),
            Choice('basis', '申报依据', Basis.labels()),
            DateRange('submitted', '提交时间'),
        ),
        {'grade': ['3']},
        lambda values: ui.notify(str(values)),
    )

    async def act(name: str, row_id: RowId) -> None:
        ui.notify(f'{name} {row_id}', type='positive')

    table = DataTable(
        COLUMNS,
        load,
        selectable=True,
        on_act=act,
        actions=(Action('detail', '详情', keeps=True), Action('review', '审核')),
    )
    with table.left:
        primary_button('连续审核')
        plain_button('批量通过')
        plain_button('批量退回')
    with table.right:
        plain_button('导出Excel')
    await table.reload()
    table.mark_gone(2, '审核员 02 已通过')
    table.announce(3)


async def parts() -> None:
    head = page_head(('设计', '部件'), '杨 淼', '待单位审核')
    with head.row:
        tag('容缺：待补 2 项', 'purple')
    with head.side:
        stamp('终审通过')
    with stat_cards():
        stat_card('待审核 2–5 级', 47, '/review/manual', 'blue', '最久 7 天')
        stat_card('待审核 高级技师', 6, '/review/senior', 'blue', '最久 2 天')
        stat_card('容缺待补', 3, '/search', 'purple', '1 项逾期')
        stat_card('退回未重报', 9, '/records/returned', 'amber')
        stat_card('终审通过', 128, '/records/approved', 'green')
        stat_card('未读意见与标记', 0, '/search', 'grey')
    with card(), section('时间节点'):
        window_line(
            (
                WindowStep('网上报名', '3月1日 – 3月31日', 'past', '已结束'),
                WindowStep('资格审核', '3月5日 – 4月10日', 'open', '还有 3 天'),
                WindowStep('容缺补交', '4月1日 – 4月20日', 'open', '还有 13 天'),
                WindowStep('网上缴费', '4月25日 – 5月5日', 'future'),
                WindowStep('准考证打印', '5月20日 – 6月5日', 'future'),
                WindowStep('考试', '6月6日 – 6月7日', 'future'),
            )
        )
    with card(), section('标签与提示'), ui.element('div').classes('stack'):
        with ui.element('div').classes('line'):
            for status in Status:
                tag(**status_cell(status, Level.COUNTY))
            for finding in Finding:
                finding_tag(finding)
        with ui.element('div').classes('stack'):
            notice('报名将于 3 天后截止。')
            notice('材料已退回，请按标注修改 2 处。', 'amber')
            notice('上传失败：文件超过 10 MB，请压缩后再传。', 'red')
            notice('提交成功。', 'green')
    with card(), section('按钮'), ui.element('div').classes('line'):
        primary_button('保存')
        plain_button('取消')
        pass_button('通过', key='A')
        return_button('退回本人', key='R')
        reject_button('不通过', key='X')
        link_button('详情')
        plain_button('确认…', lambda: confirm('批量通过', '将通过 52 人的申报，通过后提交至宜阳县。', typed='52'))
        plain_button('进度…', work)
        primary_button('停用').disable()
    with card(), section('表单'), ui.element('div').classes('stack'):
        ui.input('姓名', value='杨 淼')
        ui.input('手机号', value='138', validation={'手机号应为 11 位数字': lambda v: len(v) == 11}).validate()
        ui.select(Channel.labels(), label='申报类型', value='regular')
        ui.textarea('审核意见', placeholder='同意')
        with ui.element('div').classes('line'):
            ui.radio({1: '是', 2: '否'}, value=1).props('inline')
            ui.checkbox('已核对原件', value=True)
            ui.switch('停用')
    table = DataTable(COLUMNS[:4], load_nothing, empty='没有待审核的报名', empty_hint='新的报名到达时会自动出现在这里')
    with card():
        empty('还没有意见', '市级提出复核意见后会显示在这里')
        words('')
    await table.reload()


async def work() -> None:
    with progress_dialog('批量通过', 52) as progress:
        for done in range(4, 56, 4):
            await asyncio.sleep(0.1)
            if not progress.step(done, 52):
                break


def root() -> None:
    visitor = Visitor('宜阳县教育体育局', '主管单位管理员', Role.ADMIN, Level.DEPARTMENT)
    dark = ui.context.client.request.query_params.get('dark') == '1'
    with administrators_shell(
        visitor, year=2026, dark=dark, demo=True, counts={'waiting_ordinary': 47, 'waiting_senior': 6}
    ):
        ui.sub_pages({'/': queue, '/review/manual': queue, '/parts': parts})


@ui.page('/sign-in')
def sign_in(dark: int = 0) -> None:
    with sign_in_frame(demo=True, dark=dark == 1):
        words('登录', 'h1')
        words('单位编码、手机号、审核员账号，或考生身份证号', 'p', 'lead')
        ui.input(placeholder='账号').classes('tall').props('aria-label=账号')
        ui.input(placeholder='密码', password=True).classes('tall').props('aria-label=密码')
        primary_button('登录').classes('big')
        words('演示账号（一键登录）', 'h2', 'note')
        with ui.element('div').classes('chips'):
            for name in ACCOUNTS:
                plain_button(name)


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    ui.run(root, host='127.0.0.1', port=port, reload=False, show=False, language='zh-CN', title='部件')


if __name__ == '__main__':
    main()
