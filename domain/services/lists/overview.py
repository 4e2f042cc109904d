"""What 首页 and the menu show: counts of waiting work, the year's windows, the newest acts, the offices below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count, Min
from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.actor import Actor
from domain.rules.vocabulary import DeferralState, NoteState, Status
from domain.services.lists import application_lists, comparisons
from domain.services.money import waiting
from domain.services.review import deferral_ledger, note_lists
from domain.services.review.notes import MARKS, OPINIONS
from domain.services.year.years import Year, all_years, year_of
from storage.models import Application, Deferral, JournalEntry, Mark, Opinion, Organisation
from storage.queries import applications, organisations

NEWEST_ACTS = 8
RECENT = 20_000  # entries read backwards for a large subtree
FEW_UNITS = 60
MOST_SUBORDINATES = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """The live numbers of one office; badges, cards and lists count with the same queries.

    What waits is counted over all years, so that nothing is forgotten when the year turns (10-year §5); ``by_year``
    says how much of a number belongs to which year, newest first. ``approved`` is of one year.
    """

    waiting_ordinary: int = 0
    waiting_senior: int = 0
    deferrals: int = 0
    returned: int = 0
    approved: int = 0
    approved_before: int | None = None  # a year before at the same day; None where there is nothing to compare
    notes: int = 0
    owing: int = 0  # persons who still have to pay, of the years with an open payment window
    refunds: int = 0  # paid orders of persons who were rejected or cancelled since
    by_year: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


async def badges(actor: Actor) -> Counts:
    """What waits for this office: the numbers beside the menu entries."""
    return Counts(
        waiting_ordinary=await application_lists.desk_count(actor, senior=False),
        waiting_senior=await application_lists.desk_count(actor, senior=True),
    )


async def reminders(actor: Actor) -> dict[str, int]:
    """The office's waiting work on applications in any stage, by badge of the menu; empty for an applicant."""
    if not actor.is_office:
        return {}
    return {
        'deferrals': await deferral_ledger.waiting(actor),
        'opinions': await note_lists.waiting(actor, OPINIONS),
        'marks': await note_lists.waiting(actor, MARKS),
        'dues': await waiting.to_pay(actor),
    }


async def counts(actor: Actor, year: Year) -> Counts:
    """All numbers of 首页; the approved ones of this year."""
    seen, every = applications.visible_to(actor), list((await all_years()).by_id)
    # Few applications have overlays: by their ids three years of a province are counted without reading its rows.
    deferred = Deferral.filter(state=DeferralState.OPEN).values('application_id')
    judged, marked = (rows.exclude(state=NoteState.CLOSED).values('application_id') for rows in (Opinion, Mark))
    by_year = {
        'waiting_ordinary': await _by_year(applications.on_desk(actor, senior=False)),
        'waiting_senior': await _by_year(applications.on_desk(actor, senior=True)),
        'deferrals': await _by_year(seen.filter(id__in=Subquery(deferred))),
        'returned': await _by_year(seen.filter(year_id__in=every, status=Status.RETURNED)),
        'notes': await _by_year(seen.filter(Q(id__in=Subquery(judged)) | Q(id__in=Subquery(marked)))),
        'owing': await waiting.owing(actor),
        'refunds': await waiting.to_refund(actor),
    }
    return Counts(
        **{card: sum(part.values()) for card, part in by_year.items()},
        approved=await seen.filter(year_id=year.id, status=Status.APPROVED).count(),
        approved_before=await comparisons.approved_before(actor, year),
        by_year=by_year,
    )


async def _by_year(rows: QuerySet[Application]) -> dict[int, int]:
    """How many of these rows belong to which year, the newest first."""
    found = await rows.annotate(n=Count('id')).group_by('year_id').values_list('year_id', 'n')
    counted = {(await year_of(int(id_))).year: int(n) for id_, n in found}
    return dict(sorted(counted.items(), reverse=True))


async def newest_acts(actor: Actor) -> list[JournalEntry]:
    """The newest acts on applications of the own subtree, with their applications."""
    below = organisations.subtree(actor.path)
    found = JournalEntry.filter(application_id__isnull=False)
    if await below.count() <= FEW_UNITS:
        found = found.filter(unit_id__in=[row.id for row in await below.only('id')])
    else:  # many units: reading the newest entries of all units backwards finds eight of the subtree quickly
        last = await JournalEntry.all().order_by('-id').first()
        since = (last.id if last else 0) - RECENT
        found = found.filter(id__gt=since, unit_id__in=organisations.ids_below(actor.path))
    return await found.order_by('-id').limit(NEWEST_ACTS).prefetch_related('application')


@dataclass(frozen=True, slots=True)
class Subordinate:
    """One office below: what waits in its subtree, the oldest of it in days, and what is approved."""

    id: int
    name: str
    waiting: int
    oldest_days: int
    done: int


async def subordinates(actor: Actor, year: Year) -> list[Subordinate]:
    """The offices directly below, those with the oldest waiting work first; approved ones of this year."""
    children = await organisations.directly_below(actor.organisation_id).filter(enabled=True)
    waiting = (
        await Application.filter(holder_id__in=organisations.ids_below(actor.path))
        .annotate(n=Count('id'), oldest=Min('arrived_at'))
        .group_by('holder_id')
        .values('holder_id', 'n', 'oldest')
    )
    done = (
        await applications.visible_to(actor)
        .filter(year_id=year.id, status=Status.APPROVED)
        .annotate(n=Count('id'))
        .group_by('unit_id')
        .values('unit_id', 'n')
    )
    paths = {row.id: row.path for row in await organisations.subtree(actor.path).only('id', 'path')}
    now = clock.now()
    rows = [_rolled_up(child, waiting, done, paths, now) for child in children]
    return sorted(rows, key=lambda row: (-row.oldest_days, -row.waiting, row.name))


def _rolled_up(
    child: Organisation,
    waiting: list[dict[str, object]],
    done: list[dict[str, object]],
    paths: dict[int, str],
    now: datetime,
) -> Subordinate:
    held = [row for row in waiting if paths.get(_whole(row['holder_id']), '').startswith(child.path)]
    passed = [row for row in done if paths.get(_whole(row['unit_id']), '').startswith(child.path)]
    oldest = min((_moment(row['oldest']) for row in held), default=now)
    return Subordinate(
        id=child.id,
        name=child.name,
        waiting=sum(_whole(row['n']) for row in held),
        oldest_days=(now - oldest).days,
        done=sum(_whole(row['n']) for row in passed),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _moment(value: object) -> datetime:
    # SQLite returns an aggregate of a time as the text that it stores
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
