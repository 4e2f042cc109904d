"""考务管理 of a city: forms that show errors, a draw that every window shows, files for those with permission."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction
from pypdf import PdfReader

from components.frame.menu import menu_for
from domain.demo.applications.forms import YEAR
from domain.rules.exam.seating import Person
from domain.rules.vocabulary import Act, Level, PlanState, Role
from domain.services.exam import seating, seating_input
from storage.models import AdmissionTicket, ExamSession, JournalEntry, Room, SeatingPlan, Site
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import fill, press, send
from tests.services.exam.test_exam_places import session
from tests.services.exam.test_seating import paid, rooms
from tests.town import Town

PAGES = {'/exam/sites': '考点考场', '/exam/seating': '考场编排'}


def tables(user: User) -> list[ui.table]:
    return sorted(user.find(ui.table).elements, key=lambda one: one.id)


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('login', [cast.COUNTY, f'{cast.CITY}-sh01', cast.SCHOOL])
async def test_the_pages_are_closed_below_a_city_and_to_reviewers(
    served: Town, user: User, sign_in: SignIn, path: str, login: str
) -> None:
    await sign_in(user, login)
    response = await user.http_client.get(path)
    assert response.status_code == 403
    assert '市级及以上管理员' in response.text


def test_cities_and_the_province_find_them_in_the_menu() -> None:
    for level, role, there in (
        (Level.PROVINCE, Role.ADMIN, True), (Level.CITY, Role.ADMIN, True), (Level.CITY, Role.REVIEWER, False),
        (Level.COUNTY, Role.ADMIN, False),
    ):  # fmt: skip
        titles = {entry.path: entry.title for part in menu_for(level, role) for entry in part.entries}
        assert (PAGES.items() <= titles.items()) is there


async def test_a_site_its_rooms_and_a_session_are_set_up(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open('/exam/sites')
    assert tables(user)[0].props['no-data-label'].startswith('还没有考点|先新增考点')
    press(user, '新增考点')
    await user.should_see('印在准考证上，可不填')
    fill(user, '考点名称', '洛阳市技工学校')
    send(user)
    await user.should_see('请填写地址')
    fill(user, '地址', '南昌路 36 号')
    send(user)
    await user.should_see('01 洛阳市技工学校 的考场')
    press(user, '批量添加考场')
    await user.should_see('可在添加后逐个修改')
    fill(user, '结束编号', '5')
    fill(user, '每个考场座位数', '20')
    send(user)
    await user.should_see('已添加 5 个考场')
    await user.should_see('1 个考点，在用考场 5 个，每场 100 座')
    await settled()  # the rows come a moment after the sentence
    assert len(tables(user)[1].rows) == 5
    site = await Site.get()
    await user.open(f'/exam/sites?tab=sessions&site={site.id}')
    assert tables(user)[0].props['no-data-label'].startswith('还没有考试场次')
    press(user, '新增场次（2–5 级）')
    await user.should_see('同一单位的场次时间不能重叠')
    form = session()
    fill(user, '场次名称', '第一场')
    fill(user, '考试日期', form.day)
    send(user)
    await user.should_see('请填写起止时间')
    for label, key in (('岗位技能', 'skill'), ('职业道德', 'ethics'), ('职业能力', 'ability')):
        fill(user, label, form.times[key])
    send(user)
    await user.should_see('场次已新增')
    assert (await ExamSession.get()).grades == [2, 3, 4, 5]


async def test_a_city_without_rooms_sees_the_next_steps(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open('/exam/seating')
    for sentence in ('还没有可用的考场', '还没有尚未开始的考试场次', '还没有可以编排的人员'):
        await user.should_see(sentence)
    assert not user.find(kind=ui.button, content='编排').elements.pop().enabled


async def test_a_draw_a_publication_and_a_withdrawal(served: Town, user: User, sign_in: SignIn) -> None:
    await rooms(served, cast.CITY, capacities=(2, 2), sessions=[(3,)])
    await paid(served, 5)
    await sign_in(user, cast.CITY)
    await user.open('/exam/seating')
    user.find(marker='seed').elements.pop().set_value('20260411')  # type: ignore[attr-defined]
    press(user, '编排')
    await user.should_see('已编排 4 人（种子 20260411），1 人未能编排')
    await user.should_see('座位不足：三级在“第 1 场”中缺 1 个座位')
    await user.should_see('可复现')
    await settled()
    assert [row['fill'] for row in tables(user)[-1].rows] == ['2 / 2', '2 / 2']
    press(user, '发布准考证')
    await user.should_see('另有 1 人没有座位')
    press(user, '发布')
    await user.should_see('已发布 4 人的准考证')
    await settled()
    assert (await SeatingPlan.get()).state is PlanState.PUBLISHED
    await AdmissionTicket.all().update(prints=1)
    press(user, '撤回准考证')
    await user.should_see('已打印的须通知本人重新打印')
    send(user)
    await user.should_see('请填写撤回原因')
    fill(user, '撤回原因', '考点停电')
    send(user)
    await user.should_see('已撤回 4 人的准考证')
    assert (await SeatingPlan.get()).state is PlanState.DRAWN


async def test_a_draw_that_is_cancelled_says_that_nothing_was_saved(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def people_of(*given: Any) -> tuple[Person, ...]:
        found = await seating_input.people_of(*given)
        press(user, '取消')
        return found

    monkeypatch.setattr(seating, 'people_of', people_of)
    await rooms(served, cast.CITY, capacities=(5,), sessions=[(3,)])
    await paid(served, 2)
    await sign_in(user, cast.CITY)
    await user.open('/exam/seating')
    press(user, '编排')
    await user.should_see('已取消编排，没有保存')
    assert not await SeatingPlan.exists()


async def test_an_open_window_shows_changes_made_in_another(served: Town, user: User, sign_in: SignIn) -> None:
    await rooms(served, cast.CITY, capacities=(5,), sessions=[(3,)])
    await paid(served, 2)
    await sign_in(user, cast.CITY)
    await user.open('/exam/seating')
    await user.should_see('还没有编排')
    plan = await seating.draw(served.actor(cast.CITY), YEAR, 'elsewhere')
    await settled()
    await user.should_see('elsewhere')
    await user.should_see('重新编排')
    await user.open('/exam/sites')
    await seating.publish(served.actor(cast.CITY), plan.id)
    assert [row['persons'] for row in tables(user)[1].rows] == [2]


async def test_a_room_where_persons_sit_is_disabled_instead_of_deleted(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await rooms(served, cast.CITY, capacities=(5,), sessions=[(3,)])
    await paid(served, 2)
    await seating.draw(served.actor(cast.CITY), YEAR)
    await sign_in(user, cast.CITY)
    await user.open('/exam/sites')
    room = await Room.get()
    UserInteraction(user, {tables(user)[1]}, None).trigger('act', ['delete', room.id])
    await user.should_see('确认删除 1 号机房')
    press(user, '删除')
    await user.should_see('1 号机房已编排 2 人，不能删除')
    press(user, '停用')
    await user.should_see('1 号机房 已停用')
    assert not (await Room.get()).enabled


async def test_sign_in_sheets_and_workbook_are_made_for_the_chosen_rooms(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await rooms(served, cast.CITY, capacities=(2, 2), sessions=[(3,)])
    some = await paid(served, 4)
    await seating.draw(served.actor(cast.CITY), YEAR)
    await sign_in(user, cast.CITY)
    await user.open('/exam/seating')
    press(user, '打印签到表')
    await user.should_see('请先选择考场')
    first = tables(user)[-1].rows[0]['_id']
    UserInteraction(user, {tables(user)[-1]}, None).trigger('act', ['sheet', first])
    answer = await user.download.next()
    text = ''.join(page.extract_text() for page in PdfReader(answer.request.url.path).pages).replace(' ', '')
    assert '考场签到表' in text
    assert sum(one.name in text for one in some) == 2
    press(user, '导出Excel')
    await user.should_see('全部 2 个考场共 4 人')
    press(user, '导出 4 人')
    await user.should_see('已导出 4 人，本次导出已记入操作日志')
    lists = [entry.details['list'] for entry in await JournalEntry.filter(act=Act.EXPORT).order_by('id')]
    assert lists == ['考场签到表', '考场编排表']
