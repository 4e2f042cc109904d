"""The append-only journal: every act once, in a chain of hashes per application or per account."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from domain import clock
from domain.long_work import RecordedStep, Step, to_the_end
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services.unit_of_work import note
from storage.models import Account, Application, JournalEntry
from storage.queries.operating import journal_ends


async def record(
    actor: Actor | None,
    act: Act,
    application: Application | None = None,
    *,
    reason: str = '',
    details: dict[str, Any] | None = None,
) -> JournalEntry:
    """Write one entry, inside the caller's transaction and after the update of the row that it records.

    That update holds the lock of the chain: the application's row, or for acts without one the account's row, which is
    updated here. ``actor`` None is the system itself.
    """
    at = clock.now()
    if application is None:
        assert actor is not None, 'an act of the system belongs to an application'
        await Account.filter(id=actor.account_id).update(acted_at=at)
    last = await JournalEntry.filter(chain=chain_of(actor, application)).order_by('-sequence').first()
    entry = entry_after(last, actor, act, application, reason=reason, details=details or {}, at=at)
    await entry.save(force_create=True)
    note(entry)
    return entry


async def record_each(
    actor: Actor | None, act: Act, entries: Sequence[tuple[Application, dict[str, Any]]], *, reason: str = ''
) -> None:
    """Write the same act on many applications, each with its details, as ``record`` does: two statements for all."""
    chains = [chain_of(actor, application) for application, _ in entries]
    known = await JournalEntry.filter(chain__in=chains).order_by('sequence').only('chain', 'sequence', 'hash')
    last, at = {entry.chain: entry for entry in known}, clock.now()
    written = [
        entry_after(last.get(chain), actor, act, application, reason=reason, details=details, at=at)
        for chain, (application, details) in zip(chains, entries, strict=True)
    ]
    await JournalEntry.bulk_create(written)
    for entry in written:
        note(entry)


def chain_of(actor: Actor | None, application: Application | None) -> str:
    """The chain an act belongs to: the application's, or for acts without one the account's."""
    return f'application:{application.id}' if application else f'account:{actor.account_id if actor else 0}'


def entry_after(
    last: JournalEntry | None,
    actor: Actor | None,
    act: Act,
    application: Application | None,
    *,
    reason: str,
    details: dict[str, Any],
    at: datetime,
) -> JournalEntry:
    """The entry that follows ``last`` in its chain, with its hash, not saved yet."""
    entry = JournalEntry(
        chain=chain_of(actor, application),
        sequence=last.sequence + 1 if last else 1,
        application_id=application.id if application else None,
        unit_id=application.unit_id if application else None,
        account_id=actor.account_id if actor else None,
        actor=actor.name if actor else '系统',
        organisation_id=actor.organisation_id if actor else None,
        office=actor.organisation if actor else '',
        level=actor.level.value if actor and actor.level else '',
        act=act,
        reason=reason,
        details=details,
        at=at,
        address=actor.address if actor else '',
        previous_hash=last.hash if last else '',
        hash='',
    )
    entry.hash = fingerprint(entry)
    return entry


def fingerprint(entry: JournalEntry) -> str:
    """The SHA-256 of all content of the entry and of the hash before it."""
    content = [
        entry.chain,
        entry.sequence,
        entry.application_id,
        entry.unit_id,
        entry.account_id,
        entry.actor,
        entry.organisation_id,
        entry.office,
        entry.level,
        Act(entry.act).value,
        entry.reason,
        entry.details,
        entry.at.astimezone(UTC).isoformat(timespec='microseconds'),
        entry.address,
        entry.previous_hash,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))
    return hashlib.sha256(text.encode()).hexdigest()


async def history_of(application_id: int) -> list[JournalEntry]:
    """All entries of one application, the newest first; the caller has checked that the application is in reach."""
    return await JournalEntry.filter(application_id=application_id).order_by('-sequence')


@dataclass(frozen=True, slots=True)
class Break:
    """A broken chain: the first bad sequence number and what is wrong there."""

    chain: str
    sequence: int
    reason: str


CHUNK = 1000


async def breaks(step: Step = to_the_end) -> AsyncIterator[Break]:
    """Check all chains and yield the first break of each broken one; reads in chunks, keeps one chain in memory.

    ``step`` receives after each chunk how many entries were read, and may stop the check.
    """
    total, recorded = await JournalEntry.all().count(), RecordedStep(step)
    chain, expected, previous, broken = '', 1, '', False
    named: set[str] = set()
    place = ('', 0)
    while True:
        rows = await _after(*place)
        for entry in rows:
            if entry.chain != chain:
                chain, expected, previous, broken = entry.chain, 1, '', False
            fault = _fault(entry, expected, previous)
            if fault and not broken:
                broken = True
                named.add(chain)
                yield Break(entry.chain, entry.sequence, fault)
            expected, previous = entry.sequence + 1, entry.hash
        if not recorded(recorded.done + len(rows), total):
            return
        if len(rows) < CHUNK:
            break
        place = (rows[-1].chain, rows[-1].sequence)
    for cut, left in await journal_ends.cut_off(besides=named):
        yield Break(cut, left + 1, '末尾缺少记录')


async def _after(chain: str, sequence: int) -> list[JournalEntry]:
    rest = await JournalEntry.filter(chain=chain, sequence__gt=sequence).order_by('sequence').limit(CHUNK)
    if len(rest) == CHUNK:
        return rest
    more = await JournalEntry.filter(chain__gt=chain).order_by('chain', 'sequence').limit(CHUNK - len(rest))
    return rest + more


def _fault(entry: JournalEntry, expected: int, previous: str) -> str:
    if entry.sequence != expected:
        return '缺少记录'
    if entry.previous_hash != previous:
        return '与上一条记录不衔接'
    return '' if fingerprint(entry) == entry.hash else '内容被改动'
