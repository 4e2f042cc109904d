"""How the tree of organisations grows: codes, logins of reviewers, the freeze, and who manages whom."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.person import Unfit
from domain.rules.offices.levels import (
    branch_kind,
    kinds_below,
    next_code,
    next_reviewer,
    parse_office_name,
    units_are_frozen,
    why_not_managed,
)
from domain.rules.offices.office_filters import AccountFilters, UnitFilters
from domain.rules.offices.unit_sheet import HEADINGS, read_lines
from domain.rules.vocabulary import AccountState, Level, Nature, OfficeKind, Role, WindowKind
from domain.rules.year.parameters import Parameters
from tests.sheet_tables import table

DIVISIONS = Path(__file__).parents[3] / 'assets' / 'divisions.csv'
D, U, C = Level.DEPARTMENT, Level.UNIT, Level.COUNTY
DEPARTMENT, UNIT, COUNTY = OfficeKind.DEPARTMENT, OfficeKind.UNIT, OfficeKind.COUNTY
ZONE, DIRECT, CENTRAL = OfficeKind.ZONE, OfficeKind.DIRECT_COUNTY, OfficeKind.CENTRAL


@dataclass(frozen=True)
class Span:
    kind: WindowKind
    opens_at: datetime
    closes_at: datetime
    level: Level | None = None


@pytest.mark.parametrize(
    ('above', 'kind', 'above_level', 'taken', 'code'),
    [
        ('410327', DEPARTMENT, C, (), '410327001000'),
        ('410327', DEPARTMENT, C, ('410327001000', '410327004000', '410327000009'), '410327005000'),
        ('410327001000', UNIT, D, ('410327001001', '410327001002'), '410327001003'),
        ('410327', UNIT, C, ('410327001000',), '410327000001'),
        ('410300', DEPARTMENT, Level.CITY, ('410327', '410300001000'), '410300002000'),
        ('410000', DEPARTMENT, Level.PROVINCE, ('410100', '410000009000'), '410000010000'),
        ('410000', ZONE, Level.PROVINCE, ('410100', '410000009000'), '419100'),
        ('410000', ZONE, Level.PROVINCE, ('419100', '419200'), '419300'),
        ('410000', DIRECT, Level.PROVINCE, ('419100',), '417100'),
        ('410000', CENTRAL, Level.PROVINCE, ('419100',), '419600'),
        ('410300', COUNTY, Level.CITY, ('410327', '410300001000'), '410371'),
        ('419001', COUNTY, Level.CITY, ('419071', '419073'), '419072'),
        ('419100', COUNTY, Level.CITY, (), '419171'),
    ],
)
def test_codes_follow_the_highest_of_their_kind(
    above: str, kind: OfficeKind, above_level: Level, taken: tuple[str, ...], code: str
) -> None:
    assert next_code(above, kind, above_level, taken) == code


def test_a_thousandth_code_is_refused() -> None:
    with pytest.raises(Unfit, match='已用完'):
        next_code('410327', DEPARTMENT, C, ['410327999000'])
    with pytest.raises(Unfit, match='已用完'):
        next_reviewer('410327', ['410327-sh99'])


@pytest.mark.parametrize(
    ('above', 'kind', 'many'),
    [('410000', DIRECT, 19), ('410000', ZONE, 5), ('410000', CENTRAL, 4), ('410300', COUNTY, 9)],
)
def test_added_divisions_have_few_codes_and_no_official_one(above: str, kind: OfficeKind, many: int) -> None:
    level, given = (Level.CITY if kind is COUNTY else Level.PROVINCE), list[str]()
    for _ in range(many):
        given.append(next_code(above, kind, level, given))
    with pytest.raises(Unfit, match=f'{re.escape(kind.label)}编码已用完'):
        next_code(above, kind, level, given)
    with DIVISIONS.open(encoding='utf-8') as file:
        official = {row['code'] for row in csv.DictReader(file)}
    assert not official & set(given)
    if kind is not COUNTY:  # the ticket carries the third and fourth digits
        assert not {code[2:4] for code in given} & {code[2:4] for code in official}
        assert len({code[2:4] for code in given}) == len(given)


def test_the_kind_of_a_branch_is_read_from_its_code() -> None:
    codes = ('417100', '418900', '419100', '419500', '419600', '419900', '419001', '410300')
    kinds = [branch_kind(Level.CITY, code) for code in codes]
    assert kinds == [DIRECT, DIRECT, ZONE, ZONE, CENTRAL, CENTRAL, None, None]
    assert branch_kind(C, '419171') is branch_kind(D, '419100001000') is None


def test_reviewers_are_numbered() -> None:
    assert next_reviewer('410327', []) == '410327-sh01'
    assert next_reviewer('410327', ['410327-sh01', '410327-sh07', 'other']) == '410327-sh08'


def test_the_organisation_above_decides_what_can_be_below() -> None:
    offices = (DEPARTMENT, UNIT)
    assert kinds_below(U, '410327001001') == ()
    assert kinds_below(D, '410327001000') == (UNIT,)
    assert kinds_below(C, '410327') == kinds_below(C, '419171') == offices
    assert kinds_below(Level.CITY, '410300') == kinds_below(Level.CITY, '419001') == (*offices, COUNTY)
    assert kinds_below(Level.CITY, '419100') == (*offices, COUNTY)  # 功能区
    assert kinds_below(Level.CITY, '417100') == kinds_below(Level.CITY, '419600') == offices
    assert kinds_below(Level.PROVINCE, '410000') == (*offices, ZONE, DIRECT, CENTRAL)


def test_every_kind_has_its_level() -> None:
    assert [kind.level for kind in (DEPARTMENT, UNIT, COUNTY)] == [D, U, C]
    assert {kind.level for kind in (ZONE, DIRECT, CENTRAL)} == {Level.CITY}


@pytest.mark.parametrize('name', ['', ' ', '局', '字' * 61, '坏\x07名字'])
def test_invalid_names_are_refused(name: str) -> None:
    with pytest.raises(Unfit):
        parse_office_name(name)


def test_unnecessary_blanks_are_removed_from_a_name() -> None:
    assert parse_office_name('  宜阳县  粮食局（筹） ') == '宜阳县 粮食局（筹）'
    assert parse_office_name('宜阳县\u200b第１\u2f2f厂') == '宜阳县第1工厂'


def test_the_freeze_begins_with_the_first_day_of_registration() -> None:
    opens = clock.at(2026, 4, 1, 9)
    spans = [
        Span(WindowKind.REGISTRATION, opens + timedelta(days=20), opens + timedelta(days=30)),
        Span(WindowKind.REGISTRATION, opens, opens + timedelta(days=10)),
        Span(WindowKind.REVIEW, opens - timedelta(days=90), opens),
    ]
    year = Parameters()
    assert not units_are_frozen(year, spans, clock.at(2026, 3, 31, 23, 59))
    assert units_are_frozen(year, spans, clock.at(2026, 4, 1))
    assert units_are_frozen(year, spans, clock.at(2026, 9, 1))
    assert not units_are_frozen(Parameters(units_frozen=False), spans, clock.at(2026, 4, 2))
    assert not units_are_frozen(year, spans[2:], clock.at(2026, 4, 2))


@pytest.mark.parametrize(
    ('role', 'level', 'target', 'path', 'allowed'),
    [
        (Role.ADMIN, C, (2, Role.ADMIN), '000100010001', True),
        (Role.ADMIN, C, (2, Role.REVIEWER), '00010001', True),
        (Role.ADMIN, C, (2, Role.ADMIN), '00010001', False),  # a colleague of the same office
        (Role.ADMIN, C, (1, Role.ADMIN), '00010001', False),  # oneself
        (Role.ADMIN, U, (2, Role.APPLICANT), '00010001', False),
        (Role.REVIEWER, C, (2, Role.ADMIN), '000100010001', False),
        (Role.APPLICANT, None, (2, Role.APPLICANT), '00010001', False),
    ],
)
def test_who_manages_whom(
    role: Role, level: Level | None, target: tuple[int, Role], path: str, *, allowed: bool
) -> None:
    actor = Actor(1, '某人', role, 7, '某单位', level, '00010001')
    assert (why_not_managed(actor, *target, path) == '') is allowed


def test_filters_accept_only_known_values() -> None:
    assert UnitFilters.read({'above': 'x', 'keyword': 7, 'levels': 'unit,root', 'standing': 'gone'}) == UnitFilters(
        levels=(U,)
    )
    assert AccountFilters.read({'unit': '12', 'roles': ['admin', {}], 'standing': 'waiting'}) == AccountFilters(
        unit=12, roles=(Role.ADMIN,), standing=AccountState.WAITING
    )
    for filters in (UnitFilters(3, '学校', (D,), AccountState.DISABLED), AccountFilters('李', 4, (Role.REVIEWER,))):
        assert type(filters).read(filters.typed()) == filters


def test_a_sheet_is_read_below_its_header() -> None:
    head = ['单位名称', '上级单位', '单位性质', '单位级别', '管理员姓名', '管理员手机号']
    lines = read_lines(table([
        ['单位导入'], head,
        ['第二高级中学', 410327001000.0, '全额拨款事业单位', '单位', '张三', 13800000001.0],
        ['', '', '', '', '', ''],
        ['某局', '宜阳县', '私营', '', '', ''],
        ['某局', '', '', '科室', '', ''],
        ['某局', '', '', '', '张三', ''],
    ], HEADINGS))  # fmt: skip
    good, blank, nature, level, half = lines
    assert (good.row, good.superior, good.level, good.nature) == (3, '410327001000', U, Nature.FULLY_FUNDED)
    assert (good.administrator, good.mobile, good.fault) == ('张三', '13800000001', '')
    assert blank.is_blank
    assert [bool(line.fault) for line in (nature, level, half)] == [True] * 3
