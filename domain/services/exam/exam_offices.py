"""考务: who may set up and seat the exam, and the one transaction at a time in which an office changes it."""

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
    """The transaction of one change of an office's sites, sessions or seats; another one of that office waits for it.

    Afterwards the office's pages and those below it are told. Raises Forbidden, SignedOut.
    """
    City.require(actor)
    async with unit_of_work(actor) as news:
        await advisory_locks.in_turn(f'seating:{actor.organisation_id}')
        yield
        news.append(TicketsChanged(actor.path))
