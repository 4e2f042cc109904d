"""A future migration step for the tests; run as a program it is killed in the middle of a step."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.operations import RunPython

from storage.connection.database import open_database
from storage.schema import migrate
from storage.settings.config import Settings
from storage.settings.tortoise_config import APP

NAME = '9000_next'
_load_disk = MigrationLoader.load_disk
Step = Callable[[Any, Any], Awaitable[None]]


def load_disk_with(step: Step) -> Callable[[MigrationLoader], None]:
    """A loader that behaves as if there were one more numbered file in the folder."""

    class Next(migrate.SafeMigration):
        dependencies = [('kaohe', migrate.HEAD)]  # noqa: RUF012 - as the framework requires
        operations = [RunPython(step)]  # noqa: RUF012 - as above

    def load_disk(loader: MigrationLoader) -> None:
        _load_disk(loader)
        loader.disk_migrations[MigrationKey(APP, NAME)] = Next(NAME, APP)

    return load_disk


async def add_table(_apps: Any, editor: Any) -> None:
    """A step that fails if it runs twice."""
    await editor.client.execute_query('CREATE TABLE added (id INT)')


async def add_table_and_die(apps: Any, editor: Any) -> None:
    """A power cut inside the step's transaction."""
    await add_table(apps, editor)
    os.kill(os.getpid(), signal.SIGKILL)


async def die_instead_of_recording(*_: object) -> None:
    """A power cut between the step's transaction and the framework's own recording."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == '__main__':
    data, address, moment = sys.argv[1:]
    if moment == 'inside':
        setattr(MigrationLoader, 'load_disk', load_disk_with(add_table_and_die))
    else:
        setattr(MigrationLoader, 'load_disk', load_disk_with(add_table))
        setattr(migrate.Recorder, 'record_applied', die_instead_of_recording)
    asyncio.run(open_database(Settings(data=Path(data), database=address or None)))
