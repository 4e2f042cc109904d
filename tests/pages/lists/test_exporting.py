"""导出Excel as a file: its content read back, its entry in the journal, and that it can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from components.documents.workbook import Heading, Workbook, file_name, template
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act
from domain.services.lists import application_rows
from pages.reviewer.lists import exporting
from pages.views.application_rows import QUEUE, SEARCH
from storage.models import Application, JournalEntry
from tests.town import COUNTY, OTHER_SCHOOL, SCHOOL, Town
from tests.waiting import until

pytestmark = pytest.mark.nicegui_main_file('')
HOSTILE = ('=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '=cmd|calc', 'http://x', '110101199001019990', '007')


def read(path: Path) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_text_stays_text(tmp_path: Path) -> None:
    book = Workbook(tmp_path / 'a.xlsx', '人工审核', [Heading('内容', 20), Heading('天数', 8)])
    book.write((text, 7) for text in HOSTILE)
    book.write([('换\x00行\x0b', None)])
    book.close()

    assert read(tmp_path / 'a.xlsx') == [['内容', '天数'], *([text, 7.0] for text in HOSTILE), ['换行', '']]
    with ZipFile(tmp_path / 'a.xlsx') as archive:
        sheet = archive.read('xl/worksheets/sheet1.xml').decode()
    assert '<f>' not in sheet
    assert '<hyperlink' not in sheet
    assert 'state="frozen"' in sheet


def test_a_template_keeps_long_digits(tmp_path: Path) -> None:
    path = tmp_path / 'a.xlsx'
    path.write_bytes(template('报名信息', [Heading('姓名', 10), Heading('身份证号', 22)], [('姓名', '必填')]))
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ['报名信息', '填写说明']
    assert book.get_sheet_by_index(0).to_python() == [['姓名', '身份证号']]
    with ZipFile(path) as archive:
        assert 'numFmtId="49"' in archive.read('xl/styles.xml').decode()  # @: text


def test_a_file_name_is_valid_on_every_system() -> None:
    assert file_name('人工审核', '宜阳县', '20260403_0912') == '人工审核_宜阳县_20260403_0912.xlsx'
    assert file_name('a/b', '..\\c:*?"<>|\n', 'd') == 'ab_c_d.xlsx'


def page(town: Town, login: str, *, desk: bool = False) -> None:
    """A page with one export button, like the lists."""

    @ui.page('/')
    async def _() -> None:
        async def export() -> None:
            actor = town.actor(login)
            if desk:
                await exporting.download_desk(actor, ApplicationFilters(), title='人工审核', senior=False)
            else:
                await exporting.download_search(actor, ApplicationFilters())

        ui.button('导出Excel', on_click=export)


async def fetched(user: User) -> Path:
    """The file sent to the browser."""
    await user.open('/')
    user.find('导出Excel').click()
    answer = await user.download.next()
    return Path(answer.request.url.path)


async def test_the_search_is_read_back_with_every_column(user: User, town: Town) -> None:
    first, second = await town.application(), await town.application(grade=1)
    await town.application(OTHER_SCHOOL)
    await Application.filter(id=first.id).update(name='=1+1')
    page(town, COUNTY)

    head, *rows = read(await fetched(user))

    assert head == [column.label for column in SEARCH]
    at = {label: place for place, label in enumerate(head)}
    assert [row[at['身份证号']] for row in rows] == [second.id_number, first.id_number]
    assert [row[at['姓名']] for row in rows] == [second.name, '=1+1']
    assert {row[at['状态']] for row in rows} == {'待单位审核'}
    assert {row[at['预审']] for row in rows} <= {'符合', '不符合', '需人工'}
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details == {'list': '报名信息查询', 'count': 2, 'filters': {}}
    await user.should_see('已导出 2 条')


async def test_the_queue_is_read_back(user: User, town: Town) -> None:
    waiting = await town.application()
    await town.application(grade=1)
    page(town, SCHOOL, desk=True)

    head, *rows = read(await fetched(user))

    assert head == [column.label for column in QUEUE]
    assert [(row[0], row[1], row[3]) for row in rows] == [(waiting.number, 2026, waiting.id_number)]


async def test_an_empty_export_shows_a_message(user: User, town: Town) -> None:
    page(town, COUNTY)
    await user.open('/')
    user.find('导出Excel').click()
    await user.should_see('没有可导出的数据')
    assert not await JournalEntry.exists(act=Act.EXPORT)


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob('export-*'))


async def test_a_stopped_export_leaves_no_file_and_no_journal_entry(
    user: User, town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(2):
        await town.application()
    stopped, going = asyncio.Event(), asyncio.Event()
    rows_of = application_rows.rows_of

    async def slow(actor: Actor, ids: list[int], *, masked: bool) -> dict[int, application_rows.ApplicationRow]:
        going.set()
        await stopped.wait()
        return await rows_of(actor, ids, masked=masked)

    monkeypatch.setattr(application_rows, 'rows_of', slow)
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    page(town, COUNTY)
    await user.open('/')
    user.find('导出Excel').click()
    await until(going.is_set, 'the export')
    assert len(left_in(tmp_path)) == 1
    user.find('取消').click()
    stopped.set()
    await user.should_not_see('正在导出')

    assert not left_in(tmp_path)
    assert not user.download.http_responses
    assert not await JournalEntry.exists(act=Act.EXPORT)
