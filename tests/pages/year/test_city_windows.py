"""本市时间安排 on the screens of the city, of its counties, of the province and of the applicants."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nicegui import ui
from nicegui.testing import User

from domain import clock
from domain.rules.vocabulary import GradeRange, Level, Status, WindowKind
from domain.rules.year.window_form import WindowForm, moment_text
from domain.services.year import year_windows, years
from storage.models import Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import act, fill, press, rows, send
from tests.town import Town

DAY = timedelta(days=1)
PATH = '/year/own-windows'


def in_days(days: int) -> str:
    return moment_text(clock.now() + days * DAY)


async def test_a_city_types_its_own_time_and_is_told_the_bounds(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open(PATH)
    await user.should_see('本市同省级')
    await user.should_see('共 0 条')
    press(user, '新增本市时间')
    fill(user, '类别', WindowKind.REVIEW.value)
    fill(user, '名称', '本市审核')
    fill(user, '开始时间', in_days(1))
    fill(user, '结束时间', in_days(200))
    send(user)
    await user.should_see('省级时间为')
    fill(user, '结束时间', in_days(3))
    send(user)
    await user.should_see('本市时间已新增')
    await settled()
    await user.should_see('开始')
    added = await Window.get(narrows=True)
    assert [row['id'] for row in rows(user)] == [added.id]
    act(user, 'edit', added.id)
    await settled()
    fill(user, '适用等级', GradeRange.SENIOR.value)
    send(user)
    await user.should_see('本市时间已保存')
    await user.should_see('本市一级')
    act(user, 'delete', added.id)
    await user.should_see('确认删除“本市审核”')
    press(user, '删除')
    await user.should_see('本市时间已删除')
    assert not await Window.filter(narrows=True).exists()


async def test_the_form_of_a_city_offers_only_what_it_may_arrange(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open(PATH)
    press(user, '新增本市时间')
    await settled()
    offered = {one.props['aria-label']: set(one.options) for one in user.find(ui.select).elements}
    assert offered['类别'] == {'registration', 'late_entry', 'review', 'deferral', 'payment'}
    assert Level.PROVINCE.value not in offered['适用层级']
    assert '适用地区' not in offered


async def test_a_county_follows_the_deadline_of_its_city_live(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await user.should_see('审核截止')
    form = WindowForm('本市审核', 'review', '', in_days(2), in_days(5), grades=GradeRange.ORDINARY.value)
    await year_windows.add_window(served.actor(cast.CITY), 1, form)
    await user.should_see('当前不在审核时间内')
    await user.open('/review/senior')
    await user.should_see('审核截止')  # only the grades 5–2 were narrowed
    seen = await year_windows.form_of(served.actor(cast.CITY), (own := await Window.get(narrows=True)).id)
    await year_windows.edit_window(served.actor(cast.CITY), own.id, replace(seen, grades='senior'), seen=seen)
    await user.should_see('当前不在审核时间内')


async def test_the_province_sees_what_cities_arranged_without_buttons(
    served: Town, user: User, sign_in: SignIn
) -> None:
    form = WindowForm('洛阳审核', 'review', '', in_days(1), in_days(3))
    await year_windows.add_window(served.actor(cast.CITY), 1, form)
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/windows?size=50')
    hidden = {str(row['name']): row.get('_hide', '') for row in rows(user)}
    assert hidden.pop('洛阳审核') == 'edit delete'
    assert set(hidden.values()) == {''}
    assert '洛阳市（本市安排）' in {row['area'] for row in rows(user)}


async def test_an_applicant_sees_when_each_grade_registers(served: Town, user: User, sign_in: SignIn) -> None:
    draft = await served.application(grade=3, at=Status.DRAFT)
    now = clock.now()
    await Window.filter(kind=WindowKind.REGISTRATION).update(grades=GradeRange.ORDINARY)
    await Window.create(
        year_id=1, kind=WindowKind.REGISTRATION, name='网上报名（一级）', grades=GradeRange.SENIOR,
        opens_at=now + 3 * DAY, closes_at=now + 9 * DAY,
    )  # fmt: skip
    years.forget()
    await sign_in(user, draft.id_number)
    await user.open('/my?step=applied')
    await user.should_see('一级网上报名将于')
    (grade,) = [one for one in user.find(ui.select).elements if one.props['aria-label'] == '申报等级']
    assert set(grade.options) == {'5', '4', '3', '2'}
