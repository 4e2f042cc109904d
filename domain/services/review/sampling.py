"""抽查: the province draws a stratified sample of the finally approved persons; the journal keeps the seed."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Subquery

from domain import clock
from domain.errors import Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.permissions import Province
from domain.rules.review.judging import UNDO_MINUTES
from domain.rules.review.sampling import sample
from domain.rules.vocabulary import Act, Grade, Status
from domain.services import journal
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import Year
from storage.models import Account, Application, JournalEntry, Organisation
from storage.queries.organisations import DIGITS

MOST_DRAWN = 500
LONGEST_SEED = 32
CHUNK = 1000
PAST = 20
Stratum = tuple[str, int]  # the path of the city (or of the department right below the province), and the grade


@dataclass(frozen=True, slots=True)
class Share:
    """The size of one stratum and how many of it were drawn."""

    office: str
    grade: Grade
    persons: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw. ``same``: drawn again, the list is exactly the first one."""

    id: int
    seed: str
    size: int
    at: datetime
    who: str
    persons: int
    shares: tuple[Share, ...]
    application_ids: tuple[int, ...]
    same: bool = True


@use_case
async def draw(actor: Actor, year: Year, size: int, seed: str = '') -> Draw:
    """Draw ``size`` persons of this year by city and grade, and record the seed.

    Without a seed the server takes a random one. Persons approved in the last five minutes are left out: an approval
    can be undone for that time, and nothing may change the list afterwards. Raises Forbidden, Invalid (size, seed),
    Unmet when nobody is approved yet.
    """
    Province.require(actor)
    seed = seed.strip() or str(secrets.randbelow(10**12)).zfill(12)
    if len(seed) > LONGEST_SEED or not seed.isprintable():
        raise Invalid([Problem('seed', f'随机种子最多 {LONGEST_SEED} 个字符')])
    if not 1 <= size <= MOST_DRAWN:
        raise Invalid([Problem('size', f'抽查人数为 1–{MOST_DRAWN} 人')])
    until = clock.now() - timedelta(minutes=UNDO_MINUTES)
    pool = await _pool(year.id, until)
    drawn = await asyncio.to_thread(_drawn, pool, size, seed)
    if not drawn:
        raise Unmet('还没有可以抽查的终审通过人员')
    details = {
        'seed': seed,
        'size': size,
        'year': year.id,
        'until': until.isoformat(),
        'persons': sum(len(members) for members in pool.values()),
        'drawn': sum(len(numbers) for numbers in drawn.values()),
        'digest': _digest(drawn),
    }
    async with unit_of_work(actor):
        entry = await journal.record(actor, Act.DRAW, details=details)
    return await _told(entry, pool, drawn)


async def drawn_again(actor: Actor, draw_id: int) -> Draw:
    """The list of an earlier draw, drawn again from the journal's data. Raises Forbidden, NotFound."""
    Province.require(actor)
    entry = await JournalEntry.get_or_none(id=draw_id, act=Act.DRAW, organisation_id=actor.organisation_id)
    if entry is None:
        raise NotFound('该次抽查')
    kept = entry.details
    pool = await _pool(int(kept['year']), datetime.fromisoformat(kept['until']))
    return await _told(entry, pool, await asyncio.to_thread(_drawn, pool, int(kept['size']), str(kept['seed'])))


async def past(actor: Actor) -> list[JournalEntry]:
    """The newest draws of the actor's office, from the journal. Raises Forbidden."""
    Province.require(actor)
    office = Subquery(Account.filter(organisation_id=actor.organisation_id).values('id'))
    found = JournalEntry.filter(account_id__in=office, act=Act.DRAW, organisation_id=actor.organisation_id)
    return await found.order_by('-id').limit(PAST)


Pool = dict[Stratum, dict[str, int]]  # registration number to id


async def _pool(year: int, until: datetime) -> Pool:
    """All persons of the year approved and not cancelled at ``until``, by city and grade."""
    paths = {row.id: row.path for row in await Organisation.all().only('id', 'path')}
    pool: Pool = defaultdict(dict)
    ended = Application.filter(status__in=[Status.APPROVED, Status.CANCELLED])
    ids = sorted(row[0] for row in await ended.values_list('id'))  # from an index only; then the rows by their ids
    for start in range(0, len(ids), CHUNK):  # in chunks: other tasks can run in between
        some = Application.filter(id__in=ids[start : start + CHUNK], year_id=year, approved_at__lte=until)
        rows = await some.filter(grade__isnull=False).values_list('id', 'number', 'grade', 'unit_id', 'status')
        gone = await _cancelled([row[0] for row in rows if row[-1] == Status.CANCELLED], until)
        for id_, number, grade, unit_id, _ in rows:
            if id_ not in gone:
                pool[paths[unit_id][: 2 * DIGITS], grade][number] = id_
    return pool


async def _cancelled(ids: list[int], until: datetime) -> set[int]:
    """Those cancelled by ``until``; persons cancelled later were part of the draw."""
    if not ids:
        return set()
    ends = await JournalEntry.filter(application_id__in=ids, act=Act.CANCEL, at__lte=until).only('id', 'application_id')
    return {entry.application_id for entry in ends if entry.application_id}


def _drawn(pool: Pool, size: int, seed: str) -> dict[Stratum, list[str]]:
    return sample({stratum: list(members) for stratum, members in pool.items()}, size, seed)


def _digest(drawn: Mapping[Stratum, list[str]]) -> str:
    """The SHA-256 of the registration numbers in the order drawn."""
    return hashlib.sha256('\n'.join(number for numbers in drawn.values() for number in numbers).encode()).hexdigest()


async def _told(entry: JournalEntry, pool: Pool, drawn: Mapping[Stratum, list[str]]) -> Draw:
    kept: dict[str, Any] = entry.details
    offices = await Organisation.filter(path__in=list({path for path, _ in pool})).values_list('path', 'name')
    names = {str(row[0]): str(row[1]) for row in offices}
    return Draw(
        id=entry.id,
        seed=str(kept['seed']),
        size=int(kept['size']),
        at=entry.at,
        who=entry.actor,
        persons=sum(len(members) for members in pool.values()),
        shares=tuple(
            Share(names[path], Grade(grade), len(pool[path, grade]), len(drawn.get((path, grade), ())))
            for path, grade in sorted(pool)
        ),
        application_ids=tuple(pool[stratum][number] for stratum, numbers in drawn.items() for number in numbers),
        same=_digest(drawn) == kept['digest'],
    )
