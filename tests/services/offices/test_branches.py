"""Branches that are on no official list: 航空港区, 省直管县（市）, 中央驻豫, and counties that a city adds."""

from __future__ import annotations

import asyncio

import pytest

from domain.errors import Forbidden, Invalid, NotFound
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import Paging
from domain.rules.offices.office_filters import UnitFilters
from domain.rules.vocabulary import Act, Level, OfficeKind
from domain.services.access import own_account, password_hashing, sessions, sign_in
from domain.services.offices import office_lists, organisations
from domain.services.offices.account_changes import AccountForm, add_reviewer
from domain.services.offices.organisation_changes import UnitForm, add, edit, unit_of
from domain.services.offices.unit_import import UnitOutcome, import_rows
from storage.models import JournalEntry, Organisation
from tests import branches
from tests import town as cast
from tests.branches import add_airport, add_central
from tests.services.offices.test_unit_import import workbook
from tests.town import Town

PROVINCE, FIRST = cast.PROVINCE, Paging(size=100)


async def added(town: Town, above: str, name: str, kind: OfficeKind) -> Organisation:
    return await add(town.actor(above), town.organisations[above].id, UnitForm(name), kind.value)


async def test_the_province_adds_branches_of_three_kinds_at_the_level_of_a_city(town: Town) -> None:
    zone = await added(town, PROVINCE, '航空港区', OfficeKind.ZONE)
    county = await added(town, PROVINCE, '兰考县（省直管）', OfficeKind.DIRECT_COUNTY)
    central = await added(town, PROVINCE, '中央驻豫单位', OfficeKind.CENTRAL)
    assert [(row.code, row.level) for row in (zone, county, central)] == [
        ('419100', Level.CITY), ('417100', Level.CITY), ('419600', Level.CITY),
    ]  # fmt: skip
    entry = await JournalEntry.filter(act=Act.ADD_UNIT).first()
    assert entry is not None
    assert entry.details == {'unit': zone.id, 'code': '419100', 'name': '航空港区', 'kind': 'zone'}


async def test_a_city_and_a_zone_add_counties(town: Town) -> None:
    await add_airport(town)
    county = await added(town, cast.CITY, '洛阳高新技术产业开发区', OfficeKind.COUNTY)
    inside = await added(town, branches.AIRPORT, '航空港区北片区', OfficeKind.COUNTY)
    assert [(row.code, row.level) for row in (county, inside)] == [('410371', Level.COUNTY), ('419171', Level.COUNTY)]
    by_province = await add(
        town.actor(PROVINCE), town.organisations[cast.CITY].id, UnitForm('伊滨区'), OfficeKind.COUNTY.value
    )
    assert by_province.code == '410372'


@pytest.mark.parametrize(
    ('who', 'kind'),
    [
        (cast.CITY, 'zone'),  # only below the province
        (cast.COUNTY, 'county'),
        (PROVINCE, 'county'),
        (PROVINCE, 'city'),
        (branches.CENTRAL, 'county'),
    ],
)
async def test_what_cannot_be_below_is_refused_at_its_field(town: Town, who: str, kind: str) -> None:
    await add_central(town)
    with pytest.raises(Invalid, match='不能新增这一级别') as refusal:
        await add(town.actor(who), town.organisations[who].id, UnitForm('新单位'), kind)
    assert [problem.key for problem in refusal.value.problems] == ['level']


async def test_a_branch_with_the_name_of_another_is_refused(town: Town) -> None:
    await added(town, PROVINCE, '航空港区', OfficeKind.ZONE)
    for name in ('航空港区', '洛阳市'):
        with pytest.raises(Invalid, match='同名单位'):
            await added(town, PROVINCE, name, OfficeKind.ZONE)


async def test_two_branches_added_at_once_get_two_codes(town: Town) -> None:
    rows = await asyncio.gather(*(added(town, PROVINCE, name, OfficeKind.ZONE) for name in ('航空港区', '示范区')))
    assert {row.code for row in rows} == {'419100', '419200'}


async def test_nobody_but_the_province_reaches_beyond_its_own_tree(town: Town) -> None:
    await add_airport(town)
    with pytest.raises(NotFound):
        await unit_of(town.actor(cast.CITY), town.organisations[branches.AIRPORT].id)
    with pytest.raises(NotFound):
        await unit_of(town.actor(branches.AIRPORT), town.organisations[cast.CITY].id)
    with pytest.raises(NotFound):
        await add(town.actor(branches.AIRPORT), town.organisations[PROVINCE].id, UnitForm('新区'), 'zone')
    seen = (await unit_of(town.actor(branches.AIRPORT), town.organisations[branches.AIRPORT].id)).form
    with pytest.raises(Forbidden, match='上级单位'):
        await edit(town.actor(branches.AIRPORT), town.organisations[branches.AIRPORT].id, seen, seen=seen)


async def test_the_administrator_of_a_branch_signs_in_with_its_code_and_123(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    password_hashing.prepare('00' * 32, cost=4)
    monkeypatch.setattr(sign_in, 'REFUSAL_SECONDS', 0)
    await add_airport(town)
    ticket = await sign_in.sign_in(branches.AIRPORT, '123', address='10.0.0.1')
    key = await sessions.find(await sign_in.redeem(ticket, address='10.0.0.1'))
    assert sessions.restricted(key)  # until the password is changed
    ticket = await own_account.change_password(key, 'Kaohe@2026', None, address='10.0.0.1')
    actor = await sessions.actor_of(await sessions.find(await sign_in.redeem(ticket, address='10.0.0.1')))
    assert (actor.organisation, actor.title) == ('郑州航空港经济综合实验区', '市级管理员')
    assert await add_reviewer(actor, AccountForm('丁一', '13700000001')) == '419100-sh01'


async def test_branches_stand_beside_the_cities_and_before_the_departments(town: Town) -> None:
    await add_airport(town)
    province, top = town.actor(PROVINCE), town.organisations[PROVINCE]
    order = ['平顶山市', '洛阳市', '郑州航空港经济综合实验区', '河南省水利厅']
    nodes = await organisations.children_of(province, top.id)
    rows = (await office_lists.units(province, UnitFilters(), FIRST)).rows
    assert [node.name for node in nodes] == [row.name for row in rows]
    assert sorted(order) == sorted(node.name for node in nodes)
    assert [node.name for node in nodes][-2:] == order[-2:]
    below = await office_lists.units(province, UnitFilters(above=town.organisations[cast.CITY].id), FIRST)
    assert below.rows[0].name == '洛阳市'  # the chosen one, then its counties, then its departments
    levels = [row.level for row in below.rows]
    assert levels == sorted(levels, key=list(Level).index)


async def test_branches_are_found_by_name_and_code(town: Town) -> None:
    await add_airport(town)
    province = town.actor(PROVINCE)
    for keyword in ('航空港经济', '4191'):
        assert '郑州航空港经济综合实验区' in {node.name for node in await organisations.find(province, keyword)}
        found = await office_lists.units(province, UnitFilters(keyword=keyword), FIRST)
        assert branches.AIRPORT in {row.code for row in found.rows}
    assert await organisations.find(town.actor(cast.CITY), '航空港') == []


async def test_a_workbook_names_a_branch_as_superior_by_name_or_code(town: Town) -> None:
    await add_airport(town)
    content = workbook(
        ('郑州航空港经济综合实验区', '航空港区财政局', '', '', '', ''),
        ('419100', '航空港区市政中心', '单位', '', '钱二', '13700000002'),
        ('航空港区财政局', '航空港区会计核算中心', '', '', '', ''),
    )
    report = await import_rows(town.actor(PROVINCE), content, to_the_end)
    assert [one.verdict for one in report.verdicts] == [UnitOutcome.ADDED] * 3
    codes = await Organisation.filter(code__startswith='419100').order_by('code').values_list('code', flat=True)
    assert list(codes) == [
        '419100', '419100000001', '419100001000', '419100001001', '419100001002', '419100002000', '419100002001',
    ]  # fmt: skip
