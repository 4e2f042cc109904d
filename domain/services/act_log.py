"""The acts of the transaction at hand: counted and logged, by ids only, once they are committed."""

from __future__ import annotations

import logging
from contextvars import ContextVar

from domain import metrics
from storage.models import JournalEntry

log = logging.getLogger(__name__)
_at_hand: ContextVar[list[JournalEntry] | None] = ContextVar('acts of the transaction at hand', default=None)


def begin() -> list[JournalEntry]:
    """The empty list of a new transaction, filled by ``note`` in the same task."""
    deeds: list[JournalEntry] = []
    _at_hand.set(deeds)
    return deeds


def note(entry: JournalEntry) -> None:
    """This act is done if the transaction at hand is committed."""
    deeds = _at_hand.get()
    if deeds is not None:
        deeds.append(entry)


def tell(deeds: list[JournalEntry]) -> None:
    """They are committed."""
    for entry in deeds:
        metrics.ACTS.labels(entry.act.value).inc()
        facts = {'act': entry.act.value, 'application': entry.application_id, 'account': entry.account_id}
        log.info('act', extra={'facts': {key: value for key, value in facts.items() if value is not None}})
    deeds.clear()
