"""The demonstration as a backup that every installation of this program can restore."""

from __future__ import annotations

from pathlib import Path

from domain.demo import world
from domain.services.access import password_hashing
from domain.services.operating import backups
from domain.services.operating.backups import Backup
from storage.connection.database import close_database, open_database
from storage.settings.config import Settings, secrets_of

NAME = 'kaohe-demo'


async def packed(settings: Settings, folder: Path, *, applications: int) -> Backup:
    """Build the world in the empty ``settings.data`` and pack it as one zip in ``folder``. Raises CannotOpen.

    Its dates are around the day of the export; all accounts have the password of the demonstration.
    """
    await open_database(settings)
    try:
        password_hashing.prepare(secrets_of(settings.data).pepper, settings.password_cost)
        await world.build(applications=applications)
    finally:
        await close_database()
    return await backups.make(settings, into=folder, packed=True, name=NAME)
