"""Sessions of a demonstration's accounts, opened before it starts: a window with one of them shows its page at once."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from domain.demo import world
from domain.services.access import sessions
from storage.connection.database import close_database, open_database, transaction
from storage.models import Account
from storage.settings.config import Settings

EACH = 8  # windows of one account in one module; further ones sign in on the page
Sessions = dict[str, list[str]]


def signed_in(data: Path, password: str) -> Sessions:
    """Tokens of new sessions of all offered accounts with this password, by login; nobody may serve ``data`` yet."""
    found: Sessions = {}
    # In a thread of its own: Playwright's loop runs in this one.
    opening = threading.Thread(target=lambda: found.update(asyncio.run(_opened(data, password))))
    opening.start()
    opening.join()
    return found


async def _opened(data: Path, password: str) -> Sessions:
    await open_database(Settings(data=data, database=None))
    logins = [login for _, login, word in await world.offers() if word == password]
    async with transaction():
        found = {
            account.login: [
                await sessions.open_session(account, '127.0.0.1', 'Chromium', restricted=False) for _ in range(EACH)
            ]
            for account in await Account.filter(login__in=logins)
        }
    await close_database()
    return found
