"""本市时间安排: a city shortens the province's times for itself, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid, NotFound
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, Level, WindowKind
from domain.rules.year.window_form import WindowForm, moment_text
from domain.services.review.facts import review_is_open
from domain.services.year import year_windows
from domain.services.year.years import current_year
from storage.models import JournalEntry, Window
from tests import town as cast
from tests.town import Town

PAGE = Paging()
DAY = timedelta(days=1)


def review(opens: int, closes: int, **changes: str) -> WindowForm:
    """A city's own time for reviewing, open between so many days from now."""
    now = clock.now()
    form = WindowForm('本市审核', 'review', '', moment_text(now + opens * DAY), moment_text(now + closes * DAY))
    return replace(form, **changes)


async def is_open(town: Town, login: str, grade: int = 3) -> bool:
    actor = town.actor(login)
    return review_is_open(await current_year(), actor.level, grade, actor.path)


ACTS: dict[str, Callable[[Actor], Awaitable[object]]] = {
    'windows': lambda actor: year_windows.windows_of(actor, 1, PAGE),
    'bounds': lambda actor: year_windows.bounds_for(actor, 1),
    'add window': lambda actor: year_windows.add_window(actor, 1, review(1, 2)),
}
OF_ONE: dict[str, Callable[[Actor, int], Awaitable[object]]] = {
    'window': year_windows.form_of,
    'edit window': lambda actor, id_: year_windows.edit_window(actor, id_, review(1, 2), seen=review(1, 2)),
    'delete window': year_windows.delete_window,
}


@pytest.mark.parametrize('act', [*ACTS, *OF_ONE])
async def test_nobody_below_a_city_may_even_look(town: Town, act: str) -> None:
    for login in (cast.COUNTY, cast.COUNTY_REVIEWER, cast.DEPARTMENT, cast.SCHOOL):
        with pytest.raises(Forbidden):
            await (ACTS[act](town.actor(login)) if act in ACTS else OF_ONE[act](town.actor(login), 1))
    assert not await JournalEntry.exists()


@pytest.mark.parametrize('act', OF_ONE)
async def test_a_city_does_not_find_the_windows_of_the_province_or_of_another_city(town: Town, act: str) -> None:
    await year_windows.add_window(town.actor(cast.OTHER_CITY), 1, review(1, 2))
    theirs, before = await Window.get(narrows=True), await Window.all().count()
    for other in (1, theirs.id):
        with pytest.raises(NotFound):
            await OF_ONE[act](town.actor(cast.CITY), other)
    assert await Window.all().count() == before


async def test_the_counties_of_the_city_follow_its_shorter_time_and_nobody_else(town: Town) -> None:
    city = town.actor(cast.CITY)
    assert await is_open(town, cast.COUNTY)
    await year_windows.add_window(city, 1, review(2, 5))
    assert not await is_open(town, cast.COUNTY)
    assert not await is_open(town, cast.CITY)
    assert await is_open(town, cast.OTHER_CITY)
    assert await is_open(town, cast.PROVINCE)
    (own,) = (await year_windows.windows_of(city, 1, PAGE)).rows
    seen = await year_windows.form_of(city, own.id)
    await year_windows.edit_window(city, own.id, replace(seen, level=Level.COUNTY.value, grades='senior'), seen=seen)
    assert await is_open(town, cast.CITY)
    assert await is_open(town, cast.COUNTY, grade=3)
    assert not await is_open(town, cast.COUNTY, grade=1)
    await year_windows.delete_window(city, own.id)
    assert await is_open(town, cast.COUNTY, grade=1)
    lines = [entry.details for entry in await JournalEntry.filter(act=Act.EDIT_WINDOW).order_by('id')]
    assert [line['done'] for line in lines] == ['新增', '修改', '删除']
    assert '资格审核、一级' in lines[1]['window']


REFUSED: dict[str, tuple[WindowForm, str, str]] = {
    'before': (review(-300, 2), 'opens', '省级时间为'),
    'after': (review(1, 300), 'closes', '省级时间为'),
    'province': (review(1, 2, level='province'), 'level', '省级审核的时间由省级设置'),
    'exam': (review(1, 2, kind='exam'), 'kind', '考试由省级统一安排'),
    'area': (review(1, 2, grades='all'), 'grades', '请选择适用等级'),
}


@pytest.mark.parametrize('case', REFUSED)
async def test_what_a_city_may_not_arrange_is_refused_at_the_field(town: Town, case: str) -> None:
    form, key, text = REFUSED[case]
    with pytest.raises(Invalid) as refused:
        await year_windows.add_window(town.actor(cast.CITY), 1, form)
    assert [problem.key for problem in refused.value.problems] == [key]
    assert text in refused.value.problems[0].text
    assert not await Window.filter(narrows=True).exists()


async def test_without_a_time_of_the_province_a_city_has_nothing_to_shorten(town: Town) -> None:
    await Window.filter(kind=WindowKind.REVIEW).delete()
    with pytest.raises(Invalid, match='省级还没有设置'):
        await year_windows.add_window(town.actor(cast.CITY), 1, review(1, 2))
    await Window.filter(kind=WindowKind.REVIEW).delete()
    assert WindowKind.REVIEW not in {
        one.window.kind for one in await year_windows.bounds_for(town.actor(cast.CITY), 1)
    }  # nothing is drawn either


async def test_the_area_of_a_city_is_its_own_whatever_the_form_says(town: Town) -> None:
    other = town.organisations[cast.OTHER_CITY]
    await year_windows.add_window(town.actor(cast.CITY), 1, review(1, 2, area=str(other.id)))
    own = await Window.get(narrows=True)
    assert own.area_id == town.organisations[cast.CITY].id


async def test_the_drawing_shows_what_the_city_left_of_each_period(town: Town) -> None:
    city = town.actor(cast.CITY)
    await year_windows.add_window(city, 1, review(2, 5))
    found = await year_windows.bounds_for(city, 1)
    parts = {bound.window.kind: len(bound.parts) for bound in found}
    assert parts[WindowKind.REVIEW] == 1
    assert not any(count for kind, count in parts.items() if kind is not WindowKind.REVIEW)
    assert all(not bound.window.narrows for bound in found)


async def test_the_province_sees_the_windows_of_cities_but_changes_only_its_own(town: Town) -> None:
    await year_windows.add_window(town.actor(cast.CITY), 1, review(1, 2))
    own, province = await Window.get(narrows=True), town.actor(cast.PROVINCE)
    assert own.id in {row.id for row in (await year_windows.windows_of(province, 1, Paging(size=50))).rows}
    with pytest.raises(NotFound):
        await year_windows.delete_window(province, own.id)


async def test_the_province_can_open_a_time_for_one_city(town: Town) -> None:
    province, city = town.actor(cast.PROVINCE), town.organisations[cast.CITY]
    await Window.filter(kind=WindowKind.REVIEW).update(closes_at=clock.now() - DAY)
    form = replace(review(-1, 3), area=str(city.id))
    with pytest.raises(Invalid) as refused:
        await year_windows.add_window(province, 1, replace(form, area=str(town.organisations[cast.COUNTY].id)))
    assert [problem.key for problem in refused.value.problems] == ['area']
    await year_windows.add_window(province, 1, form)
    assert await is_open(town, cast.COUNTY)
    assert not await is_open(town, cast.OTHER_CITY)
    assert '洛阳市' in (await JournalEntry.get(act=Act.EDIT_WINDOW)).details['window']
