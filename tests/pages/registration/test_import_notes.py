"""What an import leaves out or leaves open stands in its dialog: by row, and for the whole file."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User

from domain.rules.actor import Actor
from domain.services.registration.registration_import import run
from domain.services.review.application_detail import dossier
from pages.views import registration_import
from pages.views.application import view_of
from pages.views.registration_import import open_import_dialog
from storage.models import Application
from tests.pages.registration.test_registration_import import send
from tests.town import COUNTY, Town

pytestmark = pytest.mark.nicegui_main_file('')
FOLDER = Path(__file__).parents[2] / 'data' / 'workbooks'


@pytest.fixture
async def dialog(user: User, town: Town, monkeypatch: pytest.MonkeyPatch) -> User:
    """The open dialog of a county's administrator."""

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
    return user


async def choose(dialog: User, file: str, name: str = '报名.xlsx') -> None:
    await send(dialog, name, await asyncio.to_thread((FOLDER / file).read_bytes))


async def test_a_row_that_was_taken_in_with_a_note_is_listed_with_it(dialog: User) -> None:
    await choose(dialog, 'date_custom_10.xlsx')
    await dialog.should_see('已接收但有提示 1')
    (table,) = dialog.find(ui.table).elements
    assert [(row['row'], row['verdict'], row['message']) for row in table.rows] == [
        (2, {'text': '已接收', 'kind': 'green'}, '参加工作时间“38534”无法识别，已留空，请本人补填')
    ]


async def test_refused_rows_and_rows_with_a_note_stand_in_the_order_of_the_file(dialog: User) -> None:
    await choose(dialog, 'error_cells.xlsx')
    await dialog.should_see('单元格无法读取 2')
    (table,) = dialog.find(ui.table).elements
    assert [(row['row'], row['verdict']['kind']) for row in table.rows] == [
        (2, 'red'), (3, 'green'), (4, 'green'), (5, 'red'), (6, 'green'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('file', 'note'),
    [
        ('filtered_rows.xlsx', '2 行被筛选隐藏，未导入'),
        ('header_unknown_optional.xlsx', '未识别的列：参加工作日期（是否为“参加工作时间”？）'),
    ],
)
async def test_what_is_said_about_the_whole_file_stands_above_the_rows_and_in_the_result(
    dialog: User, file: str, note: str
) -> None:
    await choose(dialog, file)
    await dialog.should_see(note)
    dialog.find('下载结果').click()
    lines = (await dialog.download.next()).content.decode('utf-8-sig').splitlines()
    assert lines[1].startswith(f',提示,{note}')
    assert lines[2:] == ['2,已接收,已接收']


@pytest.mark.parametrize(
    ('file', 'name', 'kind'), [('xls_renamed.xlsx', '报名.xls', '.xls'), ('csv_renamed.xlsx', '报名.xlsx', '.csv')]
)
async def test_another_kind_of_table_is_named_under_any_name(dialog: User, file: str, name: str, kind: str) -> None:
    await choose(dialog, file, name)
    await dialog.should_see(f'（{kind}），请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入')


async def test_the_reviewer_reads_the_remark_of_the_office(town: Town) -> None:
    await run(FOLDER / 'remark.xlsx', COUNTY, None)
    county, person = town.actor(COUNTY), await Application.get(name='备注甲')
    view = view_of(county, await dossier(county, person.id), None, {}, {})
    assert [(act.who, act.reason) for act in view.history] == [('宜阳县 李建国', '备注：本人因病，请联系其妻')]
