"""The system under load: an installation of full size, its servers, and sessions for all users."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tortoise.functions import Count

from domain import clock
from domain.rules.vocabulary import Level, Role, Status
from domain.services.access import sessions
from storage.connection.database import close_database, open_database, transaction
from storage.models import Account, Application
from storage.settings.config import Settings
from tests.bench.seed import copied, settings_of
from tests.bench.server import Server, running
from tests.load.people import TEAM

ENOUGH = 60  # applications in a queue: three users decide two a minute each


@dataclass(frozen=True, slots=True)
class Stage:
    """Running servers of one installation and a session for every user."""

    name: str
    servers: list[Server]
    cookies: list[str]
    database_seconds: Callable[[], float]

    @property
    def memory_mb(self) -> float:
        """The present memory of the servers."""
        return sum(server.memory_mb for server in self.servers)


@contextmanager
def on_sqlite(world: Path, users: int) -> Iterator[Stage]:
    """One server on a copy of this world."""
    with copied(world) as data:
        cookies = asyncio.run(signed_in(settings_of(data), users))
        with running(data) as server:
            yield Stage('SQLite, one process', [server], cookies, lambda: 0.0)


async def signed_in(settings: Settings, users: int) -> list[str]:
    """A session for each user, with an account of their own: ``TEAM`` reviewers in one county or city after another."""
    await open_database(settings)
    try:
        offices = await _busy_offices()
        Random(1).shuffle(offices)  # counties and cities mixed, the same every time
        cookies, now = [], clock.now()
        async with transaction():
            for number in range(users):
                office = offices[number // TEAM % len(offices)]
                account = await Account.create(
                    login=f'load-{number:04}', name=f'审核{number:04}', role=Role.REVIEWER, organisation_id=office,
                    password_hash='none', activated_at=now, created_at=now,
                )  # fmt: skip
                cookies.append(f'kaohe={await sessions.open_session(account, "127.0.0.1", "load", restricted=False)}')
        return cookies
    finally:
        await close_database()


async def _busy_offices() -> list[int]:
    """The counties and cities whose queues have enough applications for the whole test."""
    some = Application.filter(status=Status.IN_REVIEW, stage__in=[Level.COUNTY, Level.CITY], senior=False)
    waiting = await some.annotate(waiting=Count('id')).group_by('holder_id').values_list('holder_id', 'waiting')
    return sorted(int(holder) for holder, count in waiting if count >= ENOUGH)
