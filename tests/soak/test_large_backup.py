"""R7 at full size: ten backups of 20,000 applications while four people write without a pause."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from domain.demo import world
from domain.services.access import own_account, password_hashing, sessions
from domain.services.operating import backups
from storage.backup import database_statistics, manifest
from storage.connection.database import close_database, open_database
from storage.models import Account
from storage.settings.config import Settings, secrets_of

APPLICATIONS, BACKUPS = 20_000, 10
WRITERS = ('410000', '410300', '410327', '410327-sh01')


async def test_backups_of_a_large_installation_are_whole(tmp_path: Path, figure: Callable[[str], None]) -> None:
    settings = Settings(data=tmp_path / 'data', database=None)
    await open_database(settings)
    password_hashing.prepare(secrets_of(settings.data).pepper, 4)
    await world.build(applications=APPLICATIONS)
    written, done, waits = 0, asyncio.Event(), [0.0]

    async def write(login: str) -> None:
        nonlocal written
        actor = sessions.actor_from(await Account.get(login=login).select_related('organisation'))
        while not done.is_set():
            began = time.monotonic()
            await own_account.edit_profile(actor, f'书写者{written}', '')
            waits.append(time.monotonic() - began)
            written += 1

    writing = [asyncio.ensure_future(write(login)) for login in WRITERS]
    took = []
    for number in range(BACKUPS):
        began = time.monotonic()
        made = await backups.make(settings, name=f'manual-{number}')
        took.append(time.monotonic() - began)
    done.set()
    await asyncio.gather(*writing)
    await close_database()
    place = Settings(data=tmp_path / 'place', database=None)
    began = time.monotonic()
    await backups.restore_backup(made.place, place, replace=False)
    restored = time.monotonic() - began
    manifest.read(made.place).compare(database_statistics.of_sqlite(place.database_file))
    figure(
        f'R7 {made.rows} rows, {made.files} files: {BACKUPS} backups during {written} acts, {max(took):.1f} s at most, '
        f'the longest act {max(waits):.2f} s; restored and checked in {restored:.1f} s, all equal'
    )
