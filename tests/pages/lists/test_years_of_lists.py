"""The year of a page stands in its address: the header says it, every list follows it, and a search keeps it."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from components.frame.menu_list import MenuList
from domain.rules.vocabulary import Level, Status
from storage.models import Application, ExamYear
from tests import town as cast
from tests.pages import noting
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town
from tests.waiting import until
from tests.years import move, next_year

LISTS = ('/search', '/statistics', '/rosters/approved', '/rosters/onsite')


async def two_years(town: Town) -> tuple[Application, Application]:
    """An approved person of 2026 and one of 2027, which is the current year now."""
    then, later = await town.application(at=Status.APPROVED), await town.application(cast.HOSPITAL, at=Status.APPROVED)
    await move((await next_year()).id, later.id)
    return then, later


def menu(user: User) -> MenuList:
    return user.find(MenuList).elements.pop()


def names(user: User) -> list[object]:
    return [row.get('name') for row in user.find(ui.table).elements.pop().rows]


async def test_every_list_shows_the_year_of_its_address(served: Town, user: User, sign_in: SignIn) -> None:
    then, later = await two_years(served)
    await sign_in(user, cast.COUNTY)
    for path in LISTS:
        for address, person, other in ((f'{path}?year=2026', then, later), (path, later, then)):
            await user.open(address)
            await user.should_see('1 人' if path == '/statistics' else '共 1 条')
            if path != '/statistics':
                assert person.name in names(user), address
                assert other.id not in [row['id'] for row in user.find(ui.table).elements.pop().rows]


async def test_the_header_says_the_year_and_the_menu_keeps_it(served: Town, user: User, sign_in: SignIn) -> None:
    await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open('/search?year=2026')
    await user.should_see('正在查看往年：2026 年度')
    await user.should_see('回到 2027 年度')
    assert menu(user).props['year'] == '2026'
    await user.open('/search')
    await user.should_not_see('正在查看往年')
    assert not menu(user).props.get('year')
    user.find(kind=ui.button, content='2027 年度').click()
    for choice in ('2027 年度（当前）', '2026 年度', '历年'):
        await user.should_see(choice)


async def test_a_search_and_a_reset_stay_in_the_year(served: Town, user: User, sign_in: SignIn) -> None:
    then, _ = await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open('/search?year=2026')
    for button in ('查询', '重置'):
        user.find(kind=ui.button, content=button).click()
        await settled()
        assert names(user) == [then.name]


async def _given(names: list[str], number: int) -> None:
    await until(lambda: len(names) == number, 'the export')


async def test_an_export_names_the_year_of_its_rows(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = noting.file_names(monkeypatch)
    await two_years(served)
    await sign_in(user, cast.COUNTY)
    for exported, path in enumerate(('/search', '/statistics', '/rosters/approved'), start=1):
        await user.open(f'{path}?year=2026')
        if path.startswith('/rosters'):
            user.find(kind=ui.button, content='选择全部查询结果（1 人）').click()
            await user.should_see('已选全部查询结果')
        user.find(kind=ui.button, content='导出Excel').click()
        if path.startswith('/rosters'):
            await user.should_see('全部查询结果共 1 人')
            user.find(kind=ui.button, content='导出 1 人').click()
        await _given(names, exported)
    assert [name.split('_')[0] for name in names] == [
        '2026年报名信息查询', '2026年信息统计', '2026年终审通过名册'
    ]  # fmt: skip


async def test_all_years_of_a_person_are_found_with_their_year(served: Town, user: User, sign_in: SignIn) -> None:
    then, later = await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open('/search?year=all')
    await user.should_see('共 2 条')
    rows = {row['id']: row['year'] for row in user.find(ui.table).elements.pop().rows}
    assert rows == {then.id: 2026, later.id: 2027}
    assert 'year' in user.find(ui.table).elements.pop().props['visible-columns']


async def test_the_front_page_marks_what_waits_of_another_year(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Level.COUNTY)
    await next_year()
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    await user.should_see('2026年\N{NO-BREAK SPACE}1')
    await user.should_see('2027 年度累计')


async def test_the_queue_says_the_year_of_each_once_another_year_waits(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    for visible in (False, True):
        await user.open('/review/manual')
        await user.should_see('共 1 条')
        assert ('year' in user.find(ui.table).elements.pop().props['visible-columns']) is visible
        if not visible:
            await next_year()
    await user.open('/review/manual?year=2027')
    await user.should_see('共 0 条')


async def test_a_year_that_does_not_exist_is_not_found(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    for path in ('/', *LISTS):
        answer = await user.http_client.get(f'{path}?year=1999')
        assert (answer.status_code, '1999 考核年度不存在' in answer.text) == (404, True), path


async def test_without_any_year_the_pages_say_that_none_is_open(served: Town, user: User, sign_in: SignIn) -> None:
    await ExamYear.all().update(current=False)
    await sign_in(user, cast.COUNTY)
    for path in ('/', *LISTS):
        await user.open(path)
        await user.should_see('尚未设置考核年度')
