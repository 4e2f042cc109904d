"""Sessions as rows: opening, finding and ending them, and the actor of a session."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, events
from domain.errors import SignedOut
from domain.events import Event, SessionsEnded
from domain.rules.actor import Actor
from domain.rules.vocabulary import Role
from domain.services.unit_of_work import unit_of_work
from storage.models import Account, Session

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
WRITE_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Known:
    """What this process has cached of a session, so that an event on a page needs no query."""

    account_id: int
    restricted: bool
    created_at: datetime
    seen_at: datetime
    written_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it has been idle for too long or is too old."""
        return now - self.seen_at > IDLE or now - self.created_at > ABSOLUTE


_known: dict[str, Known] = {}


def digest(token: str) -> str:
    """The key of a session: the token in the cookie itself is not stored."""
    return hashlib.sha256(token.encode('utf-8', 'surrogatepass')).hexdigest()


async def open_session(account: Account, address: str, agent: str, *, restricted: bool) -> str:
    """Add a session inside the caller's transaction and return the token for the cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    await Session.create(
        key=digest(token), account_id=account.id, epoch=account.epoch, restricted=restricted,
        address=address[:64], agent=agent[:200], created_at=now, seen_at=now,
    )  # fmt: skip
    return token


async def find(token: str) -> str:
    """The key of the live session with this token, read from the database and cached; empty when there is none."""
    key = digest(token)
    session = await _read(key)
    if session is None:
        _known.pop(key, None)
        return ''
    now = clock.now()
    seen = _known[key].seen_at if key in _known else session.seen_at
    known = Known(
        session.account_id, session.restricted, session.created_at, max(seen, session.seen_at), session.seen_at
    )
    if known.is_over(now):
        return ''  # the sweep ends it and notifies its pages
    known.seen_at = now
    _known[key] = known
    return key


def alive(key: str) -> bool:
    """Whether the session is open, from this process's cache, without a query; the sweep keeps the cache current."""
    known = _known.get(key)
    return known is not None and not known.is_over(clock.now())


def restricted(key: str) -> bool:
    """Whether the session may only change the password."""
    known = _known.get(key)
    return known is not None and known.restricted


def touch(key: str) -> None:
    """Record that the person did something: the idle time starts again."""
    known = _known.get(key)
    if known is not None:
        known.seen_at = clock.now()


async def actor_of(key: str, address: str = '', *, may_be_restricted: bool = False) -> Actor:
    """The actor of this session, read again. Raises SignedOut when it is over or may only change the password."""
    session = await _read(key) if key and alive(key) else None
    if session is None or (session.restricted and not may_be_restricted):
        raise SignedOut
    return actor_from(session.account, key, address)


def actor_from(account: Account, key: str = '', address: str = '') -> Actor:
    """The actor for an account; ``account.organisation`` must have been fetched."""
    place = account.organisation
    office = place if account.role is not Role.APPLICANT else None  # an applicant has no rights over their unit
    return Actor(
        account_id=account.id, name=account.name, role=account.role,
        organisation_id=account.organisation_id, organisation=place.name if place else '',
        level=place.level if place else None, path=office.path if office else '',
        id_number=account.id_number, session=key, address=address,
    )  # fmt: skip


async def end(account_id: int, *, only: Iterable[str] | None = None, besides: str = '') -> list[Event]:
    """Delete sessions of an account inside the caller's transaction: all, ``only`` these, or all ``besides`` one.

    Returns the events for the unit of work; open pages close when they are published.
    """
    rows = Session.filter(account_id=account_id).exclude(key=besides)
    if only is not None:
        rows = rows.filter(key__in=list(only))
    keys = tuple(str(key) for key in await rows.values_list('key', flat=True))
    await Session.filter(key__in=keys).delete()
    return [SessionsEnded(keys)] if keys else []


async def sweep() -> None:
    """End expired sessions, learn which were ended or used elsewhere, and store when the others were last seen."""
    now, keys = clock.now(), list(_known)  # sessions opened after this line are left to the next sweep
    standing = await _standing(keys) if keys else {}
    for key, seen_at in standing.items():
        if known := _known.get(key):  # another process may serve the same person now
            known.seen_at, known.written_at = max(known.seen_at, seen_at), max(known.written_at, seen_at)
    over = tuple(key for key in keys if key in _known and (key not in standing or _known[key].is_over(now)))
    await _write_down(standing.keys() - set(over))
    # Left by earlier runs of the program; a session of another process was seen within IDLE and WRITE_EVERY.
    left = Session.filter(seen_at__lt=now - IDLE - 2 * WRITE_EVERY)
    if over or await left.exists():
        async with unit_of_work(None) as news:
            await Session.filter(key__in=over).delete()
            await left.delete()
            if over:
                news.append(SessionsEnded(over))


async def _standing(keys: list[str]) -> dict[str, datetime]:
    """When those of these sessions that are still valid were last seen, from the database; without whole rows."""
    rows = await Session.filter(key__in=keys, account__enabled=True).values_list(
        'key', 'seen_at', 'epoch', 'account__epoch'
    )
    return {str(key): seen_at for key, seen_at, epoch, now in rows if epoch == now}


async def _write_down(keys: Iterable[str]) -> None:
    """Store the last-seen time where the stored one is too old: for all at once, with the earliest time of them.

    All of them have become due since the last sweep, so no stored time is wrong by more than that, and never too late.
    """
    due = {key: known for key in keys if (known := _known.get(key)) and known.seen_at - known.written_at >= WRITE_EVERY}
    if not due:
        return
    at = min(known.seen_at for known in due.values())
    await Session.filter(key__in=list(due), seen_at__lt=at).update(seen_at=at)
    for known in due.values():
        known.written_at = at


async def move(by: timedelta) -> None:
    """Move the times of all sessions with the demonstration's clock, so that none becomes idle or too old."""
    for row in await Session.all():
        await Session.filter(key=row.key).update(created_at=row.created_at + by, seen_at=row.seen_at + by)
    for known in _known.values():
        known.created_at, known.seen_at, known.written_at = (
            known.created_at + by, known.seen_at + by, known.written_at + by,
        )  # fmt: skip


async def count() -> int:
    """How many sessions are open, in all processes."""
    return await Session.all().count()


async def _read(key: str) -> Session | None:
    session = await Session.get_or_none(key=key).select_related('account__organisation')
    return session if session is not None and _stands(session) else None


def _stands(session: Session) -> bool:
    return session.account.enabled and session.epoch == session.account.epoch


def _forget(event: Event) -> None:
    if isinstance(event, SessionsEnded):
        for key in event.keys:
            _known.pop(key, None)


events.subscribe(_forget)
