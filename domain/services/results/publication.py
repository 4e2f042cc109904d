"""发布 and 撤回 of 考核结果: a dry run first, then chunks of persons, each person recorded in the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain import clock
from domain.errors import Invalid, Problem, Refusal
from domain.rules import reasons
from domain.rules.actor import Actor
from domain.rules.permissions import City
from domain.rules.results.result_states import described
from domain.rules.vocabulary import Act, Conclusion, Grade
from domain.services import journal
from domain.services.results import locked_rows, prior_passes
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import Year, all_years, held_years
from storage.models import Application, ExamResult

CHUNK = 100  # persons per transaction
LOOKED = 1_000  # persons per read of the dry run
NAMED = 20  # persons without a result that are named


@dataclass(slots=True)
class Preview:
    """What publishing these persons would do. ``redrawn``: conclusions that differ by the present table of subjects.

    ``missing`` have no result, some of them ``named``; ``void`` lost their qualification or got the fee refunded.
    ``shown`` are published now, whether or not something else waits for publication.
    """

    ready: Counter[Conclusion] = field(default_factory=Counter)
    redrawn: int = 0
    missing: int = 0
    named: list[str] = field(default_factory=list)
    published: int = 0
    void: int = 0
    shown: int = 0

    @property
    def persons(self) -> int:
        """How many would be published."""
        return sum(self.ready.values())


async def preview(actor: Actor, application_ids: Sequence[int]) -> Preview:
    """试算: what ``publish`` would do now, without doing it. Raises Forbidden, Refusal for nobody."""
    _require(actor, application_ids)
    years, found = (await all_years()).by_id, Preview()
    for start in range(0, len(application_ids), LOOKED):
        ids = await locked_rows.own_of(actor, application_ids[start : start + LOOKED])
        people = {row.id: row for row in await Application.filter(id__in=ids).only(*locked_rows.PERSON)}
        results = {row.application_id: row for row in await ExamResult.filter(application_id__in=ids)}
        for id_ in ids:
            _look(found, people[id_], results.get(id_), years)
    return found


def _look(found: Preview, person: Application, row: ExamResult | None, years: Mapping[int, Year]) -> None:
    found.shown += row is not None and row.published_at is not None
    if row is None:
        found.missing += 1
        if len(found.named) < NAMED:
            found.named.append(person.name)
    elif not locked_rows.counts(person):
        found.void += 1
    elif row.published_at is not None and row.pending is None:
        found.published += 1
    else:
        conclusion = _conclusion(row, years)
        found.ready[conclusion] += 1
        found.redrawn += conclusion is not locked_rows.latest_conclusion(row)


@use_case
async def publish(actor: Actor, application_ids: Sequence[int]) -> int:
    """发布 for those of these persons who have something to publish, at most ``CHUNK``; returns how many.

    The conclusion is determined again by the present table of its year. Passes are added to 往年报考合格库 for
    later years. Raises Forbidden, Refusal for nobody.
    """
    _require(actor, application_ids)
    at = clock.now()
    async with unit_of_work(actor) as news:
        years = await held_years()
        held = await locked_rows.hold(await locked_rows.own_of(actor, application_ids[:CHUNK]))
        able = [row for row in held.results.values() if row.published_at is None or row.pending is not None]
        rows = [row for row in able if locked_rows.counts(held.people[row.application_id])]
        entries = []
        for row in rows:
            before, marks, conclusion = locked_rows.details_of(row), locked_rows.latest_of(row), _conclusion(row, years)
            columns = locked_rows.columns_of(marks, conclusion)
            await locked_rows.rewrite(row, published_at=at, pending=None, **columns)
            told = described(marks, conclusion)
            entries.append((held.people[row.application_id], told if before == told else told | {'before': before}))
        if entries:
            people = [person for person, _ in entries]
            await prior_passes.enter(years, held.people, rows)
            await locked_rows.note(people)
            await journal.record_each(actor, Act.PUBLISH_RESULT, entries)
            news.append(locked_rows.news(actor, [person.id for person in people], published=True))
    return len(entries)


@use_case
async def withdraw(actor: Actor, application_ids: Sequence[int], reason: str) -> int:
    """撤回 of these persons' published results, at most ``CHUNK``, with a reason of 2–500 characters; returns how many.

    Their passes are removed from 往年报考合格库. Raises Forbidden, Invalid (reason), Refusal for nobody.
    """
    _require(actor, application_ids)
    reason = require_reason(reason)
    async with unit_of_work(actor) as news:
        held = await locked_rows.hold(await locked_rows.own_of(actor, application_ids[:CHUNK]))
        rows = [row for row in held.results.values() if row.published_at is not None]
        if rows:
            await _take_back(held.people, rows)
            people = [held.people[row.application_id] for row in rows]
            await locked_rows.note(people)
            entries = [(held.people[row.application_id], locked_rows.details_of(row)) for row in rows]
            await journal.record_each(actor, Act.WITHDRAW_RESULT, entries, reason=reason)
            news.append(locked_rows.news(actor, [person.id for person in people], published=True))
    return len(rows)


async def end_with(application: Application) -> bool:
    """取消资格 inside the caller's transaction, which has locked the application: none of its results stays published.

    Returns whether one was.
    """
    rows = await ExamResult.filter(application_id=application.id, published_at__isnull=False)
    await _take_back({application.id: application}, rows)
    return bool(rows)


def require_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Invalid."""
    reason = reason.strip()
    if not reasons.is_reason(reason):
        raise Invalid([Problem('reason', f'请填写撤回原因（{reasons.SHORTEST}–{reasons.LONGEST} 字）')])
    return reason


async def _take_back(people: Mapping[int, Application], rows: Iterable[ExamResult]) -> None:
    """Withdraw: marks that waited for publication become the only ones, unpublished."""
    for row in rows:
        columns = locked_rows.columns_of(locked_rows.latest_of(row), locked_rows.latest_conclusion(row))
        await locked_rows.rewrite(row, published_at=None, pending=None, **columns)
    await prior_passes.leave(people)


def _require(actor: Actor, application_ids: Sequence[int]) -> None:
    City.require(actor)
    if not application_ids:
        raise Refusal('请先选择报考人员')


def _conclusion(row: ExamResult, years: Mapping[int, Year]) -> Conclusion:
    return locked_rows.latest_of(row).conclusion(years[row.year_id].subjects[Grade(row.grade)])
