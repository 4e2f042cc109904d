"""What happened, told after the commit: ids and places only, never personal data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from domain.rules.vocabulary import Act, Status

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """One act on one application: where it was and is, in whose subtree, and which official did it."""

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
class ClaimChanged:
    """Somebody opened, left or took over an application in review; ``name`` is empty when it is free."""

    application_id: int
    holder_id: int
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """These sessions (digests) are over: their open pages must leave."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeChanged:
    """An organisation, or an account of one, was added, changed or removed; ``path`` is the organisation's."""

    path: str


@dataclass(frozen=True, slots=True)
class YearChanged:
    """The province changed a year, one of its windows, fees or parameters, a trade, a shared reason or a prior pass."""

    act: Act


Event = Changed | ClaimChanged | SessionsEnded | OfficeChanged | YearChanged
Subscriber = Callable[[Event], None]
_subscribers: list[Subscriber] = []


def subscribe(subscriber: Subscriber) -> Callable[[], None]:
    """Hear every event of this process from now on. Returns the function that ends it."""
    _subscribers.append(subscriber)
    return lambda: _subscribers.remove(subscriber)


def publish(event: Event) -> None:
    """Tell everybody; one deaf subscriber does not keep the others from hearing."""
    for subscriber in tuple(_subscribers):
        try:
            subscriber(event)
        except Exception:  # the act is committed: nothing a screen does may undo or hide that
            log.exception('a subscriber failed on %s', type(event).__name__)
