"""Printing 准考证: which may be printed at this moment, their content, and the record that they were printed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import NotFound, Refusal, Unmet
from domain.events import TicketsChanged
from domain.rules.actor import Actor
from domain.rules.exam.tickets import holds, times_of
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.rules.year.windows import is_open
from domain.services import journal
from domain.services.exam.ticket_papers import PrintedTicket, admit, entries_of, printed_in
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import year_of
from storage.models import AdmissionTicket, Organisation
from storage.queries import applications
from storage.queries.exam import tickets

MOST_PRINTED = 2_000  # in one file; measured in tests/bench/ticket_bench.py
KEYS = 500  # ids in one query
CHUNK = 100  # tickets per read


async def printable(actor: Actor, ids: Sequence[int], *, most: int = MOST_PRINTED) -> tuple[int, ...]:
    """Those of these applications whose ticket may be printed now, in printing order: by unit, then number.

    That is: published, approved, paid or exempt, and inside a print window of its session. Raises Refusal for no ids or
    too many, Forbidden for reviewers; when none remains NotFound, or Unmet with the reason or the time.
    """
    admit(actor)
    if not ids:
        raise Refusal('请先选择报考人员')
    if len(ids) > most:
        raise Refusal(f'一次最多打印 {most} 人，已选 {len(ids)} 人，请缩小范围后分次打印')
    keys: list[tuple[str, str, int]] = []
    for some in _portions(tuple(dict.fromkeys(ids)), KEYS):
        rows = (await _open(actor, some)).values_list('application__unit__path', 'number', 'application_id')
        keys += [(str(path), str(number), int(id_)) for path, number, id_ in await rows]
    if not keys:
        raise await _why_not(actor, ids[:KEYS])
    return tuple(key[-1] for key in sorted(keys))


async def entries(actor: Actor, ids: Sequence[int]) -> AsyncIterator[list[PrintedTicket]]:
    """The tickets of these applications in their order, in chunks; those that may no longer be printed are left out."""
    for some in _portions(ids, CHUNK):
        found = await entries_of(await _open(actor, some))
        yield [found[id_] for id_ in some if id_ in found]


@use_case
async def record(actor: Actor, ids: Sequence[int]) -> None:
    """Count these tickets as printed once more, before the file is delivered: one act, one journal entry.

    A single ticket is recorded in the history of its application. Several are one act, recorded like an export in the
    chain of the account that printed them, with all their numbers: otherwise a thousand chains would have to be locked.
    Raises Refusal when one of them may no longer be printed, and as ``printable``; then nothing is counted.
    """
    async with unit_of_work(actor) as news:
        if len(await printable(actor, ids)) != len(ids):
            raise Refusal('部分准考证已被撤回或已过打印时间，请重新查询后再打印')
        at = clock.now()
        application = None
        if len(ids) == 1:
            application = await applications.visible_to(actor).select_for_update().get(id=ids[0])
        for some in _portions(ids, KEYS):
            await AdmissionTicket.filter(application_id__in=list(some)).update(prints=F('prints') + 1, printed_at=at)
        details = {} if application else {'count': len(ids), 'applications': list(ids)}
        await journal.record(actor, Act.PRINT_TICKET, application, details=details)
        own = await Organisation.get(id=application.unit_id) if application else None
        news.append(TicketsChanged(own.path if own else actor.path))


async def _open(actor: Actor, ids: Sequence[int]) -> QuerySet[AdmissionTicket]:
    now = clock.now()
    found = tickets.visible_to(actor).filter(tickets.good(), await printed_in(lambda window: is_open(window, now)))
    return found.filter(application_id__in=list(ids))


async def _why_not(actor: Actor, ids: Sequence[int]) -> Refusal:
    """Why the first of these cannot be printed."""
    found = tickets.visible_to(actor).filter(application_id__in=list(ids)).order_by('application_id').limit(1)
    columns = ('application__status', 'application__payment', 'session__printing_id', 'plan__year_id')
    rows = await found.values(*columns, 'grade', 'application__unit__path')
    if not rows:
        return NotFound('该准考证')
    payment = rows[0]['application__payment']
    if not holds(Status(rows[0]['application__status']), OrderStatus(payment) if payment else None):
        return Unmet('终审通过并已缴费（或免缴）的报考人员才能打印准考证')
    year = await year_of(rows[0]['plan__year_id'])
    windows = year.windows_for(rows[0]['grade'], rows[0]['application__unit__path'])
    return Unmet(times_of(windows, rows[0]['session__printing_id'], clock.now()).sentence)


def _portions(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
