"""An installation as an earlier program left it: `python -m tests.binary.older FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tortoise.connection import get_connection
from tortoise.migrations.loader import MigrationLoader

from storage.connection.database import close_database, open_database
from storage.schema import migrate
from storage.settings.config import Settings

LAST = '0003_find_acts'
YEAR = 2024
FIRST_ROW = f"INSERT INTO exam_year (year, current, parameters, fees) VALUES ({YEAR}, 0, '{{}}', '{{}}')"
_load_disk = MigrationLoader.load_disk


def load_disk(loader: MigrationLoader) -> None:
    """Know the steps up to LAST only."""
    _load_disk(loader)
    loader.disk_migrations = {key: step for key, step in loader.disk_migrations.items() if key.name <= LAST}


async def leave(data: Path) -> None:
    """Make the tables of then, with one exam year in them."""
    setattr(MigrationLoader, 'load_disk', load_disk)
    setattr(migrate, 'HEAD', LAST)
    await open_database(Settings(data=data, database=None))
    try:
        await get_connection('default').execute_query(FIRST_ROW)
    finally:
        await close_database()


if __name__ == '__main__':
    asyncio.run(leave(Path(sys.argv[1])))
