"""Events, published after the commit: ids and places only, never personal data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from domain.rules.vocabulary import Act, OrderStatus, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """One act on one application: its holder before and after, its subtree, and the official who acted."""

    application_id: int
    act: Act
    unit_path: str
    from_holder: int | None
    to_holder: int | None
    status: Status
    senior: bool
    version: int
    account_id: int
    office: str  # empty for the applicant
    who: str  # the official's name, or 报考人员本人


@dataclass(frozen=True, slots=True)
class FormSaved:
    """The applicant saved the form of a draft or returned application in this window."""

    application_id: int
    window: str


@dataclass(frozen=True, slots=True)
class ClaimChanged:
    """Somebody opened, left or took over an application in review; ``name`` is empty if it is free."""

    application_id: int
    holder_id: int
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """These sessions (digests) have ended: their open pages must close."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeChanged:
    """An organisation, or an account of one, was added, changed or removed; ``path`` is the organisation's."""

    path: str


@dataclass(frozen=True, slots=True)
class YearChanged:
    """The province changed a year, one of its windows, fees or parameters, a trade, a shared reason or a prior pass."""

    act: Act


@dataclass(frozen=True, slots=True)
class TicketsChanged:
    """准考证 below the organisation with this path were drawn, published, withdrawn or printed: one event for all.

    Also for a change of its sites, rooms or sessions.
    """

    path: str


@dataclass(frozen=True, slots=True)
class ResultsChanged:
    """考核结果 of these applications, all below the office with this path, were imported, corrected or published.

    ``published``: something visible outside that office has changed, for example by publishing or withdrawing.
    """

    path: str
    published: bool
    application_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BundleChanged:
    """One pay code for many persons was paid or closed."""

    bundle_id: int
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class Resync:
    """Events may have been lost: every subscriber that shows or caches data reads it again."""


Event = (
    BundleChanged
    | Changed
    | ClaimChanged
    | FormSaved
    | SessionsEnded
    | OfficeChanged
    | YearChanged
    | TicketsChanged
    | ResultsChanged
    | Resync
)
_kinds: dict[str, TypeAdapter[Event]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Event)}
Subscriber = Callable[[Event], None]
_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> Callable[[], None]:
    """Receive every event of this process from now on. Returns the function that unsubscribes."""
    _subscribers.append(subscriber)
    return lambda: _subscribers.remove(subscriber)


def publish(event: Event) -> None:
    """Send the event to all subscribers; if one fails, the others still receive it."""
    for subscriber in tuple(_subscribers):
        try:
            subscriber(event)
        except Exception:  # the act is committed: an error on a screen must not undo or hide it
            log.exception('a subscriber failed on %s', type(event).__name__)


def packed(event: Event) -> dict[str, object]:
    """The event as plain values for another process, for every kind of event."""
    name = type(event).__name__
    return {'kind': name, **_kinds[name].dump_python(event, mode='json')}


def unpacked(values: dict[str, object]) -> Event:
    """The event from the values of ``packed``; a Resync if this program cannot read them, as after a version change."""
    fields = dict(values)
    kind = _kinds.get(str(fields.pop('kind', '')))
    try:
        return kind.validate_python(fields) if kind else Resync()
    except ValidationError:
        return Resync()
