"""考务: who may prepare and seat the exam, and the transaction in which an office changes it, one at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.events import TicketsChanged
from domain.rules.actor import Actor
from domain.rules.permissions import City
from domain.services.unit_of_work import unit_of_work
from storage.connection import advisory_locks


@asynccontextmanager
async def changing(actor: Actor) -> AsyncIterator[None]:
    """The transaction of one change of an office's sites, sessions or seats; other changes of that office wait for it.

    Afterwards the pages of the office and of those below it are notified. Raises Forbidden, SignedOut.
    """
    City.require(actor)
    async with unit_of_work(actor) as news:
        await advisory_locks.in_turn(f'seating:{actor.organisation_id}')
        yield
        news.append(TicketsChanged(actor.path))
