"""The town behind real pages: main.py on a filled installation, and a way to sign in."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from nicegui.testing import User
from nicegui.testing.user_download import UserDownload

from components.frame import live
from domain import clock
from domain.services import limits
from domain.services.access import password_hashing, sessions
from pages.server import frame, serving, session_guard
from storage.connection.database import close_database, open_database
from storage.models import Account
from storage.settings.config import Settings
from tests.pages.settled import settled
from tests.town import Town, build
from tests.waiting import PATIENCE

PASSWORD = 'Kaohe@2026'
SignIn = Callable[[User, str], Awaitable[str]]


@pytest_asyncio.fixture
async def served(empty_installation: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town in an installation that is closed afterwards: request it before ``user``, which starts main.py on it."""
    await open_database(empty_installation)
    town = await build()
    await close_database()
    monkeypatch.setenv('KAOHE_DATA', str(empty_installation.data))
    monkeypatch.setenv('KAOHE_PASSWORD_COST', '4')
    if empty_installation.database:
        monkeypatch.setenv('KAOHE_DATABASE', empty_installation.database)
    yield town
    clock.reset()
    while session_guard._ears:
        session_guard._ears.pop()()  # a stopped server receives no events
    if live._hub is not None:
        live._hub._listeners.clear()  # pages of a stopped server


@pytest.fixture
def sign_in() -> SignIn:
    """``await sign_in(user, '410327')``: gives the account the password, opens a session, returns its key."""

    async def opened(user: User, login: str) -> str:
        await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(PASSWORD))
        token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'test', restricted=False)
        user.http_client.cookies.set('kaohe', token)
        return await sessions.find(token)

    return opened


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass for the rate limits: a slow machine would never reach them."""
    monkeypatch.setattr(limits, 'time', SimpleNamespace(monotonic=lambda now=time.monotonic(): now))


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give pages as long as a busy machine needs, and say that something is not there when all work has ended."""
    assert User.should_see.__kwdefaults__ is not None
    monkeypatch.setitem(User.should_see.__kwdefaults__, 'retries', int(PATIENCE * 10))  # ten looks a second
    assert UserDownload.next.__kwdefaults__ is not None
    monkeypatch.setitem(UserDownload.next.__kwdefaults__, 'timeout', PATIENCE)
    monkeypatch.setattr(frame, 'PATIENCE', PATIENCE)
    monkeypatch.setattr(serving, 'LATEST_PAGE', PATIENCE)
    look = User.should_not_see

    async def look_when_settled(user: User, *what: str, **how: Any) -> None:
        await settled()
        await look(user, *what, **how)

    monkeypatch.setattr(User, 'should_not_see', look_when_settled)
