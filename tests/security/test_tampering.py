"""G2: an attacker with database access changes, deletes, swaps, inserts and cuts off; verification finds it."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from tortoise.connection import get_connection

from domain.rules.vocabulary import Act, Level, Status
from domain.services import journal
from domain.services.access import own_account
from domain.services.review.decisions import Opinion, decide
from storage.connection.database import dialect, transaction
from storage.models import JournalEntry
from storage.settings.tortoise_config import ALIAS
from tests import town as cast
from tests.town import Town

TAMPERINGS = 200
COLUMNS = (
    'reason', 'actor', 'office', 'level', 'address', 'previous_hash', 'hash', 'at', 'account_id', 'organisation_id',
    'unit_id', 'act', 'details', 'sequence',
)  # fmt: skip
Tamper = Callable[[Random, dict[str, Any]], Awaitable[None]]


async def test_two_hundred_tamperings_are_two_hundred_findings(town: Town, figure: Callable[[str], None]) -> None:
    await _lived(town)
    await _guard_off()
    dice, ways = Random(17), (_change, _delete, _swap, _insert, _cut_off)
    missed = []
    for number in range(TAMPERINGS):
        way, entries = ways[number % len(ways)], await JournalEntry.all().order_by('id').values()
        row = dice.choice(entries)
        found: list[journal.Break] = []
        with contextlib.suppress(_Undone):
            async with transaction():
                await way(dice, row)
                found = [one async for one in journal.breaks()]
                _take_back()
        missed += [] if found else [(way.__name__, row['chain'], row['sequence'])]
    assert missed == []
    assert [one async for one in journal.breaks()] == []  # and nothing was left changed
    figure(f'G2 {TAMPERINGS} tamperings with the journal on {dialect()}: {TAMPERINGS} found')


class _Undone(Exception):
    """Raised to roll back a tampering after its check."""


def _take_back() -> None:
    raise _Undone


async def _lived(town: Town) -> None:
    """Create chains of applications and of accounts, of different lengths."""
    for place in (Level.UNIT, Level.COUNTY, Level.CITY, Status.RETURNED, Status.REJECTED):
        application = await town.application(at=place)
        if isinstance(place, Level):
            holder = {Level.UNIT: cast.SCHOOL, Level.COUNTY: cast.COUNTY, Level.CITY: cast.CITY}[place]
            await decide(town.actor(holder), application.id, Act.APPROVE, Opinion(), seen=application.version)
    for number in range(3):
        for login in (cast.COUNTY, cast.CITY, cast.SCHOOL):
            await own_account.edit_profile(town.actor(login), f'改名{number}', '')


async def _change(dice: Random, row: dict[str, Any]) -> None:
    column = dice.choice(COLUMNS)
    new = {
        'at': "'2020-01-01 00:00:00+00:00'", 'act': "'reject'" if row['act'] is not Act.REJECT else "'approve'",
        'details': '\'{"x": 1}\'', 'sequence': str(row['sequence'] + 100),
        **dict.fromkeys(('account_id', 'organisation_id'), '2' if row['account_id'] != 2 else '3'), 'unit_id': '999',
    }.get(column, "'别的内容'")  # fmt: skip
    if column == 'organisation_id':
        new = '2' if row['organisation_id'] != 2 else '3'
    await _run(f'UPDATE "journal_entry" SET "{column}" = {new} WHERE "id" = {row["id"]}')


async def _delete(dice: Random, row: dict[str, Any]) -> None:
    chain = await JournalEntry.filter(chain=row['chain']).order_by('-sequence').first()
    assert chain is not None
    await _run(f'DELETE FROM "journal_entry" WHERE "id" = {row["id"]}')


async def _swap(dice: Random, row: dict[str, Any]) -> None:
    others = await JournalEntry.exclude(id=row['id']).values()
    other = dice.choice(others)
    for column in ('reason', 'act', 'at', 'details', 'actor', 'hash', 'account_id'):
        mine = f'(SELECT "{column}" FROM "journal_entry" WHERE "id" = {other["id"]})'
        await _run(f'UPDATE "journal_entry" SET "{column}" = {mine} WHERE "id" = {row["id"]}')


async def _insert(dice: Random, row: dict[str, Any]) -> None:
    """One more entry at the end of a chain, with a wrong hash that only looks valid."""
    last = await JournalEntry.filter(chain=row['chain']).order_by('-sequence').first()
    assert last is not None
    columns = [name for name in row if name not in ('id', 'sequence', 'hash', 'previous_hash')]
    listed = ', '.join(f'"{name}"' for name in columns)
    await _run(
        f'INSERT INTO "journal_entry" ({listed}, "sequence", "hash", "previous_hash") '
        f"SELECT {listed}, {last.sequence + 1}, '{dice.getrandbits(256):064x}', '{last.hash}' "
        f'FROM "journal_entry" WHERE "id" = {row["id"]}'
    )


async def _cut_off(dice: Random, row: dict[str, Any]) -> None:
    """Cut off the end of a chain, which no later entry refers to."""
    last = await JournalEntry.filter(chain=row['chain']).order_by('-sequence').first()
    assert last is not None
    first = dice.randint(max(1, last.sequence - 2), last.sequence)
    await _run(f'DELETE FROM "journal_entry" WHERE "chain" = \'{row["chain"]}\' AND "sequence" >= {first}')


async def _run(statement: str) -> None:
    await get_connection(ALIAS).execute_query(statement)


async def _guard_off() -> None:
    async with transaction() as connection:
        if dialect() == 'sqlite':
            await connection.execute_query('DROP TRIGGER "journal_no_update"')
            await connection.execute_query('DROP TRIGGER "journal_no_delete"')
        else:
            await connection.execute_query('ALTER TABLE "journal_entry" DISABLE TRIGGER USER')
