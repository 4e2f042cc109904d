"""Concurrent decisions: every application is decided exactly once, and the journal proves it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from domain.errors import DecidedAlready, Forbidden
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Level
from domain.services import journal
from domain.services.review.decisions import Opinion, decide
from storage.connection.database import dialect, transaction
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.town import Town

APPLICATIONS, DECIDERS = 200, 4


async def test_four_at_once_on_two_hundred_applications_decide_each_exactly_once(
    town: Town, figure: Callable[[str], None]
) -> None:
    people = [await town.application(grade=4, at=Level.COUNTY) for _ in range(APPLICATIONS)]
    before = await JournalEntry.all().count()
    hands = [town.actor(login) for login in (cast.COUNTY, cast.COUNTY_REVIEWER, cast.COUNTY_SECOND, cast.COUNTY)]
    assert len(hands) == DECIDERS
    won: list[int] = []

    async def try_all(actor: Actor, act: Act) -> None:
        for application in people:
            try:
                await decide(actor, application.id, act, Opinion('同时审核'), seen=application.version)
            except (DecidedAlready, Forbidden):
                continue
            won.append(application.id)

    await asyncio.gather(*(try_all(hand, act) for hand, act in zip(hands, [Act.APPROVE, Act.RETURN] * 2, strict=True)))
    assert sorted(won) == sorted(application.id for application in people)
    assert await JournalEntry.all().count() - before == APPLICATIONS
    decided = JournalEntry.filter(act__in=[Act.APPROVE, Act.RETURN], level='county')
    assert await decided.count() == APPLICATIONS
    assert await Application.filter(stage=Level.COUNTY).count() == 0
    versions = {row.version for row in await Application.all()}
    assert versions == {people[0].version + 1}
    assert [found async for found in journal.breaks()] == []
    figure(f'W2 {APPLICATIONS} applications × {DECIDERS} at once on {dialect()}: {len(won)} decisions, 0 double')


@pytest.mark.parametrize(
    ('change', 'reason'),
    [('"reason" = \'别的原因\'', '内容被改动'), ('"previous_hash" = \'0\'', '与上一条记录不衔接')],
)
async def test_verifying_finds_a_tampering_and_names_the_place(town: Town, change: str, reason: str) -> None:
    await town.application(at=Level.CITY)
    victim = await town.application(at=Level.CITY)
    await town.application(at=Level.CITY)
    await _with_the_guard_off(
        f'UPDATE "journal_entry" SET {change} WHERE "chain" = \'application:{victim.id}\' AND "sequence" = 3'
    )
    assert [(found.chain, found.sequence, found.reason) async for found in journal.breaks()] == [
        (f'application:{victim.id}', 3, reason)
    ]


async def test_verifying_finds_a_missing_entry(town: Town) -> None:
    victim = await town.application(at=Level.CITY)
    await _with_the_guard_off(
        f'DELETE FROM "journal_entry" WHERE "chain" = \'application:{victim.id}\' AND "sequence" = 2'
    )
    assert [(found.sequence, found.reason) async for found in journal.breaks()] == [(3, '缺少记录')]


async def _with_the_guard_off(statement: str) -> None:
    """Run a statement that only someone with direct access to the database can run."""
    async with transaction() as connection:
        if dialect() == 'sqlite':
            await connection.execute_query('DROP TRIGGER "journal_no_update"')
            await connection.execute_query('DROP TRIGGER "journal_no_delete"')
        else:
            await connection.execute_query('ALTER TABLE "journal_entry" DISABLE TRIGGER USER')
        await connection.execute_query(statement)
