"""导入报名: what the dialog accepts, what it shows for each row, and the report to download."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from components.documents.plain_table import csv_file
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import ImportOutcome, ListedRow
from domain import clock
from domain.errors import Forbidden, Invalid, Problem
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.registration.registration_sheet import COLUMNS, RegistrationRow
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.vocabulary import Status, WindowKind
from domain.services.registration.registration_import import RegistrationReport
from pages.views import registration_import
from pages.views.registration_import import open_import_dialog, outcome_of
from storage.models import Application, Window
from tests.services.registration.test_registration_refusals import LI, WANG, book
from tests.town import COUNTY, DEPARTMENT, Town

pytestmark = pytest.mark.nicegui_main_file('')
DATA = Path(__file__).parents[2] / 'data'
REPORT = RegistrationReport((
    RegistrationRow(2, RegistrationVerdict.OK, '已接收'),
    RegistrationRow(3, RegistrationVerdict.ID_DATE, '身份证号中的出生日期不存在，请核对'),
    RegistrationRow(4, RegistrationVerdict.BLANK, '空行，已跳过'),
    *(RegistrationRow(row, RegistrationVerdict.NAME, '=请填写姓名') for row in range(5, 20)),
))  # fmt: skip
STOPPED = RegistrationReport(REPORT.verdicts[:1], stopped=True)


def test_a_report_contains_no_formulas() -> None:
    written = csv_file(('行号', '说明'), [(2, '=1+1'), (3, '＠SUM'), (4, '-2'), (5, 'a,"b"\n'), (-6, '姓名')])
    assert written.startswith(b'\xef\xbb\xbf')
    rows = list(csv.reader(io.StringIO(written.decode('utf-8-sig'), newline='')))
    assert rows == [['行号', '说明'], ['2', "'=1+1"], ['3', "'＠SUM"], ['4', "'-2"], ['5', 'a,"b"\n'], ['-6', '姓名']]


def test_an_outcome_counts_every_row_once() -> None:
    outcome = outcome_of(REPORT)
    assert [(count.label, count.rows) for count in outcome.counts] == [
        ('已接收', 1),
        ('未接收', 16),
        ('空行', 1),
        ('姓名有误', 15),
        ('身份证号日期有误', 1),
    ]
    assert [row.row for row in outcome.listed] == [3, *range(5, 20)]
    assert len(outcome.report.decode('utf-8-sig').splitlines()) == 1 + len(REPORT.verdicts)


def show(taken: list[bytes], gate: asyncio.Event | None = None) -> None:
    """A page that opens the dialog; the received files are added to ``taken``."""

    async def take(content: bytes, step: Step) -> ImportOutcome:
        if not content.startswith(b'PK'):
            raise Invalid([Problem('file', '不是有效的 xlsx 文件')])
        if gate:
            await gate.wait()
        taken.append(content)
        return outcome_of(REPORT if step(1, len(REPORT.verdicts)) else STOPPED)

    @ui.page('/')
    async def _() -> None:
        async def open_it() -> None:
            await ImportDialog('导入报名', take, lambda: b'template', '模板.xlsx').shown()
            ui.label('已关闭')

        ui.button('打开', on_click=open_it)


async def send(user: User, name: str, content: bytes) -> None:
    (upload,) = user.find(ui.upload).elements
    await upload.handle_uploads([SmallFileUpload(name, '', content)])


async def test_a_workbook_is_imported_and_each_refused_row_is_named(user: User) -> None:
    taken: list[bytes] = []
    show(taken)
    await user.open('/')
    user.find('打开').click()
    await user.should_see('仅允许导入 xlsx 格式文件')
    await send(user, '报名.XLSX', b'PK..')

    await user.should_see('已接收 1')
    await user.should_see('未接收 16')
    await user.should_see('共 16 条')
    (table,) = user.find(ui.table).elements
    assert len(table.rows) == 10  # one page, not all
    assert table.rows[0]['row'] == 3
    user.find('下载结果').click()
    assert (await user.download.next()).content == outcome_of(REPORT).report
    user.find('完成').click()
    await user.should_see('已关闭')
    assert taken == [b'PK..']


async def test_another_file_type_is_refused_and_a_second_file_can_follow(user: User) -> None:
    taken: list[bytes] = []
    show(taken)
    await user.open('/')
    user.find('打开').click()
    await user.should_see(ui.upload)
    await send(user, '报名.pdf', b'PK')
    await user.should_see('仅允许导入 xlsx 格式文件，不超过 10 MB')
    await send(user, '报名.xlsx', b'%PDF')
    await user.should_see('不是有效的 xlsx 文件')
    assert not taken
    await send(user, '报名.xlsx', b'PK')
    await user.should_see('已接收 1')


async def test_a_long_import_can_be_stopped(user: User) -> None:
    taken: list[bytes] = []
    gate = asyncio.Event()
    show(taken, gate)
    await user.open('/')
    user.find('打开').click()
    await user.should_see(ui.upload)
    await send(user, '报名.xlsx', b'PK')
    await user.should_see('正在读取文件')
    user.find('取消').click()
    await user.should_see('正在停止')
    gate.set()
    await user.should_see('导入已停止')


async def test_the_template_has_the_columns_that_are_read(user: User, town: Town) -> None:
    @ui.page('/')
    async def _() -> None:
        async def open_it() -> None:
            await open_import_dialog(town.actor(COUNTY))

        ui.button('打开', on_click=open_it)

    await user.open('/')
    user.find('打开').click()
    await user.should_see('下载模板')
    user.find('下载模板').click()
    book = CalamineWorkbook.from_filelike(io.BytesIO((await user.download.next()).content))
    assert book.get_sheet_by_index(0).to_python() == [list(COLUMNS)]
    assert '汽车驾驶员' in str(book.get_sheet_by_name('填写说明').to_python())


async def test_offices_below_the_county_cannot_import(town: Town) -> None:
    with pytest.raises(Forbidden):
        await open_import_dialog(town.actor(DEPARTMENT))


async def test_a_window_that_closes_half_way_is_named_in_the_result_and_in_its_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def county() -> Actor:
        return town.actor(COUNTY)

    monkeypatch.setattr(registration_import, 'current_actor', county)  # this page has no session
    window = await Window.get(kind=WindowKind.REGISTRATION)

    def step(_done: int, _total: int) -> bool:
        clock.move_to(window.closes_at + timedelta(minutes=1))
        return True

    outcome = await registration_import.import_rows(book(WANG, LI), step)
    counts = [(count.label, count.rows) for count in outcome.counts]
    assert counts == [('已接收', 1), ('未接收', 1), ('不在报名时间内', 1)]
    assert outcome.listed == [ListedRow(3, '不在报名时间内', '当前不在报名时间内')]
    assert outcome.report.decode('utf-8-sig').splitlines()[1:] == [
        '2,已接收,已接收',
        '3,不在报名时间内,当前不在报名时间内',
    ]


async def test_the_countys_workbook_goes_through_the_dialog(
    user: User, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def county() -> Actor:
        return town.actor(COUNTY)

    monkeypatch.setattr(registration_import, 'current_actor', county)  # this page has no session

    @ui.page('/')
    async def _() -> None:
        async def open_it() -> None:
            await open_import_dialog(town.actor(COUNTY))

        ui.button('打开', on_click=open_it)

    await user.open('/')
    user.find('打开').click()
    await user.should_see(ui.upload)
    await send(user, '报名.xlsx', await asyncio.to_thread((DATA / 'registrations-yiyang.xlsx').read_bytes))

    await user.should_see('已接收 421')
    await user.should_see('未接收 54')
    await user.should_see('空行 5')
    await user.should_see('身份证号丢失末位 4')
    assert await Application.filter(status=Status.DRAFT).count() == 421
