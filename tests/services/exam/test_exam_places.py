"""考点考场 and 考试场次: each office has its own, refusals have reasons, and a seat keeps its room and session."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, InUse, Invalid, NotFound, Unmet
from domain.rules.actor import Actor
from domain.rules.exam.session_form import SessionForm
from domain.rules.exam.site_form import RoomForm, RoomsForm, SiteForm
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, WindowKind
from domain.services.exam import exam_sessions, printing_windows, rooms, seating, sites
from domain.services.year import year_settings
from storage.models import ExamSession, ExamYear, JournalEntry, Room, Site, Window
from tests import town as cast
from tests.queries import counted
from tests.services.exam.test_seating import paid
from tests.town import Town

SITE = SiteForm('01', '洛阳市技工学校', '南昌路 36 号')


def session(days: int = 5, hours: str = '09:00-10:30', **changed: object) -> SessionForm:
    """A session of grades 2–5 in ``days`` days, three subjects one after the other."""
    start = clock.local(clock.now()).replace(hour=int(hours[:2]), minute=0) + timedelta(days=days)
    spans = [start + timedelta(hours=at) for at in range(4)]
    times = [f'{a:%H:%M}-{b:%H:%M}' for a, b in pairwise(spans)]
    papers = dict(zip(('skill', 'ethics', 'ability'), times, strict=True))
    form = SessionForm('第一场', frozenset('2345'), start.date().isoformat(), papers)
    return replace(form, **changed)  # type: ignore[arg-type]


async def set_up(actor: Actor, capacity: int = 10) -> tuple[int, int, int]:
    """A site with one room and a session: their ids."""
    site = await sites.add_site(actor, YEAR, SITE)
    await rooms.add_room(actor, site.id, RoomForm('1', str(capacity)))
    await exam_sessions.add_session(actor, YEAR, session())
    return (
        site.id,
        (await Room.get(site_id=site.id)).id,
        (await ExamSession.get(organisation_id=site.organisation_id)).id,
    )


async def test_a_site_with_many_rooms(town: Town) -> None:
    city = town.actor(cast.CITY)
    site = await sites.add_site(city, YEAR, SITE)
    assert await rooms.add_rooms(city, site.id, RoomsForm('1', '12', '30')) == 12
    await rooms.add_room(city, site.id, RoomForm('20', '15', '东楼'))
    with pytest.raises(Invalid, match=r'考场编号 3、4、5、6、7 等已被使用'):
        await rooms.add_rooms(city, site.id, RoomsForm('3', '14', '30'))
    found = await sites.sites(city, YEAR, Paging())
    assert (found.total, found.rooms, found.seats) == (1, 13, 375)
    assert [(row.rooms, row.seats, row.persons) for row in found.rows] == [(13, 375, 0)]
    page = await rooms.rooms(city, site.id, Paging(size=10))
    assert (len(page.rows), page.total) == (10, 13)
    assert (await sites.next_number(city, YEAR), await rooms.next_number(city, site.id)) == (2, 21)
    assert await JournalEntry.filter(act=Act.EDIT_SITE).count() == 3


async def test_a_number_is_used_once_in_an_office_and_again_in_another(town: Town) -> None:
    await sites.add_site(town.actor(cast.CITY), YEAR, SITE)
    with pytest.raises(Invalid, match='考点编号 01 已被使用'):
        await sites.add_site(town.actor(cast.CITY), YEAR, SITE)
    await sites.add_site(town.actor(cast.OTHER_CITY), YEAR, SITE)
    assert await Site.all().count() == 2


@pytest.mark.parametrize('login', [cast.OTHER_CITY, cast.PROVINCE])
async def test_another_office_finds_nothing(town: Town, login: str) -> None:
    site, room, sitting = await set_up(town.actor(cast.CITY))
    other = town.actor(login)
    assert (await sites.sites(other, YEAR, Paging())).total == 0
    assert (await exam_sessions.sessions(other, YEAR, Paging())).total == 0
    for refused in (
        rooms.rooms(other, site, Paging()),
        rooms.add_room(other, site, RoomForm('2', '10')),
        rooms.add_rooms(other, site, RoomsForm('2', '3', '10')),
        rooms.edit_room(other, room, RoomForm('1', '20'), seen=RoomForm('1', '10', '第 1 考场')),
        rooms.delete_room(other, room),
        sites.edit_site(other, site, SITE, seen=SITE),
        sites.delete_site(other, site),
        exam_sessions.form_of(other, sitting),
        exam_sessions.edit_session(other, sitting, session(), seen=session()),
        exam_sessions.delete_session(other, sitting),
    ):
        with pytest.raises(NotFound):
            await refused
    assert (await Room.get(id=room)).capacity == 10


@pytest.mark.parametrize('login', [cast.COUNTY, cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_offices_below_a_city_are_forbidden_to_see_or_change_places(town: Town, login: str) -> None:
    actor = town.actor(login)
    for refused in (
        sites.sites(actor, YEAR, Paging()),
        sites.add_site(actor, YEAR, SITE),
        rooms.add_room(actor, 1, RoomForm('2', '10')),
        exam_sessions.sessions(actor, YEAR, Paging()),
        exam_sessions.add_session(actor, YEAR, session()),
        printing_windows.printing_windows(actor, YEAR),
    ):
        with pytest.raises(Forbidden):
            await refused


async def test_sites_rooms_and_sessions_with_seated_persons_cannot_be_deleted(town: Town) -> None:
    city = town.actor(cast.CITY)
    site, room, sitting = await set_up(city)
    await paid(town, 3)
    await seating.draw(city, YEAR)
    for refused in (sites.delete_site(city, site), rooms.delete_room(city, room)):
        with pytest.raises(InUse, match='已编排 3 人，不能删除'):
            await refused
    with pytest.raises(InUse, match='已编排 3 人'):
        await exam_sessions.delete_session(city, sitting)
    seen = sites.form_of(await sites.site_of(city, site))
    await sites.edit_site(city, site, replace(seen, enabled=False), seen=seen)  # 停用 instead
    assert (await sites.sites(city, YEAR, Paging())).seats == 0


async def test_published_seats_keep_number_room_and_time(town: Town) -> None:
    city = town.actor(cast.CITY)
    site, room, sitting = await set_up(city)
    await paid(town, 3)
    await seating.publish(city, (await seating.draw(city, YEAR)).id)
    seen = sites.form_of(await sites.site_of(city, site))
    with pytest.raises(Invalid, match='已发布的准考证使用该考点编号'):
        await sites.edit_site(city, site, replace(seen, number='02'), seen=seen)
    await sites.edit_site(city, site, replace(seen, address='南昌路 38 号'), seen=seen)
    form = rooms.form_of(await rooms.room_of(city, room))
    with pytest.raises(Invalid, match='座位数不能小于 3'):
        await rooms.edit_room(city, room, replace(form, capacity='2'), seen=form)
    await rooms.edit_room(city, room, replace(form, capacity='3'), seen=form)
    old = await exam_sessions.form_of(city, sitting)
    with pytest.raises(Unmet, match='只能修改名称和打印时间'):
        await exam_sessions.edit_session(city, sitting, session(6), seen=old)
    printing = await Window.filter(kind=WindowKind.PRINTING).order_by('opens_at').first()
    assert printing
    new = replace(old, name='上午场', printing=str(printing.id))
    await exam_sessions.edit_session(city, sitting, new, seen=old)
    assert (await exam_sessions.form_of(city, sitting)) == new


async def test_the_rooms_of_a_site_are_deleted_with_it(town: Town) -> None:
    city = town.actor(cast.CITY)
    site, _, sitting = await set_up(city)
    await sites.delete_site(city, site)
    await exam_sessions.delete_session(city, sitting)
    assert not await Room.exists()
    assert not await ExamSession.exists()


async def test_when_two_users_change_the_same_row_the_second_is_refused(town: Town) -> None:
    city = town.actor(cast.CITY)
    site, room, sitting = await set_up(city)
    seen, form = sites.form_of(await sites.site_of(city, site)), rooms.form_of(await rooms.room_of(city, room))
    old = await exam_sessions.form_of(city, sitting)
    for attempts in (
        [sites.edit_site(city, site, replace(seen, name=name), seen=seen) for name in ('甲校', '乙校')],
        [rooms.edit_room(city, room, replace(form, capacity=count), seen=form) for count in ('20', '21')],
        [exam_sessions.edit_session(city, sitting, replace(old, name=name), seen=old) for name in ('甲', '乙')],
    ):
        results = await asyncio.gather(*attempts, return_exceptions=True)
        assert [isinstance(one, Unmet) for one in sorted(results, key=lambda one: isinstance(one, Unmet))] == [
            False,
            True,
        ]


async def test_sessions_of_one_office_never_overlap(town: Town) -> None:
    city = town.actor(cast.CITY)
    await exam_sessions.add_session(city, YEAR, session())
    with pytest.raises(Invalid, match='同一考场不能同时用于两个场次'):
        await exam_sessions.add_session(city, YEAR, session(hours='11:00-12:00'))
    await exam_sessions.add_session(city, YEAR, session(hours='12:00-13:00', name='第二场'))  # when the other ends
    await exam_sessions.add_session(town.actor(cast.OTHER_CITY), YEAR, session())
    first, second = (await exam_sessions.sessions(city, YEAR, Paging())).rows
    seen = await exam_sessions.form_of(city, second.session.id)
    with pytest.raises(Invalid, match='时间重叠'):
        await exam_sessions.edit_session(city, second.session.id, session(hours='11:00-12:00'), seen=seen)
    assert [first.session.name, second.session.name] == ['第一场', '第二场']


async def test_when_two_overlapping_sessions_are_added_at_once_one_is_refused(town: Town) -> None:
    city = town.actor(cast.CITY)
    results = await asyncio.gather(
        *(exam_sessions.add_session(city, YEAR, session(name=name)) for name in ('甲', '乙')), return_exceptions=True
    )
    assert sum(isinstance(one, Invalid) for one in results) == 1
    assert await ExamSession.all().count() == 1


async def test_a_session_is_in_the_future_and_outside_the_exam_window_only_with_a_warning(town: Town) -> None:
    city = town.actor(cast.CITY)
    with pytest.raises(Invalid, match='考试开始时间已过'):
        await exam_sessions.add_session(city, YEAR, session(-1))
    late = await Window.filter(kind=WindowKind.PRINTING).order_by('-opens_at').first()
    assert late
    with pytest.raises(Invalid, match='打印须在考试开始前开放'):
        await exam_sessions.add_session(city, YEAR, session(printing=str(late.id)))
    assert await exam_sessions.add_session(city, YEAR, session(5)) == ()  # the first exam window of the year
    (warning,) = await exam_sessions.add_session(city, YEAR, session(12))
    assert '不在 2026 年度的考试时间' in warning
    assert [row.fits for row in (await exam_sessions.sessions(city, YEAR, Paging())).rows] == [True, False]


async def test_a_city_has_no_session_of_grade_one(town: Town) -> None:
    form = session(grades=frozenset({'1'}), times={'ethics': '09:00-10:00', 'knowledge': '10:30-12:00'})
    with pytest.raises(Invalid, match='请至少选择一个等级'):
        await exam_sessions.add_session(town.actor(cast.CITY), YEAR, form)
    await exam_sessions.add_session(town.actor(cast.PROVINCE), YEAR, form)


async def test_three_rows_take_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    city = town.actor(cast.CITY)
    site, _, _ = await set_up(city)

    async def cost() -> int:
        with counted(monkeypatch) as sent:
            await sites.sites(city, YEAR, Paging())
            await rooms.rooms(city, site, Paging())
            await exam_sessions.sessions(city, YEAR, Paging())
        return len(sent)

    await cost()
    one = await cost()
    for number in ('02', '03'):
        await sites.add_site(city, YEAR, replace(SITE, number=number))
        await rooms.add_room(city, site, RoomForm(number, '10'))
        await exam_sessions.add_session(city, YEAR, session(5 + int(number)))
    assert await cost() == one


async def test_a_year_with_sites_is_not_deleted(town: Town) -> None:
    province, (old,) = town.actor(cast.PROVINCE), await ExamYear.all()
    await sites.add_site(town.actor(cast.CITY), YEAR, SITE)
    following = await year_settings.add_year(province, str(old.year + 1))
    await year_settings.make_current(province, following.id)
    with pytest.raises(InUse, match='已有考点或考试场次'):
        await year_settings.delete_year(province, old.id)
