"""名册: the list on the screen, the persons selected from it, their printed rows, and the journal entry about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.queryset import QuerySet

from domain.errors import Refusal
from domain.rules.actor import Actor
from domain.rules.application.materials import required
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.rosters import Reach, originals_to_check
from domain.rules.permissions import Reviewer
from domain.rules.vocabulary import Act, Basis, Channel, DeferralState, Grade, Sex
from domain.services import journal
from domain.services.eligibility.prechecks import form_of
from domain.services.lists import application_lists, application_rows
from domain.services.lists.application_rows import ApplicationPage
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import CHUNK
from domain.services.year.years import Year, all_years, trade_names
from storage.models import Application
from storage.queries import organisations
from storage.queries.lists.application_filters import narrowed
from storage.queries.lists.rosters import on_roster

MOST_PRINTED = 10_000  # measured in tests/bench/roster_bench.py: 5,000 rows are 300 pages
MOST_CHOSEN = 50_000
KEYS = 500  # ids in one query
COLUMNS = (
    *('id', 'number', 'name', 'sex', 'id_number', 'unit_id', 'grade', 'trade', 'channel', 'basis', 'approved_at'),
    *('deferral_state', 'year_id'),
)


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person on a roster, the ID number complete; ``originals`` as in ``domain.rules.lists.rosters.ORIGINALS``."""

    year: int
    number: str
    name: str
    sex: Sex
    id_number: str
    unit: str
    grade: Grade | None
    trade: str
    channel: Channel
    basis: Basis | None
    approved_at: datetime | None
    originals: tuple[bool, ...] = ()


async def listed(actor: Actor, reach: Reach, *, filters: ApplicationFilters, paging: Paging) -> ApplicationPage:
    """One page of the roster on the screen, the newest submission first."""
    found = await _found(actor, reach, filters)
    sort, down = (
        (paging.sort, paging.descending) if paging.sort in application_lists.SEARCH_SORTS else ('submitted_at', True)
    )
    sign = '-' if down else ''
    page = found.order_by(f'{sign}{sort}', f'{sign}id').offset(paging.offset).limit(paging.size)
    ids = [int(row[0]) for row in await page.values_list('id')]
    rows = await application_rows.rows_of(actor, ids)
    return ApplicationPage(tuple(rows[id_] for id_ in ids if id_ in rows), await found.count())


async def count(actor: Actor, reach: Reach, filters: ApplicationFilters) -> int:
    """How many are on the roster with these filters: the number of the pager, from the same query."""
    return await (await _found(actor, reach, filters)).count()


async def everybody(actor: Actor, reach: Reach, filters: ApplicationFilters) -> tuple[int, ...]:
    """The ids of the whole filtered result at this moment: persons added later are not included.

    Raises Forbidden except for an office, Refusal for more than the limit.
    """
    Reviewer.require(actor)
    found = await _found(actor, reach, filters)
    ids = tuple(int(row[0]) for row in await found.order_by('id').limit(MOST_CHOSEN + 1).values_list('id'))
    if len(ids) > MOST_CHOSEN:
        raise Refusal(f'查询结果超过 {MOST_CHOSEN} 人，请缩小查询范围后再选择')
    return ids


async def still_on(actor: Actor, reach: Reach, ids: Collection[int]) -> frozenset[int]:
    """Which of these ids are on the roster now."""
    found = on_roster(actor, reach).filter(id__in=list(ids))
    return frozenset(int(row[0]) for row in await found.values_list('id'))


async def chosen(actor: Actor, reach: Reach, ids: Sequence[int], *, most: int = MOST_CHOSEN) -> tuple[int, ...]:
    """Those of the ids that are in reach and still on the roster, in the printed order: unit, grade, number.

    Raises Forbidden except for an office, Refusal for no ids, for too many, and when none of them remains.
    """
    Reviewer.require(actor)
    if not ids:
        raise Refusal('请先选择报考人员')
    if len(ids) > most:
        raise Refusal(f'一次最多 {most} 人，已选 {len(ids)} 人，请缩小范围后分次打印')
    keys: list[tuple[str, int, str, int]] = []
    for some in _portions(tuple(dict.fromkeys(ids)), KEYS):
        found = on_roster(actor, reach).filter(id__in=list(some))
        rows = await found.values_list('unit__path', 'grade', 'number', 'id')
        keys += [(str(path), -int(grade or 0), str(number), int(id_)) for path, grade, number, id_ in rows]
    if not keys:
        raise Refusal('所选报考人员已不在名册中，请重新查询')
    return tuple(key[-1] for key in sorted(keys))


async def entries(
    actor: Actor, reach: Reach, ids: Sequence[int], *, originals: bool = False
) -> AsyncIterator[list[RosterEntry]]:
    """The rows of these ids in their order, in chunks; persons who have left the roster since are left out.

    ``originals``: determine which original documents each person has to show; this reads the whole form.
    """
    trades, years = await trade_names(), (await all_years()).by_id
    columns = (*COLUMNS, 'form') if originals else COLUMNS
    for some in _portions(ids, CHUNK):
        found = {row.id: row for row in await on_roster(actor, reach).filter(id__in=list(some)).only(*columns)}
        units = await organisations.names_of({row.unit_id for row in found.values()})
        yield [_entry(found[id_], units, trades, years[found[id_].year_id], originals) for id_ in some if id_ in found]


def totals(rows: Iterable[RosterEntry]) -> dict[Grade, int]:
    """How many of each grade, from five to one."""
    counted = Counter(row.grade for row in rows)
    return {grade: counted[grade] for grade in Grade}


@use_case
async def record(actor: Actor, title: str, form: str, count: int, of: ApplicationFilters | Sequence[int]) -> None:
    """Record who exported which roster as PDF or Excel: with its filters, or with the persons selected by hand.

    Raises Forbidden as above, SignedOut when the session ended while the file was made: then no file is delivered.
    """
    Reviewer.require(actor)
    chosen_by = {'filters': of.typed()} if isinstance(of, ApplicationFilters) else {'applications': list(of)}
    async with unit_of_work(actor):
        await journal.record(actor, Act.EXPORT, details={'list': title, 'as': form, 'count': count, **chosen_by})


async def _found(actor: Actor, reach: Reach, filters: ApplicationFilters) -> QuerySet[Application]:
    return await narrowed(on_roster(actor, reach), actor, filters)


def _portions(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _entry(row: Application, units: dict[int, str], trades: dict[str, str], year: Year, originals: bool) -> RosterEntry:
    owed = row.deferral_state not in (None, DeferralState.CLEARED)
    needs = required(form_of(row), deferral_open=owed, parameters=year.parameters) if originals else ()
    return RosterEntry(
        year=year.year,
        number=row.number,
        name=row.name,
        sex=row.sex,
        id_number=row.id_number,
        unit=units.get(row.unit_id, ''),
        grade=Grade(row.grade) if row.grade else None,
        trade=trades.get(row.trade, row.trade),
        channel=row.channel,
        basis=row.basis,
        approved_at=row.approved_at,
        originals=originals_to_check({need.kind for need in needs if need.required}) if originals else (),
    )
