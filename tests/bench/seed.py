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
from pathlib import Path
from typing import Any

from domain.demo import world
from domain.services.access import password_hashing
from storage.connection.database import close_database, open_database
from storage.schema.migrate import HEAD
from storage.settings.config import Settings, secrets_of

ROOT = Path(__file__).parents[2]
CACHE = ROOT / 'build' / 'bench'
FRESH_DAYS = 14  # the world's dates are near the day it was built on: later its review windows would be closed
Build = Callable[[Path, int], Coroutine[Any, Any, None]]
QUICK = 4  # of bcrypt: nobody signs in with a password here


def settings_of(data: Path) -> Settings:
    """The SQLite installation in ``data``, independent of the environment."""
    return Settings(data=data, database=None, demo=True, password_cost=QUICK)


async def fill(data: Path, applications: int) -> None:
    """Build the world on SQLite in ``data``."""
    await fill_database(settings_of(data), applications)


async def fill_database(settings: Settings, applications: int) -> None:
    """Build the world in the empty database of these settings."""
    await open_database(settings)
    try:
        password_hashing.prepare(secrets_of(settings.data).pepper, QUICK)
        await world.build(applications=applications, past_years=False)
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
