"""The first start of a real installation, and whether it is ready."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

from tortoise.exceptions import BaseORMException

from domain import clock
from domain.errors import Busy
from domain.rules.vocabulary import Level, Role
from domain.rules.year.parameters import Parameters
from domain.services.unit_of_work import unit_of_work
from storage.connection.advisory_locks import in_turn
from storage.models import Account, ExamYear, Organisation, Trade
from storage.queries.organisations import DIGITS

ASSETS = Path(__file__).parents[3] / 'assets'
ADMINISTRATOR = '410000'  # the code of the province is its main administrator's account (1-domain §1)
READY_SECONDS = 2


async def set_up() -> bool:
    """Fill an empty database: the divisions, the trades, this year, and an administrator to be activated.

    Returns whether there was anything to do; an installation that has organisations is not changed.
    """
    async with unit_of_work(None):
        await in_turn('first start')
        if await Organisation.exists():
            return False
        await _divisions()
        with (ASSETS / 'trades.csv').open(encoding='utf-8') as file:
            await Trade.bulk_create(
                Trade(code=row['code'], name=row['name'], group_code=row['group'], group_name=row['group_name'])
                for row in csv.DictReader(file)
            )
        await ExamYear.create(
            year=clock.today().year, current=True, parameters=Parameters().model_dump(mode='json'), fees={}
        )
        province = await Organisation.get(level=Level.PROVINCE)
        await Account.create(
            login=ADMINISTRATOR, role=Role.ADMIN, organisation_id=province.id, name='省级管理员', created_at=clock.now()
        )
    return True


async def is_ready() -> bool:
    """Whether the database answers in time."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await Organisation.exists()
    except (BaseORMException, Busy, TimeoutError, OSError):
        return False
    return True


async def _divisions() -> None:
    """Province, cities, counties, one level at a time: a path needs the path above it."""
    with (ASSETS / 'divisions.csv').open(encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    above: dict[str, Organisation] = {}
    for level in (Level.PROVINCE, Level.CITY, Level.COUNTY):
        taken: dict[str, int] = {}
        fresh = []
        for row in (row for row in rows if row['level'] == level):
            parent = above.get(row['parent'])
            taken[row['parent']] = taken.get(row['parent'], 0) + 1
            path = (parent.path if parent else '') + str(taken[row['parent']]).zfill(DIGITS)
            above_id = parent.id if parent else None
            fresh.append(Organisation(code=row['code'], name=row['name'], level=level, parent_id=above_id, path=path))
        await Organisation.bulk_create(fresh)
        above = {row.code: row for row in await Organisation.filter(level=level)}
