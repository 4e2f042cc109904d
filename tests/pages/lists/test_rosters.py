"""名册打印 as an office sees it: chosen by hand or as a whole, confirmed, warned, printed, updated live."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nicegui import run, ui
from nicegui.testing import User
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from components.documents.job_progress import JobProgress
from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.vocabulary import Act, Level, Status
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from pages.downloads import aside
from storage.models import Application, ExamYear, JournalEntry
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town
from tests.waiting import until

APPROVED, ONSITE = '/rosters/approved', '/rosters/onsite'


def table(user: User) -> ui.table:
    return user.find(ui.table).elements.pop()


def select(user: User, *ids: int) -> None:
    user.find(ui.table).trigger('selection', {'keys': list(ids), 'rows': [], 'added': True})


def press(user: User, words: str) -> None:
    user.find(kind=ui.button, content=words).click()


async def fetched(user: User) -> Path:
    """The file the browser was told to fetch."""
    answer = await user.download.next()
    return Path(answer.request.url.path)


def text_of(path: Path) -> str:
    return re.sub(r'\s', '', ''.join(page.extract_text() for page in PdfReader(path).pages))


async def test_nothing_is_printed_without_a_choice(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Status.APPROVED)
    foreign = await served.application(cast.OTHER_SCHOOL, at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    for path in (APPROVED, ONSITE):
        await user.open(path)
        await user.should_see('共 1 条')
        select(user, foreign.id, 10**9)
        for button in ('导出PDF', '导出Excel'):
            press(user, button)
            await user.should_see('请先选择报考人员')
    assert not await JournalEntry.exists(act=Act.EXPORT)


async def test_the_whole_result_is_printed_with_its_number_shown_twice(
    served: Town, user: User, sign_in: SignIn
) -> None:
    made = [await served.application(unit, at=Status.APPROVED) for unit in (cast.SCHOOL, cast.HOSPITAL)]
    foreign = await served.application(cast.OTHER_SCHOOL, at=Status.APPROVED)
    await Application.filter(id=made[0].id).update(name='赵𬭎·喆堃㛃䶮')
    await sign_in(user, cast.COUNTY)
    await user.open(APPROVED)
    press(user, '选择全部查询结果（2 人）')
    await user.should_see('已选全部查询结果')
    await served.application(at=Status.APPROVED)  # too late to be included
    press(user, '导出PDF')
    await user.should_see('终审通过名册（终审通过）：全部查询结果共 2 人。')
    press(user, '导出 2 人')
    text = text_of(await fetched(user))
    assert '赵𬭎·喆堃㛃䶮' in text
    assert all(row.id_number in text for row in made)
    assert foreign.name not in text
    assert '合计' in text
    assert '人数002002' in text
    await user.should_see('已导出 2 人，共 1 页')
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details == {'list': '终审通过名册', 'as': 'PDF', 'count': 2, 'filters': {'year': '2026'}}


async def test_chosen_rows_are_exported_as_a_workbook(served: Town, user: User, sign_in: SignIn) -> None:
    first, second = [await served.application(at=Level.CITY) for _ in range(2)]
    await sign_in(user, cast.COUNTY)
    await user.open(ONSITE)
    await user.should_see('共 0 条')
    await user.open(f'{ONSITE}?reach=county')
    await user.should_see('共 2 条')
    select(user, second.id)
    press(user, '导出Excel')
    await user.should_see('现场审核名册（县区已通过）：所选报考人员共 1 人。')
    press(user, '导出 1 人')
    path = await fetched(user)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [f'{YEAR}年现场审核名册']
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert head[:6] == ['序号', '姓名', '身份证号', '单位', '申报等级', '申报工种']
    assert head[-1] == '本人签字'
    assert [row[:3] for row in rows] == [[1.0, second.name, second.id_number]]
    assert rows[0][6] == '□'
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details['applications'] == [second.id]
    assert first.id not in entry.details['applications']


async def test_a_character_without_a_font_is_named_before_printing(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    await Application.filter(id=row.id).update(name='孙𧰼')
    await sign_in(user, cast.COUNTY)
    await user.open(APPROVED)
    press(user, '选择全部查询结果（1 人）')
    await user.should_see('已选全部查询结果')
    press(user, '导出PDF')
    await user.should_see('共 1 人')
    press(user, '导出 1 人')
    await user.should_see('𧰼（U+27C3C）')
    await user.should_see(f'{row.number} 孙𧰼')
    assert not await JournalEntry.exists(act=Act.EXPORT)
    press(user, '仍然导出')
    assert '孙〓' in text_of(await fetched(user))


async def test_a_cancelled_print_leaves_no_file_and_no_journal_entry(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = await served.application(at=Status.APPROVED)
    going = asyncio.Event()

    async def slow(job: Callable[..., object], *given: object) -> object:
        """A process that prints until it is told to stop."""
        if not isinstance(given[0], JobProgress):
            return ''
        going.set()
        while not given[0].stopped:  # noqa: ASYNC110 - it is a file: there is nothing to wait for but its look
            await asyncio.sleep(0.02)
        return 0

    monkeypatch.setattr(run, 'cpu_bound', slow)
    monkeypatch.setattr(aside, 'LOOKS', 0.02)
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    await sign_in(user, cast.COUNTY)
    await user.open(APPROVED)
    select(user, row.id)
    press(user, '导出PDF')
    await user.should_see('所选报考人员共 1 人')
    press(user, '导出 1 人')
    await until(going.is_set, 'the export')
    await user.should_see('正在生成PDF：终审通过名册')
    press(user, '取消')
    await user.should_not_see('正在生成PDF')
    assert not list(tmp_path.glob('export-*'))
    assert not user.download.http_responses
    assert not await JournalEntry.exists(act=Act.EXPORT)


async def test_an_open_roster_is_updated_by_events(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Level.CITY)
    stays = await served.application(at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{ONSITE}?reach=county')
    await user.should_see('共 2 条')
    await decide(served.actor(cast.CITY), row.id, Act.RETURN, Opinion('照片不清晰'), seen=row.version)
    await settled()
    await user.should_see('共 1 条')
    shown = {one['id']: one for one in table(user).rows}
    assert (shown[row.id]['_class'], shown[row.id]['status']) == ('gone', '已不在名册中')
    assert shown[stays.id]['_class'] == ''


async def test_filters_and_switch_come_from_the_address(served: Town, user: User, sign_in: SignIn) -> None:
    three = await served.application(grade=3, at=Status.APPROVED)
    await served.application(grade=4, at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    for query in ('grades=3', 'grades=3&statuses=draft&reach=county&page=x', 'grades=3&reach=<script>'):
        await user.open(f'{APPROVED}?{query}')
        await user.should_see('共 1 条')
        assert [one['id'] for one in table(user).rows] == [three.id]


async def test_an_applicant_is_not_admitted(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    await sign_in(user, row.id_number)
    for path in (APPROVED, ONSITE):
        answer = await user.http_client.get(path)
        assert answer.status_code == 403


async def test_a_roster_is_titled_with_the_year_of_its_people(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    of_then = await ExamYear.get()
    await ExamYear.filter(id=of_then.id).update(current=False)
    await ExamYear.create(year=of_then.year + 1, current=True, parameters=of_then.parameters, fees={})
    years.forget()
    await user.open(APPROVED)
    await user.should_see('共 0 条')
    await user.open(f'{APPROVED}?year={of_then.year}')
    press(user, '选择全部查询结果（1 人）')
    await user.should_see('已选全部查询结果')
    press(user, '导出PDF')
    await user.should_see('终审通过名册（终审通过）：全部查询结果共 1 人')
    press(user, '导出 1 人')
    text = text_of(await fetched(user))
    assert f'{of_then.year}年度工勤技能岗位等级考核终审通过名册' in text
    assert str(of_then.year + 1) not in text.replace(str(clock.today().year), '')
