"""The town behind real pages: main.py on a filled installation, and a way to be somebody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from nicegui.testing import User

from components.frame import live
from domain.services.access import password_hashing, sessions
from storage.connection.database import close_database, open_database
from storage.models import Account
from storage.settings.config import Settings
from tests.town import Town, build

PASSWORD = 'Kaohe@2026'
SignIn = Callable[[User, str], Awaitable[str]]


@pytest_asyncio.fixture
async def served(empty_installation: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The town in an installation that is closed again: ask for it before ``user``, which starts main.py on it."""
    await open_database(empty_installation)
    town = await build()
    await close_database()
    monkeypatch.setenv('KAOHE_DATA', str(empty_installation.data))
    monkeypatch.setenv('KAOHE_PASSWORD_COST', '4')
    if empty_installation.database:
        monkeypatch.setenv('KAOHE_DATABASE', empty_installation.database)
    yield town
    if live._hub is not None:
        live._hub._listeners.clear()  # pages of a server that is gone


@pytest.fixture
def sign_in() -> SignIn:
    """``await sign_in(user, '410327')``: gives the account the password, opens a session, returns its key."""

    async def opened(user: User, login: str) -> str:
        await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(PASSWORD))
        token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'test', restricted=False)
        user.http_client.cookies.set('kaohe', token)
        return await sessions.find(token)

    return opened


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for up to three seconds instead of three tenths: a busy machine is no fault of a page."""
    for look in (User.should_see, User.should_not_see):
        assert look.__kwdefaults__ is not None
        monkeypatch.setitem(look.__kwdefaults__, 'retries', 30)
