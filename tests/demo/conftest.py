"""The demonstration's world, built once for each database and copied for every test."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.demo import world
from domain.services.access import password_hashing
from domain.services.year import years
from storage.connection.database import close_database, open_database
from storage.settings.config import Settings
from tests.conftest import NAME, _administer, postgres_address
from tests.once import made_once


@pytest.fixture(scope='session')
def sqlite_world(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, str]:
    """The data folder of an installation with the world in it, and no name of a database."""

    def build(data: Path) -> None:
        settings = Settings(data=data, database=None)
        shutil.copy(sqlite_template, settings.database_file)
        asyncio.run(_build(settings))

    return made_once(tmp_path_factory, 'world', build), ''


@pytest.fixture(scope='session')
def postgres_world(tmp_path_factory: pytest.TempPathFactory, postgres_template: str) -> tuple[Path, str]:
    """The data folder, and the name of the database with the world in it."""

    def build(data: Path) -> None:
        name = f'world_{secrets.token_hex(4)}'
        asyncio.run(_administer(f'CREATE DATABASE {name} TEMPLATE {postgres_template}'))
        asyncio.run(_build(Settings(data=data, database=postgres_address(name))))
        (data / NAME).write_text(name)

    data = made_once(tmp_path_factory, 'postgres-world', build)
    return data, (data / NAME).read_text()


@pytest.fixture(params=['sqlite', 'postgres'])
def built(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """The built world: its data folder, and the name of its database on the server, if it is there."""
    world_of: tuple[Path, str] = request.getfixturevalue(f'{request.param}_world')
    return world_of


@pytest_asyncio.fixture
async def demo(built: tuple[Path, str], tmp_path: Path) -> AsyncIterator[Settings]:
    """The world with its usual number of applications, in an open installation of its own."""
    data, name = tmp_path / 'installation', f'test_{secrets.token_hex(6)}'
    shutil.copytree(built[0], data)
    if template := built[1]:
        await _administer(f'CREATE DATABASE {name} TEMPLATE {template}', files=True)
    settings = Settings(data=data, database=postgres_address(name) if template else None)
    password_hashing.prepare('00' * 32, 4)
    years.forget()
    await open_database(settings)
    yield settings
    await close_database()
    years.forget()
    if settings.database:
        await _administer(f'DROP DATABASE {name} WITH (FORCE)')


async def _build(settings: Settings) -> None:
    password_hashing.prepare('00' * 32, 4)
    await open_database(settings)
    await world.build()
    await close_database()
