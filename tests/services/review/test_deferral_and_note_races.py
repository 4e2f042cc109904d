"""Two at once on a deferral or a note: one wins, the other learns who was first and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import DecidedAlready
from domain.rules.vocabulary import MaterialKind
from domain.services.review.deferrals import confirm_supplied, defer, recheck
from domain.services.review.notes import OPINIONS, answer, close, write
from storage.connection.database import dialect, transaction
from storage.models import Application, Deferral, JournalEntry, Opinion
from tests import town as cast
from tests.town import Town

ITEMS, NOTE = (MaterialKind.SALARY,), '工资表待财务盖章，下周补齐'


@dataclass(frozen=True)
class Race:
    """An application before two acts that exclude each other, and its deferral or note."""

    application: Application
    row: Deferral | Opinion | None
    first: Callable[[], Awaitable[object]]
    second: Callable[[], Awaitable[object]]


async def fresh(application: Application) -> Application:
    return await Application.get(id=application.id)


async def deferring(town: Town) -> Race:
    application, school = await town.application(grade=1), town.actor(cast.SCHOOL)
    day, seen = clock.today() + timedelta(days=7), application.version
    return Race(
        application,
        None,
        lambda: defer(school, application.id, ITEMS, NOTE, day, seen=seen),
        lambda: defer(school, application.id, ITEMS, '另一份备注', day, seen=seen),
    )


async def changing(town: Town) -> Race:
    start, school = await deferring(town), town.actor(cast.SCHOOL)
    await start.first()
    application = await fresh(start.application)
    day, seen = clock.today() + timedelta(days=9), application.version
    return Race(
        application,
        await Deferral.get(application_id=application.id),
        lambda: defer(school, application.id, ITEMS, '延期', day, seen=seen),
        lambda: defer(school, application.id, ITEMS, '另行延期', day, seen=seen),
    )


async def confirming(town: Town) -> Race:
    start, school = await changing(town), town.actor(cast.SCHOOL)
    await town.upload(start.application, MaterialKind.SALARY)

    async def confirm() -> object:
        return await confirm_supplied(school, start.application.id, seen=start.application.version)

    return Race(start.application, start.row, confirm, confirm)


async def rechecking(town: Town) -> Race:
    start = await confirming(town)
    await start.first()
    application, county, city = await fresh(start.application), town.actor(cast.COUNTY), town.actor(cast.CITY)
    return Race(
        application,
        await Deferral.get(application_id=application.id),
        lambda: recheck(county, application.id, True, seen=application.version),
        lambda: recheck(city, application.id, False, '印章不清晰', seen=application.version),
    )


async def answering(town: Town) -> Race:
    start, school = await town.application(), town.actor(cast.SCHOOL)
    note = await write(town.actor(cast.CITY), OPINIONS, start.id, '请核实现聘岗位', seen=start.version)
    application = await fresh(start)
    return Race(
        application,
        await Opinion.get(id=note.id),
        lambda: answer(school, OPINIONS, note.id, '已核实，一致', seen=application.version),
        lambda: answer(school, OPINIONS, note.id, '尚在核实', seen=application.version),
    )


async def closing(town: Town) -> Race:
    start, city = await answering(town), town.actor(cast.CITY)
    await start.first()
    application = await fresh(start.application)
    note = await Opinion.get(application_id=application.id)

    async def shut() -> object:
        return await close(city, OPINIONS, note.id, seen=application.version)

    return Race(application, note, shut, shut)


RACES = [deferring, changing, confirming, rechecking, answering, closing]
Prepare = Callable[[Town], Awaitable[Race]]


async def traces(application: Application) -> tuple[object, ...]:
    """Everything that an act on a deferral or a note could write about this application."""
    row = await Application.filter(id=application.id).values()
    hanging = [await rows.filter(application_id=application.id).values() for rows in (Deferral, Opinion)]
    return row, hanging, await JournalEntry.filter(application_id=application.id).count()


@pytest.mark.parametrize('prepare', RACES)
async def test_of_two_at_once_one_wins_and_the_other_is_refused(town: Town, prepare: Prepare) -> None:
    race = await prepare(town)
    entries = await JournalEntry.filter(application_id=race.application.id).count()
    outcomes = await asyncio.gather(race.first(), race.second(), return_exceptions=True)
    assert sorted(isinstance(outcome, DecidedAlready) for outcome in outcomes) == [False, True]
    (won,) = [outcome for outcome in outcomes if not isinstance(outcome, DecidedAlready)]
    assert isinstance(won, Deferral | Opinion)
    (kept,) = await type(won).filter(application_id=race.application.id).values()
    assert kept == {column: getattr(won, column) for column in kept}
    assert await JournalEntry.filter(application_id=race.application.id).count() == entries + 1
    assert (await fresh(race.application)).version == race.application.version + 1


@pytest.mark.parametrize('prepare', [confirming, rechecking, answering, closing])
async def test_a_row_whose_state_changed_after_it_was_judged_is_left_alone(town: Town, prepare: Prepare) -> None:
    race = await prepare(town)
    assert race.row is not None
    await _changed_as_soon_as_the_application_is_written(race.row)
    before = await traces(race.application)
    with pytest.raises(DecidedAlready):
        await race.first()
    assert await traces(race.application) == before


async def _changed_as_soon_as_the_application_is_written(row: Deferral | Opinion) -> None:
    """A trigger of the database changes the row between the check and the write, so the order is certain."""
    table, other = row._meta.db_table, 'cleared' if isinstance(row, Deferral) else 'withdrawn'
    change = f'UPDATE "{table}" SET "state" = \'{other}\' WHERE "id" = {row.id};'
    async with transaction() as connection:
        if dialect() == 'sqlite':
            await connection.execute_query(
                f'CREATE TRIGGER "meanwhile" AFTER UPDATE ON "application" BEGIN {change} END'
            )
            return
        await connection.execute_query(
            f'CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {change} RETURN NEW; END $$'
        )
        await connection.execute_query(
            'CREATE TRIGGER "meanwhile" AFTER UPDATE ON "application" FOR EACH ROW EXECUTE FUNCTION meanwhile()'
        )
