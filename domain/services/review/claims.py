"""Who is reviewing which application: a lease of three minutes, renewed while the page is open, shown to others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tortoise.exceptions import IntegrityError

from domain import clock
from domain.events import ClaimChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Status
from domain.services import journal
from domain.services.application_record import in_reach
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Claim

LEASE = timedelta(minutes=3)


@use_case
async def claim(actor: Actor, application_id: int, *, take_over: bool = False) -> Claim | None:
    """Take or renew the lease; returns whose it is now, or None where no lease applies (not in the actor's queue).

    Another account's valid lease is not changed unless ``take_over``, which the journal records. A lease is not a lock.
    Raises NotFound.
    """
    try:
        return await _taken(actor, application_id, take_over=take_over)
    except IntegrityError:  # two opened it at the same moment: the second only reads
        return await Claim.get_or_none(application_id=application_id)


async def _taken(actor: Actor, application_id: int, *, take_over: bool) -> Claim | None:
    async with unit_of_work(actor) as news:
        application = await in_reach(actor, application_id)
        holder = application.holder_id
        if application.status is not Status.IN_REVIEW or holder is None or holder != actor.organisation_id:
            return None
        if not actor.is_office:  # an applicant belongs to the unit that holds it, but does not review there
            return None
        now = clock.now()
        held = await Claim.get_or_none(application_id=application_id)
        if held and held.account_id != actor.account_id and held.expires_at > now and not take_over:
            return held
        fresh: dict[str, Any] = {
            'account_id': actor.account_id,
            'name': actor.name,
            'organisation_id': actor.organisation_id,
            'expires_at': now + LEASE,
        }
        mine = held is not None and held.account_id == actor.account_id and held.expires_at > now
        if held:
            await Claim.filter(application_id=application_id).update(**fresh)
        else:
            await Claim.create(application_id=application_id, **fresh)
        if take_over and held and held.account_id != actor.account_id:
            await journal.record(actor, Act.TAKE_OVER, application, details={'from': held.name})
        if not mine:
            news.append(ClaimChanged(application_id, holder, actor.account_id, actor.name))
        return Claim(application_id=application_id, **fresh)


@use_case
async def release(actor: Actor, application_id: int) -> None:
    """Release one's own lease; any other lease is not changed."""
    async with unit_of_work(None) as news:
        gone = await Claim.filter(application_id=application_id, account_id=actor.account_id).delete()
        if gone and actor.organisation_id:
            news.append(ClaimChanged(application_id, actor.organisation_id, actor.account_id, ''))


async def running(application_ids: list[int]) -> dict[int, Claim]:
    """The valid leases of these applications; the caller has checked that they are in reach."""
    rows = await Claim.filter(application_id__in=application_ids, expires_at__gt=clock.now()) if application_ids else []
    return {row.application_id: row for row in rows}
