"""The audiences admit by role and level alone, and say whom they are for."""

from __future__ import annotations

import itertools

import pytest

from domain.errors import Forbidden
from domain.rules import permissions
from domain.rules.actor import Actor
from domain.rules.permissions import Audience
from domain.rules.vocabulary import Level, Role

EVERYBODY = {(role, level) for role, level in itertools.product(Role, [*Level, None])}
OFFICES = {(role, level) for role, level in EVERYBODY if role is not Role.APPLICANT}


def administrators(*levels: Level) -> set[tuple[Role, Level | None]]:
    return {(Role.ADMIN, level) for level in levels}


def admitted(audience: Audience) -> set[tuple[Role, Level | None]]:
    return {(role, level) for role, level in EVERYBODY if audience.admits(Actor(1, '', role, level=level))}


@pytest.mark.parametrize(('audience', 'expected'), [
    (permissions.Anyone, EVERYBODY),
    (permissions.SignedIn, EVERYBODY),
    (permissions.Activating, EVERYBODY),
    (permissions.Applicant, EVERYBODY - OFFICES),
    (permissions.Reviewer, OFFICES),
    (permissions.Administrator, administrators(*Level)),
    (permissions.Department, administrators(Level.DEPARTMENT, Level.COUNTY, Level.CITY, Level.PROVINCE)),
    (permissions.County, administrators(Level.COUNTY, Level.CITY, Level.PROVINCE)),
    (permissions.City, administrators(Level.CITY, Level.PROVINCE)),
    (permissions.Province, administrators(Level.PROVINCE)),
])  # fmt: skip
def test_role_and_level_say_who_is_admitted(audience: Audience, expected: set[tuple[Role, Level | None]]) -> None:
    assert admitted(audience) == expected


@pytest.mark.parametrize(('audience', 'sentence'), [
    (permissions.Applicant, '只有报考人员可以操作'),
    (permissions.Reviewer, '只有管理员和本级审核员可以操作'),
    (permissions.Administrator, '只有管理员可以操作'),
    (permissions.Department, '只有主管单位及以上管理员可以操作'),
    (permissions.County, '只有县区及以上管理员可以操作'),
    (permissions.City, '只有市级及以上管理员可以操作'),
    (permissions.Province, '只有省级管理员可以操作'),
])  # fmt: skip
def test_who_is_not_admitted_is_told_who_is(audience: Audience, sentence: str) -> None:
    outsider = Actor(1, '', Role.ADMIN if audience is permissions.Applicant else Role.APPLICANT)
    with pytest.raises(Forbidden, match=f'^{sentence}$'):
        audience.require(outsider)


@pytest.mark.parametrize(('audience', 'label'), [
    (permissions.Anyone, '所有人'), (permissions.SignedIn, '已登录用户'), (permissions.Activating, '待修改密码的用户'),
])  # fmt: skip
def test_whoever_is_admitted_goes_on(audience: Audience, label: str) -> None:
    audience.require(Actor(1, '', Role.APPLICANT))
    assert audience.label == label
