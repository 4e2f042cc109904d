"""Drafts of reasons and opinions: they survive a reload, a lost race and a restart."""

from __future__ import annotations

from typing import Any

from domain import clock
from domain.rules.actor import Actor
from domain.services.application_record import Pin, in_reach
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, DraftText

LONGEST = 2000
MOST_PINS = 60


@use_case
async def keep(actor: Actor, application_id: int, kind: str, text: str, pins: tuple[Pin, ...] = ()) -> None:
    """Save the draft for this application and kind; an empty text without pins deletes it. Raises NotFound."""
    async with unit_of_work(actor):
        await in_reach(actor, application_id)
        key: dict[str, Any] = {'account_id': actor.account_id, 'application_id': application_id, 'kind': kind[:20]}
        if not text and not pins:
            await DraftText.filter(**key).delete()
            return
        kept = [{'key': pin.key, 'remark': pin.remark[:500]} for pin in pins[:MOST_PINS]]
        await DraftText.update_or_create(defaults={'text': text[:LONGEST], 'pins': kept, 'at': clock.now()}, **key)


async def of(actor: Actor, application_id: int, kind: str) -> tuple[str, tuple[Pin, ...]]:
    """The actor's draft; empty when there is none."""
    row = await DraftText.get_or_none(account_id=actor.account_id, application_id=application_id, kind=kind)
    if row is None:
        return '', ()
    return row.text, tuple(Pin(pin['key'], pin['remark']) for pin in row.pins)


async def forget(actor: Actor, application: Application) -> None:
    """Inside the transaction of a decision: delete the actor's drafts of every kind for this application."""
    await DraftText.filter(account_id=actor.account_id, application_id=application.id).delete()
