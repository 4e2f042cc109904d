"""Ending the sessions of accounts at once, and enabling accounts again, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from tortoise.expressions import F

from domain.events import Event
from domain.rules.vocabulary import Role
from domain.services.access import sessions
from storage.models import Account, Organisation, SignInFailure


async def end_sessions(account_ids: Iterable[int]) -> list[Event]:
    """End all sessions and tickets of these accounts; the returned events make their pages close (5-trust §2)."""
    news: list[Event] = []
    for account_id in account_ids:
        await Account.filter(id=account_id).update(epoch=F('epoch') + 1)
        news.extend(await sessions.end(account_id))
    return news


async def of_office(unit: Organisation, *, admitted: bool) -> list[Event]:
    """Disable the accounts of an organisation's officials, or enable its main administrator again.

    Reviewers stay disabled until that administrator's superior or the office itself enables them one by one: the system
    does not know who still works there. Applicants keep their accounts in both cases.
    """
    if admitted:
        await Account.filter(login=unit.code, organisation_id=unit.id).update(enabled=True)
        return []
    officials = Account.filter(organisation_id=unit.id, role__in=[Role.ADMIN, Role.REVIEWER])
    ids = [int(str(one)) for one in await officials.values_list('id', flat=True)]
    await officials.update(enabled=False)
    return await end_sessions(ids)


async def reset_to_initial_password(account: Account, *, kept: bool) -> list[Event]:
    """Reset the account to its initial password 123; ``kept``: it stays with the same person.

    The same person may not use one of the last passwords again; a lock after failures ends.
    """
    hashes = [one for one in (account.password_hash, *account.old_hashes) if one] if kept else []
    await Account.filter(id=account.id).update(password_hash='', old_hashes=hashes, activated_at=None)
    await SignInFailure.filter(login=account.login).delete()
    return await end_sessions([account.id])
