"""The one place where a use case begins and ends: one transaction, then its events, even if the caller is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from domain import metrics
from domain.errors import Busy, SignedOut
from domain.events import Event, Resync, publish
from domain.rules.actor import Actor
from domain.services import instances
from storage import files
from storage.connection.database import transaction
from storage.models import Account, JournalEntry, Session

P = ParamSpec('P')
T = TypeVar('T')
log = logging.getLogger(__name__)
_current_acts: ContextVar[list[JournalEntry] | None] = ContextVar('acts of the transaction at hand', default=None)
_discarded: ContextVar[list[str] | None] = ContextVar('files of the transaction at hand to delete', default=None)
_running: set[asyncio.Task[Any]] = set()


def use_case(function: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a service to its end even when the page that called it is closed in the meantime.

    NiceGUI cancels the tasks of a closed tab; a committed decision must still be published to the others.
    """

    @functools.wraps(function)
    async def shielded(*args: P.args, **kwargs: P.kwargs) -> T:
        task = asyncio.ensure_future(function(*args, **kwargs))
        _running.add(task)
        task.add_done_callback(_running.discard)
        return await asyncio.shield(task)

    return shielded


@contextlib.asynccontextmanager
async def unit_of_work(actor: Actor | None) -> AsyncIterator[list[Event]]:
    """One transaction of ``actor``; what is appended to the yielded list is published after the commit, never before.

    Other processes on the same database receive it with the commit. Raises SignedOut when the actor's session or
    account has ended since. ``None`` is the system itself.
    """
    news: list[Event] = []
    acts: list[JournalEntry] = []
    discarded: list[str] = []
    _current_acts.set(acts)
    _discarded.set(discarded)
    complete = False
    try:
        async with transaction():
            if actor is not None:
                await confirm(actor)
            yield news
            await instances.send(news)
            complete = True
    except Busy:
        if complete and news:  # the connection was lost in the commit: it is unknown whether it happened
            publish(Resync())
        raise
    _count(acts)
    for event in news:
        publish(event)
    await _delete(discarded)


def note(entry: JournalEntry) -> None:
    """Remember this act; when the current transaction is committed, the act is counted and logged."""
    acts = _current_acts.get()
    if acts is not None:
        acts.append(entry)


def discard(file: str) -> None:
    """Delete this stored file when the current transaction is committed; it stays if the transaction is not."""
    names = _discarded.get()
    if names is None:
        raise RuntimeError('unit_of_work() comes first')
    names.append(file)


async def _delete(names: list[str]) -> None:
    """What cannot be deleted now is deleted at the next start: no row names it any more."""
    for name in names:
        try:
            await files.remove(name)
        except OSError:
            log.warning('a stored file could not be deleted', exc_info=True)
    names.clear()


def _count(acts: list[JournalEntry]) -> None:
    """Count and log the acts of a committed transaction, by ids only."""
    for entry in acts:
        metrics.ACTS.labels(entry.act.value).inc()
        facts = {'act': entry.act.value, 'application': entry.application_id, 'account': entry.account_id}
        log.info('act', extra={'facts': {key: value for key, value in facts.items() if value is not None}})
    acts.clear()  # later acts of the same task do not belong to this transaction


async def confirm(actor: Actor) -> None:
    """Refuse an actor whose account, role, organisation or session is no longer what it was when the actor was read.

    Raises SignedOut.
    """
    account = await Account.get_or_none(id=actor.account_id)
    if (
        account is None
        or not account.enabled
        or account.role != actor.role
        or account.organisation_id != actor.organisation_id
    ):
        raise SignedOut
    if not actor.session:
        return
    session = await Session.get_or_none(key=actor.session)
    if session is None or session.epoch != account.epoch or session.restricted:
        raise SignedOut


def pending() -> tuple[asyncio.Task[Any], ...]:
    """The use cases that are running: a graceful stop waits for them."""
    return tuple(_running)
