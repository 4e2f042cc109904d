"""Branches that the province adds to the town through the services: 航空港区 with a school, 中央驻豫 with a station."""

from __future__ import annotations

from domain.rules.vocabulary import OfficeKind
from domain.services.offices.account_changes import AccountForm, set_administrator
from domain.services.offices.organisation_changes import UnitForm, add
from storage.models import Account, Organisation
from tests import town as cast
from tests.town import Town

AIRPORT, AIRPORT_BUREAU, AIRPORT_SCHOOL, AIRPORT_CLINIC = '419100', '419100001000', '419100001001', '419100001002'
CENTRAL, CENTRAL_BUREAU, CENTRAL_STATION = '419600', '419600001000', '419600001001'


async def office(town: Town, above: str, name: str, kind: OfficeKind) -> Organisation:
    """A new organisation with its administrator, added by the administrator of the one above."""
    actor = town.actor(above)
    row = await add(actor, town.organisations[above].id, UnitForm(name), kind.value)
    mobile = f'139{len(town.accounts):08}'
    login = await set_administrator(actor, row.id, AccountForm('方致远', mobile))
    town.organisations[row.code], town.accounts[login] = row, await Account.get(login=login)
    return row


async def add_airport(town: Town) -> Organisation:
    """航空港区 as a branch of its own, without counties: a department with two units."""
    branch = await office(town, cast.PROVINCE, '郑州航空港经济综合实验区', OfficeKind.ZONE)
    await office(town, AIRPORT, '航空港区教育文化卫生体育局', OfficeKind.DEPARTMENT)
    await office(town, AIRPORT_BUREAU, '航空港区第一高级中学', OfficeKind.UNIT)
    await office(town, AIRPORT_BUREAU, '航空港区妇幼保健院', OfficeKind.UNIT)
    return branch


async def add_central(town: Town) -> Organisation:
    """中央驻豫 as a branch: a department with one unit."""
    branch = await office(town, cast.PROVINCE, '中央驻豫单位', OfficeKind.CENTRAL)
    await office(town, CENTRAL, '黄河水利委员会', OfficeKind.DEPARTMENT)
    await office(town, CENTRAL_BUREAU, '黄河水利委员会机械站', OfficeKind.UNIT)
    return branch
