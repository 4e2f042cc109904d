"""How the tree of organisations grows and who manages its accounts: levels, codes, the freeze during registration."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.clock import local
from domain.rules import typed_text
from domain.rules.actor import Actor
from domain.rules.application.person import Unfit
from domain.rules.vocabulary import BRANCHES, Level, OfficeKind, Role, WindowKind
from domain.rules.year.parameters import Parameters
from domain.rules.year.windows import Period

SHORTEST_NAME, LONGEST_NAME = 2, 60
LAST_NUMBER = 999  # three digits of a code, 1-domain §2
LAST_REVIEWER = 99
FROZEN = '报名开始后单位只能新增，不能改名、调整隶属关系或删除'
_OFFICES = (OfficeKind.DEPARTMENT, OfficeKind.UNIT)
# The third and fourth digits of a branch's code. The national standard of division codes gives 01–70 to cities and
# prefectures and 90 to divisions directly below a province, so no city ever has these (decision 24).
_BRANCH_DIGITS = {
    OfficeKind.DIRECT_COUNTY: range(71, 90),
    OfficeKind.ZONE: range(91, 96),
    OfficeKind.CENTRAL: range(96, 100),
}
_COUNTY_DIGITS = range(71, 80)  # the fifth and sixth digits of a county that is not on the official list
_REVIEWER = re.compile(r'-sh([0-9]{2})')


def kinds_below(level: Level, code: str) -> tuple[OfficeKind, ...]:
    """What can be added below an organisation of this level with this code; the usual kind first.

    The official divisions are there from the beginning. The province adds further branches at the level of a city, a
    city or a 功能区 adds counties. A unit may be directly below a division: its applications then skip the
    department's stage. Source: 1-domain §2, 14-year-evidence §2.
    """
    match level:
        case Level.PROVINCE:
            return (*_OFFICES, *BRANCHES)
        case Level.CITY if branch_kind(level, code) in (None, OfficeKind.ZONE):
            return (*_OFFICES, OfficeKind.COUNTY)
        case Level.CITY | Level.COUNTY:
            return _OFFICES
        case Level.DEPARTMENT:
            return (OfficeKind.UNIT,)
        case Level.UNIT:
            return ()


def branch_kind(level: Level, code: str) -> OfficeKind | None:
    """The kind of a branch at the level of a city that the province has added; None for any other organisation."""
    if level is not Level.CITY:
        return None
    return next((kind for kind, digits in _BRANCH_DIGITS.items() if int(code[2:4]) in digits), None)


def code_prefix(above: str, kind: OfficeKind, above_level: Level) -> tuple[str, str]:
    """The text before and after the three running digits of a new department's or unit's code below ``above``.

    Department: division + digits + 000; unit: department's part + digits, with 000 for a missing department.
    Source: 1-domain §2.
    """
    if kind is OfficeKind.DEPARTMENT:
        return above, '000'
    return (above[:9] if above_level is Level.DEPARTMENT else f'{above}000'), ''


def next_code(above: str, kind: OfficeKind, above_level: Level, taken: Iterable[str]) -> str:
    """The code of a new organisation. ``taken``: the codes of those directly below the same superior.

    A department or unit gets the code after the highest of its kind, a county or branch the first free one of its few.
    Raises Unfit with code ``name`` if all are used.
    """
    codes = set(taken)
    if kind not in _OFFICES:
        if free := next((code for code in _division_codes(above, kind) if code not in codes), ''):
            return free
        raise Unfit('name', f'可用的{kind.label}编码已用完')
    before, after = code_prefix(above, kind, above_level)
    pattern = re.compile(f'{before}([0-9]{{3}}){after}')
    numbers = [int(match[1]) for code in codes if (match := pattern.fullmatch(code))]
    number = max(numbers, default=0) + 1
    if number > LAST_NUMBER:
        raise Unfit('name', '该上级单位下的单位编码已用完，请联系省级管理员')
    return f'{before}{number:03}{after}'


def _division_codes(above: str, kind: OfficeKind) -> list[str]:
    """All codes that a county below the city ``above``, or a branch below the province ``above``, can have."""
    if kind is OfficeKind.COUNTY:
        return [f'{above[:4]}{digits}' for digits in _COUNTY_DIGITS]
    return [f'{above[:2]}{digits}00' for digits in _BRANCH_DIGITS[kind]]


def next_reviewer(code: str, taken: Iterable[str]) -> str:
    """The login of the next reviewer of the organisation: its code, -sh and two digits.

    Raises Unfit with code ``name`` if all 99 are used.
    """
    numbers = [int(match[1]) for login in taken if (match := _REVIEWER.fullmatch(login.removeprefix(code)))]
    number = max(numbers, default=0) + 1
    if number > LAST_REVIEWER:
        raise Unfit('name', '本级审核员账号已用完，请启用已停用的账号')
    return f'{code}-sh{number:02}'


def parse_office_name(text: str) -> str:
    """The name of an organisation as it is stored. Raises Unfit with code ``name``."""
    name = typed_text.spaced(text)
    if not name:
        raise Unfit('name', '请填写单位名称')
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Unfit('name', f'单位名称应为 {SHORTEST_NAME} 至 {LONGEST_NAME} 个字')
    return name


def units_are_frozen(parameters: Parameters, windows: Iterable[Period], now: datetime) -> bool:
    """Whether units can only be added: from the first day of registration on, if the parameters of the year say so.

    Source: 1-domain §2, [P].
    """
    first = min((window.opens_at for window in windows if window.kind == WindowKind.REGISTRATION), default=None)
    if not parameters.units_frozen or first is None:
        return False
    there = local(first)
    midnight = there - timedelta(hours=there.hour, minutes=there.minute, seconds=there.second)
    return now >= midnight.replace(microsecond=0)


def why_not_managed(actor: Actor, account_id: int, role: Role, path: str) -> str:
    """Why the actor may not manage an account in the subtree; empty when they may. Source: 3-screens 用户管理.

    The administrator of an organisation is managed from above; all other accounts also by the organisation itself.
    """
    if actor.role is not Role.ADMIN or not actor.at_least(Level.DEPARTMENT):
        return '只有主管单位及以上管理员可以管理账号'
    if account_id == actor.account_id:
        return '不能管理自己的账号，请在“个人信息”中修改'
    if role is Role.ADMIN and path == actor.path:
        return '本单位的管理员由上级单位管理'
    return ''
