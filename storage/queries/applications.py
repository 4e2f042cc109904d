"""Reading applications: every read starts at ``visible_to(actor)``; the one conditional write is ``move``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.vocabulary import Role
from storage.models import Application
from storage.queries.organisations import ids_below


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The applications the actor may see: an office its subtree, an applicant their own (1-domain §2, scope rule)."""
    if actor.role is Role.APPLICANT:
        return Application.filter(applicant_id=actor.account_id)
    if not actor.path:
        return Application.filter(id__in=[])
    return Application.filter(unit_id__in=ids_below(actor.path))


def on_desk(actor: Actor, *, senior: bool) -> QuerySet[Application]:
    """The queue of the actor's own organisation: the applications it holds now, grades 2–5 or grade 1.

    ``holder_id`` implies the scope: a holder is always an ancestor of the unit, so the subtree need not be checked.
    """
    holder = actor.organisation_id if actor.is_office else None
    return Application.filter(holder_id=holder or 0, senior=senior)


async def move(application: Application, seen: int, at: datetime, **changes: Any) -> bool:
    """Write ``changes`` if the version is still ``seen``; False if another writer was first (5-trust §1.5).

    On success ``application`` has the new state.
    """
    hit = await Application.filter(
        id=application.id, version=seen, status=application.status, holder_id=application.holder_id
    ).update(version=F('version') + 1, changed_at=at, **changes)
    if not hit:
        return False
    application.update_from_dict({'version': seen + 1, 'changed_at': at, **changes})
    return True
