"""A3: thousands of forged socket events over every listener of real pages change nothing and leave no traceback."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import aiohttp

import main
from domain.rules.vocabulary import Level, Status
from domain.services.access import password_hashing, sessions
from domain.services.year import years
from pages.access import ADDRESSES, AddressKind
from storage.connection.database import close_database, open_database
from storage.models import Account
from storage.settings.config import Settings, secrets_of
from tests.bench.server import running
from tests.security.conftest import on_sqlite
from tests.security.forger import Forger, Listener, forge, listeners
from tests.security.test_routes import ALLOWED, PEOPLE
from tests.town import build
from tests.waiting import PATIENT

FORGERIES = 10_000
AT_ONCE = 8  # tabs that open at the same time
PAUSE = 0.2  # seconds between two messages of a tab: faster messages would only hit the rate limit
LIVES = ('session', 'claim', 'sqlite_sequence', 'instance', 'turn')  # tables that change without acts


@on_sqlite
async def test_ten_thousand_forged_events_change_nothing(
    empty_installation: Settings, figure: Callable[[str], None]
) -> None:
    main.register_pages()
    settings = empty_installation
    await open_database(settings)
    password_hashing.prepare(secrets_of(settings.data).pepper, 4)
    cookies, numbers = await _town()
    await close_database()
    years.forget()
    with running(settings.data, program=PATIENT, KAOHE_PASSWORD_COST='4') as server:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
            tabs = await _opened(server.base, http, cookies, numbers)
            before = _content(settings.database_file)
            sent, reached = await _attack(tabs, Random(23))
            alive = [tab for tab in tabs if not tab.socket.closed]
            for tab in tabs:
                await tab.close()
    after = _content(settings.database_file)  # in a stop the server ends whatever it has begun
    log = next(settings.data.glob('server-*.log')).read_text(errors='replace')
    assert [name for name in before if before[name] != after[name]] == []
    assert not re.search(r'Traceback|\bERROR\b|\bCRITICAL\b', log), log[-4000:]
    assert len(alive) > len(tabs) // 2  # the pages still work; some forgeries close their own socket
    figure(
        f'A3 {sent.total()} forged events over {reached} listeners of {len(tabs)} pages ({dict(sent)}): '
        '0 changes, 0 tracebacks'
    )


async def _town() -> tuple[dict[str, str], tuple[int, int]]:
    """Cookies by kind of person, and the applications whose pages are opened: grade 3 and grade 1."""
    town = await build()
    ordinary = await town.application(grade=3, at=Level.COUNTY)
    senior = await town.application(grade=1, at=Level.COUNTY, papers=True)
    for place in (Level.UNIT, Level.CITY, Status.APPROVED, Status.REJECTED):
        await town.application(at=place)
    draft = await town.application(at=Status.DRAFT)
    cookies = {}
    for who, login in {**PEOPLE, 'applicant': draft.id_number}.items():
        account = await Account.get(login=login)
        cookies[who] = 'kaohe=' + await sessions.open_session(account, '127.0.0.1', 'test', restricted=False)
    return cookies, (ordinary.id, senior.id)


async def _opened(
    base: str, http: aiohttp.ClientSession, cookies: dict[str, str], numbers: tuple[int, int]
) -> list[Forger]:
    """Every screen of every kind of person, and the public pages."""
    wanted = [('', '/sign-in')]
    for path, who in ((path, who) for path, people in ALLOWED.items() for who in people.split()):
        if ADDRESSES[path].kind is AddressKind.SCREEN and (path, who) != ('/', 'applicant'):
            wanted.append((cookies[who], path.replace('{application_id}', str(numbers['senior' in path]))))
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(cookie: str, path: str) -> Forger:
        async with gate:
            tab = Forger(base, http, cookie)
            await tab.open(path)
            return tab

    return list(await asyncio.gather(*(one(cookie, path) for cookie, path in wanted)))


async def _attack(tabs: list[Forger], dice: Random) -> tuple[Counter[str], int]:
    """Spread the forgeries over all listeners, every tab within the rate limit."""
    came, found = Counter[str](), [(tab, list(listeners(tab))) for tab in tabs]
    gate = asyncio.Semaphore(AT_ONCE)
    each = -(-FORGERIES // len(found))

    async def by(tab: Forger, own: list[Listener]) -> None:
        order = dice.sample(own, len(own))
        for number in range(each):
            if tab.socket.closed:
                async with gate:
                    await tab.reopen()
                order = list(listeners(tab))
            came[await forge(tab, tabs, order[number % len(order)], dice)] += 1
            await asyncio.sleep(PAUSE)

    await asyncio.gather(*(by(tab, own) for tab, own in found if own))
    return came, sum(len(own) for _, own in found)


def _content(file: Path) -> dict[str, str]:
    """A digest of every table, by name."""
    database = sqlite3.connect(f'file:{file}?mode=ro', uri=True)
    try:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: hashlib.sha256(repr(database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()).encode())
            .hexdigest()
            for name in names
            if name not in LIVES
        }  # fmt: skip
    finally:
        database.close()
