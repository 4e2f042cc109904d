"""Reading accounts: those an administrator manages, and which of them have a history."""

from __future__ import annotations

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.application.person import is_mobile
from domain.rules.typed_text import number
from domain.rules.vocabulary import Role
from storage.models import Account, Application, JournalEntry
from storage.queries.organisations import DIGITS, ids_below
from storage.queries.prefixes import begins
from storage.queries.spellings import of_account

SHORTEST_PREFIX = 6  # of a login or an ID number; anything shorter is a name


def below(actor: Actor) -> QuerySet[Account]:
    """Every account of the actor's subtree, including the actor's own (1-domain §2, scope rule)."""
    if not actor.path:
        return Account.filter(id__in=[])
    if len(actor.path) == DIGITS:  # the root: all accounts, without looking up every organisation first
        return Account.filter(organisation_id__isnull=False)
    return Account.filter(organisation_id__in=ids_below(actor.path))


def managed_by(actor: Actor) -> QuerySet[Account]:
    """The accounts the actor manages: the subtree without the administrators of the actor's own organisation."""
    return below(actor).filter(~Q(organisation_id=actor.organisation_id or 0, role=Role.ADMIN))


def reviewers_of(actor: Actor) -> QuerySet[Account]:
    """The reviewers of the actor's own organisation."""
    return Account.filter(organisation_id=actor.organisation_id or 0, role=Role.REVIEWER)


def matching(keyword: str) -> Q:
    """账号/姓名/手机号; numbers as ranges, because LIKE would not use the index."""
    code = number(keyword).removeprefix('+86')
    if not code[:SHORTEST_PREFIX].isdigit() or len(code) < SHORTEST_PREFIX or not code.isascii():
        return of_account(keyword)
    # Reviewers' logins are in lower case with a hyphen (410327-sh01), an ID number has a capital X and none.
    same = begins('login', code) | begins('login', keyword.lower())
    if is_mobile(code):
        same |= Q(mobile=code)
    return Q(id__in=Subquery(Account.filter(same).values('id')))


async def with_history(ids: list[int]) -> set[int]:
    """The accounts among these that acted or applied: they are never deleted."""
    if not ids:
        return set()
    acted = await Account.filter(id__in=ids, acted_at__isnull=False).values_list('id', flat=True)
    written = await JournalEntry.filter(account_id__in=ids).distinct().values_list('account_id', flat=True)
    applied = await Application.filter(applicant_id__in=ids).distinct().values_list('applicant_id', flat=True)
    return {int(str(one)) for one in (*acted, *written, *applied)}


async def names_of(ids: set[int]) -> dict[int, str]:
    """Id to name, for a page of rows."""
    rows = await Account.filter(id__in=list(ids)).values_list('id', 'name') if ids else []
    return {int(row[0]): str(row[1]) for row in rows}
