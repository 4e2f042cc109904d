"""考务 and 准考证 of last year while the next one registers: pages, links, files and updates stay in the year shown."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from nicegui import ui
from nicegui.testing import User
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Act, PlanState
from domain.services.exam import seating
from storage.models import AdmissionTicket, ExamSession, JournalEntry, SeatingPlan, Site
from tests import town as cast
from tests.pages import noting
from tests.pages.conftest import SignIn
from tests.pages.exam.test_seating import tables
from tests.pages.exam.test_tickets import fetched, pages_of
from tests.pages.settled import settled
from tests.pages.year.settings_desk import fill, press, send
from tests.scores import approved
from tests.seats import seated
from tests.services.exam.test_seating import paid, rooms
from tests.town import Town
from tests.years import NOW, THEN, move, turn_the_year

SITES, SEATING, TICKETS = '/exam/sites', '/exam/seating', '/tickets'


def years_of(addresses: list[str]) -> set[str]:
    """The exam years in these addresses."""
    return {parse_qs(urlsplit(address).query)['year'][0] for address in addresses}


def links(user: User) -> list[str]:
    """Where the cards of the page lead."""
    return [str(one.props['href']) for one in user.find(ui.element).elements if 'year=' in str(one.props.get('href'))]


@pytest.mark.parametrize('path', [SITES, f'{SITES}?tab=sessions', SEATING, TICKETS])
async def test_a_year_that_does_not_exist_is_no_page(served: Town, user: User, sign_in: SignIn, path: str) -> None:
    await sign_in(user, cast.CITY)
    joined = '&' if '?' in path else '?'
    assert (await user.http_client.get(f'{path}{joined}year=1999')).status_code == 404
    assert (await user.http_client.get(f'{path}{joined}year={THEN}')).status_code == 200


@pytest.mark.parametrize(('year', 'year_id'), [(THEN, 1), (NOW, 2)])
async def test_sites_and_sessions_are_added_to_the_year_in_the_address(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, year: int, year_id: int
) -> None:
    await turn_the_year()
    written = noting.addresses(monkeypatch)
    await sign_in(user, cast.CITY)
    await user.open(f'{SITES}?year={year}')
    press(user, '新增考点')
    await user.should_see('印在准考证上，可不填')
    fill(user, '考点名称', '洛阳市技工学校')
    fill(user, '地址', '南昌路 36 号')
    send(user)
    await user.should_see('01 洛阳市技工学校 的考场')
    assert await Site.all().values_list('year_id', flat=True) == [year_id]
    await user.open(f'{SITES}?tab=sessions&year={year}')
    press(user, '新增场次（2–5 级）')
    await user.should_see('同一单位的场次时间不能重叠')
    fill(user, '场次名称', '第一场')
    fill(user, '考试日期', f'{NOW}-12-10')
    for label, hours in (('岗位技能', '09:00-10:00'), ('职业道德', '10:00-11:00'), ('职业能力', '11:00-12:00')):
        fill(user, label, hours)
    send(user)
    await user.should_see('场次已新增')
    await settled()
    assert await ExamSession.all().values_list('year_id', flat=True) == [year_id]
    assert [row['name'] for row in tables(user)[0].rows] == ['第一场']
    assert years_of(written) == {str(year)}


async def test_last_year_is_seated_on_its_own_page(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rooms(served, cast.CITY, capacities=(4,), sessions=[(3,)])
    older, newer = await paid(served, 2), await paid(served, 1)
    await move(await turn_the_year(), *(person.id for person in newer))
    written, names = noting.addresses(monkeypatch), noting.file_names(monkeypatch)
    await sign_in(user, cast.CITY)
    await user.open(f'{SEATING}?year={NOW}')
    await user.should_see('还没有可用的考场')
    await user.open(f'{SEATING}?year={THEN}')
    press(user, '编排')
    await user.should_see('已编排 2 人')
    await settled()
    plan = await SeatingPlan.get()
    assert (plan.year_id, plan.seated) == (1, len(older))
    assert len(links(user)) == 4
    assert years_of(links(user)) == {str(THEN)}
    written.clear()
    for tab, rows in (('trades', 1), ('waiting', 0), ('rooms', 1)):
        next(one for one in user.find(ui.toggle).elements if tab in one.options).set_value(tab)
        await settled()
        assert len(tables(user)[-1].rows) == rows
    assert years_of(written) == {str(THEN)}
    press(user, '导出Excel')
    await user.should_see('全部 1 个考场共 2 人')
    press(user, '导出 2 人')
    sheet = CalamineWorkbook.from_path(str(await fetched(user)))
    assert (sheet.sheet_names, len(sheet.get_sheet_by_index(0).to_python())) == ([f'{THEN}年考场编排表'], 3)
    tables(user)[-1].selected = list(tables(user)[-1].rows)
    user.find(ui.table).trigger('act', ['sheet', tables(user)[-1].rows[0]['id']])
    (page,) = PdfReader(await fetched(user)).pages
    assert f'{THEN}年度' in page.extract_text().replace(' ', '')
    assert [name.split('_')[0] for name in names] == [f'{THEN}年考场编排表', f'{THEN}年考场签到表']
    entries = await JournalEntry.filter(act=Act.EXPORT)
    assert [entry.details['year'] for entry in entries] == [THEN, THEN]


async def two_tickets(town: Town) -> tuple[AdmissionTicket, AdmissionTicket]:
    """A published ticket of last year and one of this year."""
    older, newer = await approved(town), await approved(town)
    (then,), (now,) = await seated(town, older), await seated(town, newer)
    await move(await turn_the_year(), newer.id)
    return then, now


async def test_the_tickets_of_last_year_are_searched_exported_and_printed(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    then, now = await two_tickets(served)
    written, names = noting.addresses(monkeypatch), noting.file_names(monkeypatch)
    await sign_in(user, cast.COUNTY)
    await user.open(TICKETS)  # this year, whose printing is not announced
    await user.should_see('未开放打印')
    assert [row['id'] for row in tables(user)[0].rows] == [now.application_id]
    await user.open(f'{TICKETS}?year={THEN}')
    for button in ('查询', '重置'):
        written.clear()
        user.find(kind=ui.button, content=button).click()
        await settled()
        assert [row['id'] for row in tables(user)[0].rows] == [then.application_id]
        assert years_of(written) == {str(THEN)}
    press(user, '选择全部查询结果（1 人）')
    await user.should_see('已选全部查询结果')
    press(user, '导出Excel')
    sheet = CalamineWorkbook.from_path(str(await fetched(user)))
    assert sheet.sheet_names == [f'{THEN}年准考证查询']
    assert [row[1] for row in sheet.get_sheet_by_index(0).to_python()[1:]] == [then.number]
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details['filters'] == {'year': str(THEN)}
    user.find(ui.table).trigger('act', ['print', then.application_id])
    (text,) = pages_of(await fetched(user))
    assert str(THEN) in text
    assert [name.split('_')[0] for name in names] == [f'{THEN}年准考证查询', f'{THEN}年准考证']


async def test_the_open_page_of_last_year_follows_a_withdrawal_of_its_tickets(
    served: Town, user: User, sign_in: SignIn
) -> None:
    then, _ = await two_tickets(served)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{TICKETS}?year={THEN}')
    await user.should_see('共 1 条')
    await seating.withdraw(served.actor(cast.CITY), then.plan_id, '考点停电')
    await settled()
    assert not tables(user)[0].rows
    assert await SeatingPlan.filter(state=PlanState.PUBLISHED).count() == 1
