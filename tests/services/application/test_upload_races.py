"""Two uploads to one application at once run one after the other, as their checks of what is there require."""

from __future__ import annotations

import asyncio

import pytest
from tortoise.connection import get_connection

from domain.rules.vocabulary import MaterialKind, Status
from domain.services.application import materials
from storage.connection.database import dialect
from storage.models import Material
from storage.settings.config import Settings
from storage.settings.tortoise_config import ALIAS
from tests import samples
from tests.town import Town
from tests.waiting import until

WAITING = 'SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted'


async def test_the_same_file_from_two_windows_at_once_is_kept_once(
    town: Town, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = await town.application(at=Status.DRAFT)
    person, tell, go = town.applicant(application), materials._tell, asyncio.Event()
    stored: list[Material] = []

    async def before_the_commit(*args: object) -> None:
        stored.append(await Material.all().order_by('-id').first())  # type: ignore[arg-type]
        await go.wait()
        await tell(*args)  # type: ignore[arg-type]

    async def the_second_came() -> bool:
        """It stored its row too, or it waits for the first one's transaction; SQLite begins only one."""
        if dialect() == 'sqlite' or len(stored) == 2:
            return True
        rows = await get_connection(ALIAS).execute_query_dict(WAITING)
        return bool(rows[0]['waiting'])

    monkeypatch.setattr(materials, '_tell', before_the_commit)
    uploads = [
        asyncio.ensure_future(
            materials.upload(person, application.id, MaterialKind.ID_CARD, f'{name}.jpg', samples.scan())
        )
        for name in ('一', '二')
    ]
    await until(lambda: stored, 'the first row')
    await until(the_second_came, 'the second upload')
    go.set()
    came = await asyncio.gather(*uploads, return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ['Invalid', 'Material']
    assert await Material.all().count() == 1
    assert len([path for path in (database.data / 'files').rglob('*') if path.is_file()]) == 2  # shown, and original
