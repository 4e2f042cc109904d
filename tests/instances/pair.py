"""Two servers on one database, and people with open pages on both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import aiohttp

from domain.rules.vocabulary import Level
from domain.services.access import password_hashing, sessions
from storage.connection.database import close_database, open_database, transaction
from storage.models import Account
from storage.settings.config import Settings, secrets_of
from tests import town as cast
from tests.bench.server import Server, running
from tests.bench.tab import Tab
from tests.town import build
from tests.waiting import PATIENT

COOKIE = '__Host-kaohe'  # the cookie's name behind HTTPS
PASSWORD = 'Kaohe@2026'
QUICK = 4  # of bcrypt
DESK = (cast.COUNTY, cast.COUNTY_REVIEWER, cast.COUNTY_SECOND)
SESSIONS, APPLICATIONS = 14, 36


@dataclass
class Pair:
    """Both servers, ``SESSIONS`` cookies for each account of the county's desk, and the applications waiting there."""

    settings: Settings
    servers: list[Server]
    cookies: dict[str, list[str]]
    waiting: list[int]

    def cookie(self, login: str) -> str:
        """The cookie of a session that no other test uses."""
        return self.cookies[login].pop()

    def kill_first(self) -> None:
        """End the first server as a power cut does."""
        self.servers[0].process.kill()
        self.servers[0].process.wait()


class Window(Tab):
    """A tab that can check which messages it received."""

    def __init__(self, base: str, http: aiohttp.ClientSession, cookie: str) -> None:
        super().__init__(base, http, cookie)
        self.heard: list[str] = []

    def on_message(self, data: str) -> None:
        self.heard.append(data)

    def said(self, text: str) -> bool:
        """Whether a message with the text arrived since the page was opened."""
        return any(text in data for data in self.heard)

    def is_told(self) -> bool:
        """Whether all expected messages have arrived."""
        return self.came_at > 0


async def opened(base: str, http: aiohttp.ClientSession, cookie: str, path: str) -> Window:
    """A page after the socket's handshake."""
    window = Window(base, http, cookie)
    await window.open(path)
    return window


def start_both(stack: ExitStack, settings: Settings) -> list[Server]:
    """Two servers, started at the same moment; they end with the stack."""
    assert settings.database
    options = ('--database', settings.database)
    said = {'KAOHE_HTTPS': '1', 'KAOHE_PROXIES': '127.0.0.1', 'KAOHE_PASSWORD_COST': str(QUICK)}
    contexts = [running(settings.data, *options, program=PATIENT, **said) for _ in range(2)]
    with ThreadPoolExecutor() as threads:
        return list(threads.map(stack.enter_context, contexts))


async def filled(settings: Settings) -> tuple[dict[str, list[str]], list[int]]:
    """The town with a full desk in the county, and cookies for all of its accounts."""
    await open_database(settings)
    try:
        password_hashing.prepare(secrets_of(settings.data).pepper, QUICK)
        town = await build()
        waiting = [(await town.application(grade=4, at=Level.COUNTY)).id for _ in range(APPLICATIONS)]
        await Account.filter(login__in=DESK).update(password_hash=password_hashing.hash_at_once(PASSWORD))
        cookies: dict[str, list[str]] = {}
        async with transaction():
            for account in await Account.filter(login__in=DESK):
                cookies[account.login] = [
                    f'{COOKIE}={await sessions.open_session(account, "127.0.0.1", "test", restricted=False)}'
                    for _ in range(SESSIONS)
                ]
        return cookies, waiting
    finally:
        await close_database()
