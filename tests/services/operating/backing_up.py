"""Shared by the tests of backups and restores: rows and files to lose, and an empty place to restore them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest_asyncio

from domain.rules.vocabulary import Level, MaterialKind, Status
from storage.backup import database_statistics
from storage.settings.config import Settings
from tests.conftest import postgres_address
from tests.town import Town


@pytest_asyncio.fixture
async def place(database: Settings, tmp_path: Path) -> AsyncIterator[Settings]:
    """An empty place: another data directory, and on PostgreSQL another database."""
    if not database.database:
        yield Settings(data=tmp_path / 'place', database=None)
        return
    name = f'{database.database.rpartition("/")[2]}_place'
    yield Settings(data=tmp_path / 'place', database=postgres_address(name))
    connection = await asyncpg.connect(database.database)
    for row in await connection.fetch('SELECT datname FROM pg_database WHERE datname LIKE $1', f'{name}%'):
        await connection.execute(f'DROP DATABASE "{row[0]}" WITH (FORCE)')
    await connection.close()


async def filled(town: Town) -> None:
    for status in (Level.UNIT, Level.COUNTY, Status.APPROVED, Status.RETURNED):
        await town.upload(await town.application(at=status), MaterialKind.PHOTO)


async def held(settings: Settings) -> database_statistics.Census:
    if not settings.database:
        return database_statistics.of_sqlite(settings.database_file)
    connection = await asyncpg.connect(settings.database)
    async with connection.transaction(isolation='repeatable_read', readonly=True):
        found = await database_statistics.of_postgres(connection)
    await connection.close()
    return found
