"""The installation that is measured: the demonstration's world in full size, built once, kept, copied for use."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from domain.demo import world
from domain.services.access import password_hashing
from storage.connection.database import close_database, open_database
from storage.schema.migrate import HEAD
from storage.settings.config import Settings, secrets_of
from tests.bench import past_years

ROOT = Path(__file__).parents[2]
CACHE = ROOT / 'build' / 'bench'
FRESH_DAYS = 14  # the world's dates are near the day it was built on: later its review windows would be closed
Build = Callable[[Path, int], Coroutine[Any, Any, None]]
QUICK = 4  # of bcrypt: nobody signs in with a password here


def settings_of(data: Path) -> Settings:
    """The SQLite installation in ``data``, independent of the environment."""
    return Settings(data=data, database=None, demo=True, password_cost=QUICK)


async def fill(data: Path, applications: int, years: int = 1) -> None:
    """Build the world on SQLite in ``data``."""
    await fill_database(settings_of(data), applications, years)


async def fill_database(settings: Settings, applications: int, years: int = 1) -> None:
    """Build the world in the empty database of these settings; each of the ``years`` has so many applications."""
    await open_database(settings)
    try:
        password_hashing.prepare(secrets_of(settings.data).pepper, QUICK)
        await world.build(applications=applications, past_years=False)
        await past_years.add(years - 1)
    finally:
        await close_database()


def kept(
    applications: int,
    cache: Path = CACHE,
    build: Callable[[Path, int], Coroutine[Any, Any, None]] = fill,
    kind: str = '',
) -> Path:
    """The world of this size; built now unless one of this schema exists. Never to be changed: see ``copied``.

    ``build`` makes it in a folder; ``kind`` distinguishes its worlds from others.
    """
    place = cache / f'{HEAD}-{_schema()}-{applications}{kind}'
    if place.exists() and time.time() - place.stat().st_mtime < FRESH_DAYS * 86400:
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix='building-', dir=cache))
    try:
        asyncio.run(build(building, applications))
        building.rename(place)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return place


def kept_years(applications: int, years: int, cache: Path = CACHE) -> Path:
    """The world with so many applications in each of so many exam years."""
    if years == 1:
        return kept(applications, cache)
    return kept(applications, cache, partial(fill, years=years), f'-{years}-years')


@contextmanager
def copied(world_of_size: Path) -> Iterator[Path]:
    """A temporary copy to decide in, on the same disk."""
    with tempfile.TemporaryDirectory(prefix='copy-', dir=world_of_size.parent) as folder:
        data = Path(shutil.copytree(world_of_size, Path(folder) / 'data'))
        with settings_of(data).database_file.open('rb+') as file:
            os.fsync(file.fileno())  # otherwise the first checkpoint would wait for a gigabyte of writes
        yield data


def _schema() -> str:
    """A digest of the migrations: a world with other tables cannot be used."""
    steps = sorted((ROOT / 'storage' / 'migrations').glob('[0-9]*.py'))
    return hashlib.sha256(b''.join(step.read_bytes() for step in steps)).hexdigest()[:8]
