"""A number is found by any beginning of it, in whatever language the database sorts its texts."""

from __future__ import annotations

import pytest
from tortoise.connection import get_connection

from storage.connection.database import dialect
from storage.models import Account
from storage.queries.prefixes import begins
from storage.settings.config import Settings
from storage.settings.tortoise_config import ALIAS
from tests import town as cast
from tests.town import Town

NUMBERS = ('410327198001010109', '410327198001010110', '41032719800101011X', '410328198001010109')


async def sorted_as(collation: str) -> None:
    """Let the database sort logins by the rules of a language, as PostgreSQL in most installations does."""
    if dialect() == 'postgres':
        connection = get_connection(ALIAS)
        await connection.execute_query(f'ALTER TABLE account ALTER COLUMN login TYPE varchar(40) COLLATE "{collation}"')


@pytest.mark.parametrize('collation', ['C', 'zh-x-icu', 'en-x-icu'])
async def test_every_beginning_finds_those_that_begin_so_and_no_other(
    town: Town, database: Settings, collation: str
) -> None:
    await sorted_as(collation)
    for number in NUMBERS:
        await Account.create(
            login=number, role=cast.Role.APPLICANT, name='某', created_at=town.accounts['410327'].created_at
        )
    logins = [str(login) for login in await Account.all().values_list('login', flat=True)]
    assert {cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL, *NUMBERS} <= set(logins)
    beginnings = {login[:length] for login in logins for length in range(6, len(login) + 1)}
    assert {code[-1] for code in beginnings} >= set('0123789X-sh')
    for code in sorted(beginnings):
        found = await Account.filter(begins('login', code)).values_list('login', flat=True)
        assert set(found) == {login for login in logins if login.startswith(code)}, code
