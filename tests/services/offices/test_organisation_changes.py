"""单位管理: what can be added, what is refused and why, who cannot find it, and what happens to open sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock, events
from domain.demo.applications.forms import worker
from domain.errors import Forbidden, InUse, Invalid, NotFound, Unmet
from domain.events import Event, OfficeChanged, SessionsEnded
from domain.rules.application.form import Form
from domain.rules.lists.application_filters import Paging
from domain.rules.offices.office_filters import UnitFilters
from domain.rules.vocabulary import AccountState, Act, Channel, Grade, Level, Nature, Role, Status, WindowKind
from domain.services import journal
from domain.services.access import sessions
from domain.services.application.registrations import Person, enter
from domain.services.offices import office_lists
from domain.services.offices.account_changes import AccountForm, set_administrator
from domain.services.offices.organisation_changes import UnitForm, add, delete, edit, unit_of
from domain.services.year import years
from storage.models import Account, ExamYear, JournalEntry, Organisation, Window
from tests import town as cast
from tests.queries import counted
from tests.town import Town

NEW, FIRST = UnitForm('宜阳县第二高级中学', Nature.FULLY_FUNDED.value), Paging()


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    news: list[Event] = []
    leave = events.subscribe(news.append)
    yield news
    leave()


async def before_registration() -> None:
    """Move the clock to a time at which units can still be changed."""
    window = await Window.filter(kind=WindowKind.REGISTRATION).order_by('opens_at').first()
    assert window is not None
    clock.move_to(window.opens_at.replace(hour=1) - timedelta(days=2))


async def acts() -> list[Act]:
    return [entry.act for entry in await JournalEntry.filter(application_id=None).order_by('id')]


async def test_a_department_adds_a_unit_with_the_next_code(town: Town, heard: list[Event]) -> None:
    department = town.organisations[cast.DEPARTMENT]
    added = await add(town.actor(cast.DEPARTMENT), department.id, NEW, Level.UNIT.value)
    assert (added.code, added.level, added.path[:-4]) == ('410327001003', Level.UNIT, department.path)
    assert await acts() == [Act.ADD_UNIT]
    assert heard == [OfficeChanged(added.path)]
    assert [one async for one in journal.breaks()] == []


async def test_a_county_adds_departments_and_units_of_its_own(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    above = town.organisations[cast.COUNTY].id
    department = await add(county, above, UnitForm('宜阳县水利局'), 'department')
    unit = await add(county, above, UnitForm('宜阳县机关事务中心'), 'unit')
    assert (department.code, unit.code) == ('410327004000', '410327000001')
    below = await add(county, department.id, UnitForm('宜阳县水库管理所'), 'unit')
    assert below.code == '410327004001'
    assert below.path.startswith(department.path)


async def test_two_who_add_at_once_get_two_codes(town: Town) -> None:
    above = town.organisations[cast.DEPARTMENT].id
    adding = (add(town.actor(who), above, UnitForm(f'{who}新单位'), 'unit') for who in (cast.COUNTY, cast.DEPARTMENT))
    codes = {added.code for added in await asyncio.gather(*adding)}
    assert codes == {'410327001003', '410327001004'}


@pytest.mark.parametrize(
    ('form', 'level', 'key'),
    [
        (UnitForm(' '), 'unit', 'name'),
        (UnitForm('宜阳县实验小学'), 'unit', 'name'),  # already exists
        (UnitForm('新单位', 'private'), 'unit', 'nature'),
        (UnitForm('新单位'), 'city', 'level'),
        (UnitForm('新单位'), 'department', 'level'),
        (UnitForm('新单位'), '', 'level'),
    ],
)
async def test_a_wrong_value_is_reported_at_its_field(town: Town, form: UnitForm, level: str, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await add(town.actor(cast.DEPARTMENT), town.organisations[cast.DEPARTMENT].id, form, level)
    assert [problem.key for problem in refusal.value.problems] == [key]
    assert await acts() == []


@pytest.mark.parametrize('who', [cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_units_and_reviewers_manage_nothing(town: Town, who: str) -> None:
    actor, school = town.actor(who), town.organisations[cast.SCHOOL].id
    for attempt in (
        add(actor, school, NEW, 'unit'),
        edit(actor, school, NEW, seen=NEW),
        delete(actor, school),
        set_administrator(actor, school, AccountForm('张三', '13900000001')),
        unit_of(actor, school),
        office_lists.units(actor, UnitFilters(), FIRST),
    ):
        with pytest.raises(Forbidden):
            await attempt
    assert await acts() == []


async def test_a_foreign_unit_is_answered_like_a_missing_one(town: Town) -> None:
    actor, foreign = town.actor(cast.COUNTY), town.organisations[cast.OTHER_SCHOOL].id
    said = set()
    for unit in (foreign, 10**6):
        for place, attempt in enumerate(
            (
                add(actor, unit, NEW, 'unit'),
                edit(actor, unit, NEW, seen=NEW),
                delete(actor, unit),
                set_administrator(actor, unit, AccountForm('张三', '13900000001')),
                unit_of(actor, unit),
                office_lists.units(actor, UnitFilters(above=unit), FIRST),
            )
        ):
            with pytest.raises(NotFound) as refusal:
                await attempt
            said.add((place, str(refusal.value)))
    assert len(said) == 6
    assert await acts() == []


async def test_only_the_superior_manages_ones_own_organisation(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    own = town.organisations[cast.COUNTY].id
    for attempt in (
        edit(county, own, NEW, seen=NEW),
        delete(county, own),
        set_administrator(county, own, AccountForm('张三', '13900000001')),
    ):
        with pytest.raises(Forbidden, match='上级单位'):
            await attempt


async def test_a_unit_is_renamed_before_registration_only(town: Town) -> None:
    county, school = town.actor(cast.COUNTY), town.organisations[cast.SCHOOL]
    seen = (await unit_of(county, school.id)).form
    renamed = replace(seen, name='宜阳县第一中学')
    with pytest.raises(Unmet, match='只能新增'):
        await edit(county, school.id, renamed, seen=seen)
    with pytest.raises(Unmet, match='只能新增'):
        await delete(county, school.id)
    await edit(county, school.id, replace(seen, nature=Nature.OTHER.value), seen=seen)  # the nature is not the name
    await before_registration()
    seen = (await unit_of(county, school.id)).form
    await edit(county, school.id, replace(renamed, nature=''), seen=seen)
    row = await Organisation.get(id=school.id)
    assert (row.name, row.nature) == ('宜阳县第一中学', None)
    assert await acts() == [Act.EDIT_UNIT, Act.EDIT_UNIT]


async def test_the_year_can_lift_the_freeze(town: Town) -> None:
    assert await office_lists.frozen(town.actor(cast.COUNTY).path)
    year = await ExamYear.get(current=True)
    await ExamYear.filter(id=year.id).update(parameters={**year.parameters, 'units_frozen': False})
    years.forget()
    assert not await office_lists.frozen(town.actor(cast.COUNTY).path)
    added = await add(town.actor(cast.COUNTY), town.organisations[cast.DEPARTMENT].id, NEW, 'unit')
    await delete(town.actor(cast.COUNTY), added.id)
    assert await Organisation.get_or_none(id=added.id) is None


async def test_somebody_was_faster(town: Town) -> None:
    county, school = town.actor(cast.COUNTY), town.organisations[cast.SCHOOL]
    seen = (await unit_of(county, school.id)).form
    await edit(town.actor(cast.DEPARTMENT), school.id, replace(seen, nature=Nature.OTHER.value), seen=seen)
    with pytest.raises(Unmet, match='刚刚被他人修改'):
        await edit(county, school.id, replace(seen, nature=Nature.SELF_FUNDED.value), seen=seen)
    assert (await Organisation.get(id=school.id)).nature is Nature.OTHER
    assert await acts() == [Act.EDIT_UNIT]


async def test_what_has_a_history_is_not_deleted(town: Town) -> None:
    await before_registration()
    county = town.actor(cast.COUNTY)
    with pytest.raises(InUse, match='2 个下级单位'):
        await delete(county, town.organisations[cast.DEPARTMENT].id)
    await town.application(cast.SCHOOL)
    with pytest.raises(InUse, match='1 条报名信息'):
        await delete(county, town.organisations[cast.SCHOOL].id)
    await Account.filter(login=cast.PRIMARY).update(acted_at=clock.now())
    with pytest.raises(InUse, match='1 个账号已使用过系统'):
        await delete(county, town.organisations[cast.PRIMARY].id)
    assert await acts() == []


async def test_a_unit_without_history_is_deleted_with_its_account(town: Town) -> None:
    await before_registration()
    county = town.actor(cast.COUNTY)
    added = await add(county, town.organisations[cast.DEPARTMENT].id, NEW, 'unit')
    await set_administrator(county, added.id, AccountForm('张三丰', '13900000001'))
    await delete(county, added.id)
    assert not await Organisation.filter(id=added.id).exists()
    assert not await Account.filter(login=added.code).exists()
    assert await acts() == [Act.ADD_UNIT, Act.SET_ADMIN, Act.DELETE_UNIT]


async def test_disabling_ends_the_sessions_of_its_officials(town: Town, heard: list[Event]) -> None:
    county, health = town.actor(cast.COUNTY), town.organisations[cast.HEALTH]
    hospital = town.organisations[cast.HOSPITAL]
    account = await Account.get(login=cast.HOSPITAL)
    await sessions.open_session(account, '127.0.0.1', 'test', restricted=False)
    seen, above = (await unit_of(county, hospital.id)).form, (await unit_of(county, health.id)).form
    with pytest.raises(Unmet, match='先停用下级单位'):
        await edit(county, health.id, replace(above, enabled=False), seen=above)
    await edit(county, hospital.id, replace(seen, enabled=False), seen=seen)
    assert [type(event) for event in heard] == [SessionsEnded, OfficeChanged]
    after = await Account.get(login=cast.HOSPITAL)
    assert (after.enabled, after.epoch) == (False, account.epoch + 1)
    await edit(county, health.id, replace(above, enabled=False), seen=above)
    off = replace(seen, enabled=False)
    with pytest.raises(Unmet, match='上级单位已停用'):
        await edit(county, hospital.id, seen, seen=off)
    with pytest.raises(Unmet, match='上级单位已停用'):
        await add(county, health.id, NEW, 'unit')
    with pytest.raises(Unmet, match='已停用'):
        await set_administrator(county, hospital.id, AccountForm('张三丰', '13900000001'))
    await edit(county, health.id, above, seen=replace(above, enabled=False))
    await edit(county, hospital.id, seen, seen=off)
    assert (await Account.get(login=cast.HOSPITAL)).enabled
    disabled, enabled = Act.DISABLE_UNIT, Act.ENABLE_UNIT
    assert await acts() == [disabled, disabled, enabled, enabled]


async def test_a_unit_with_work_on_the_way_stays_enabled(town: Town) -> None:
    await town.application(cast.SCHOOL, at=Level.COUNTY)
    await town.application(cast.PRIMARY, at=Status.APPROVED)
    county = town.actor(cast.COUNTY)
    busy = await unit_of(county, town.organisations[cast.SCHOOL].id)
    with pytest.raises(Unmet, match='1 条未办结的申报'):
        await edit(county, busy.id, replace(busy.form, enabled=False), seen=busy.form)
    done = await unit_of(county, town.organisations[cast.PRIMARY].id)
    await edit(county, done.id, replace(done.form, enabled=False), seen=done.form)
    disabled = await Organisation.filter(enabled=False).values_list('code', flat=True)
    assert disabled == [cast.PRIMARY]


async def test_a_new_administrator_starts_with_the_initial_password(town: Town, heard: list[Event]) -> None:
    county, school = town.actor(cast.COUNTY), town.organisations[cast.SCHOOL]
    account = await Account.get(login=cast.SCHOOL)
    await Account.filter(id=account.id).update(password_hash='x', old_hashes=['y'], enabled=False)
    await sessions.open_session(account, '127.0.0.1', 'test', restricted=False)
    assert await set_administrator(county, school.id, AccountForm('王小明', '139 0000 0001')) == cast.SCHOOL
    after = await Account.get(login=cast.SCHOOL)
    assert (after.name, after.mobile, after.password_hash, after.activated_at) == ('王小明', '13900000001', '', None)
    assert (after.enabled, after.old_hashes, after.id) == (True, [], account.id)
    assert [type(event) for event in heard] == [SessionsEnded, OfficeChanged]
    with pytest.raises(Invalid) as refusal:
        await set_administrator(county, town.organisations[cast.PRIMARY].id, AccountForm('A', '13900000001x'))
    assert [problem.key for problem in refusal.value.problems] == ['name', 'mobile']
    with pytest.raises(Invalid, match='已被其他账号使用'):
        await set_administrator(county, town.organisations[cast.PRIMARY].id, AccountForm('李四光', '13900000001'))
    assert await acts() == [Act.SET_ADMIN]


async def test_the_table_shows_children_and_searches_below(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    top = await office_lists.units(county, UnitFilters(), FIRST)
    assert {row.code for row in top.rows} == {cast.DEPARTMENT, cast.HEALTH, '410327003000'}
    department = next(row for row in top.rows if row.code == cast.DEPARTMENT)
    assert (department.below, department.administrator, department.enabled) == (2, '赵敏', True)
    assert top.total == 3
    found = await office_lists.units(county, UnitFilters(keyword='学'), FIRST)
    assert {row.code for row in found.rows} == {cast.SCHOOL, cast.PRIMARY}
    by_code = await office_lists.units(county, UnitFilters(keyword='410327001'), FIRST)
    assert by_code.total == 3
    assert (await office_lists.units(county, UnitFilters(standing=AccountState.DISABLED), FIRST)).total == 0
    other = await office_lists.units(town.actor(cast.OTHER_COUNTY), UnitFilters(keyword='410327'), FIRST)
    assert (other.rows, other.total) == ((), 0)


async def test_three_rows_cost_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), []
    for above in (cast.HOSPITAL, cast.HEALTH, cast.COUNTY):
        filters = UnitFilters(above=town.organisations[above].id)
        with counted(monkeypatch) as statements:
            rows = (await office_lists.units(county, filters, FIRST)).rows
        sent.append((len(rows), len(statements)))
    assert sent == [(1, 5), (2, 5), (3, 5)]


async def test_nobody_is_registered_in_a_disabled_unit(town: Town) -> None:
    school, found = town.organisations[cast.SCHOOL], worker(town.persons, Grade.THREE, '0101')
    await Organisation.filter(id=school.id).update(enabled=False)
    person = Person(found.form.name, found.id_number, found.form.mobile)
    with pytest.raises(Unmet, match='已停用'):
        await enter(town.actor(cast.COUNTY), person, school.id, Form(channel=Channel.SUPPLEMENTARY))
    assert not await Account.filter(role=Role.APPLICANT).exists()
