"""What the operator does on the machine itself, without signing in, also while the server is running."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from domain.errors import Refusal
from domain.events import OfficeChanged
from domain.long_work import RecordedStep, Step, to_the_end
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access import session_sign_offs, sessions
from domain.services.journal import Break
from domain.services.operating import integrity_check
from domain.services.unit_of_work import unit_of_work, use_case
from storage.connection.database import close_database, open_database
from storage.models import Account
from storage.settings.config import Settings

WHY = '由运维人员在服务器上重置'


async def check(settings: Settings, step: Step) -> list[str]:
    """Everything that is wrong, a sentence each; ``step`` as in ``integrity_check.findings``. Raises CannotOpen."""
    async with _looking(settings):
        return [line async for line in integrity_check.findings(step)]


async def verify_journal(settings: Settings) -> tuple[int, list[Break]]:
    """How many entries the journal has, and the first break of each chain that has one. Raises CannotOpen."""
    async with _looking(settings):
        recorded = RecordedStep(to_the_end)
        broken = [found async for found in journal.breaks(recorded)]
    return recorded.done, broken


async def reset_password(settings: Settings, login: str) -> str:
    """Reset the account to the initial password; returns whose it is. Its sessions end within seconds.

    For the administrator who has no superior in the system. Raises CannotOpen, Refusal.
    """
    async with _looking(settings):
        return await _reset(login)


@use_case
async def _reset(login: str) -> str:
    async with unit_of_work(None) as news:
        account = await Account.get_or_none(login=login[:40]).select_related('organisation')
        if account is None:
            raise Refusal(f'没有账号 {login}，请检查后重试。')
        news.extend(await session_sign_offs.reset_to_initial_password(account, kept=True))
        await journal.record(sessions.actor_from(account), Act.RESET_PASSWORD, reason=WHY)
        if account.organisation:
            news.append(OfficeChanged(account.organisation.path))
    return account.name


@contextlib.asynccontextmanager
async def _looking(settings: Settings) -> AsyncIterator[None]:
    await open_database(settings, beside_server=True)
    try:
        yield
    finally:
        await close_database()
