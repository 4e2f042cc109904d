"""资格预审 of many applications: judged in chunks outside the event loop, and stored where the finding differs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.queryset import QuerySet

from domain import clock
from domain.events import Event
from domain.long_work import RecordedStep, Step
from domain.rules.actor import Actor
from domain.rules.eligibility import assessment
from domain.rules.permissions import Province
from domain.rules.vocabulary import Act, Finding, Status
from domain.rules.year.parameters import Parameters
from domain.services import journal
from domain.services.application_record import changed
from domain.services.eligibility.prechecks import form_of, registration_opens_on
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.year_settings import chosen_year
from domain.services.year.years import trade_names, whole
from storage.models import Application, ExamYear, Organisation

CHUNK = 50  # judged at a time: the interpreter lock is released in between
LIVE = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED)
_READ = ('id', 'form', 'sex', 'born_on', 'status', 'stage', 'holder_id', 'senior', 'version', 'unit_id', 'precheck')
Change = tuple[Finding, Finding]  # the finding before, the finding now


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything besides the application that 资格预审 depends on."""

    parameters: Parameters
    year: int
    registration_opens_on: date
    trades: Mapping[str, str]

    def finding(self, application: Application) -> Finding:
        """预审 of one application (1-domain §4)."""
        return assessment.assess(
            form_of(application),
            application,
            self.parameters,
            year=self.year,
            registration_opens_on=self.registration_opens_on,
            trades=dict(self.trades),
        ).overall


@dataclass(frozen=True, slots=True)
class Renewal:
    """The result of judging again: how many were judged, and how many findings changed, by change."""

    judged: int
    changed: Mapping[Change, int]
    stopped: bool = False


async def judge_of(row: ExamYear, parameters: Parameters | None = None) -> Judge:
    """The judge for a year, with its own parameters or with others."""
    year = await whole(row)
    return Judge(parameters or year.parameters, row.year, registration_opens_on(year), await trade_names())


async def walk(found: QuerySet[Application]) -> AsyncIterator[list[Application]]:
    """These applications in chunks, by id: changes in the meantime neither repeat nor skip one."""
    last = 0
    while rows := await found.filter(id__gt=last).order_by('id').limit(CHUNK).only(*_READ):
        yield rows
        last = rows[-1].id


async def judged(rows: Sequence[Application], judge: Judge) -> list[Finding]:
    """The finding of each, computed in a thread, so that other pages keep working."""
    return await asyncio.to_thread(lambda: [judge.finding(row) for row in rows])


@use_case
async def renew(actor: Actor, year_id: int, step: Step) -> Renewal:
    """重新预审 of all applications in review, with the year's present parameters; one journal entry for all.

    Each chunk is a transaction of its own, ``step`` may stop after any. A decision made in the meantime is not
    affected: the version stays, and an application submitted since already has the newer finding. Raises Forbidden,
    NotFound.
    """
    Province.require(actor)
    year = await chosen_year(actor, year_id)
    judge = await judge_of(year)
    found = Application.filter(year_id=year.id, status=Status.IN_REVIEW)
    total, recorded = await found.count(), RecordedStep(step)
    changes: Counter[Change] = Counter()
    at = clock.now()
    async for rows in walk(found):
        pairs = zip(rows, await judged(rows, judge), strict=True)
        different = [(row, finding) for row, finding in pairs if row.precheck is not finding]
        if different:
            changes += await _keep(actor, different)
        if not recorded(recorded.done + len(rows), total):
            break
    async with unit_of_work(actor):
        counts = {f'{before.label}→{after.label}': n for (before, after), n in changes.items()}
        details = {'year': year.year, 'judged': recorded.done, 'changed': counts, 'stopped': recorded.stopped}
        details['seconds'] = int((clock.now() - at).total_seconds())
        await journal.record(actor, Act.PRECHECK, details=details)
    return Renewal(recorded.done, dict(changes), recorded.stopped)


async def _keep(actor: Actor, different: Sequence[tuple[Application, Finding]]) -> Counter[Change]:
    """Write the new findings of one chunk and notify the offices' pages."""
    paths = dict(
        await Organisation.filter(id__in=list({row.unit_id for row, _ in different})).values_list('id', 'path')
    )
    kept: Counter[Change] = Counter()
    async with unit_of_work(actor) as news:
        for row, finding in different:
            same = Application.filter(id=row.id, version=row.version, status=Status.IN_REVIEW)
            if await same.update(precheck=finding):
                kept[row.precheck or Finding.MANUAL, finding] += 1
                news.append(_news(row, actor, str(paths[row.unit_id])))
    return kept


def _news(row: Application, actor: Actor, path: str) -> Event:
    return changed(row, Act.PRECHECK, actor, path, row.holder_id)
