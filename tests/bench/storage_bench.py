"""Measures the services on a large database, in this process: the queue page, the decision, records and search."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from tortoise.functions import Count

from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Finding, Grade, Level, Role, Status
from domain.services.access import sessions
from domain.services.lists import application_lists, overview
from domain.services.review import decisions as reviews
from domain.services.review.decisions import Opinion
from storage.connection.database import transaction
from storage.models import Account, Application, Organisation
from tests.bench.figures import Figure

RUNS = 200
COUNTY, CITY, PROVINCE = '410327', '410300', '410000'
RETURN = Opinion('照片不符合要求，请重新上传近期免冠证件照。')


@dataclass(frozen=True, slots=True)
class Office:
    """An office that is measured, with a normal session."""

    actor: Actor
    waiting: int


async def office(code: str) -> Office:
    """The administrator of this organisation, signed in."""
    account = await Account.get(login=code, role=Role.ADMIN).select_related('organisation')
    async with transaction():
        token = await sessions.open_session(account, '127.0.0.1', 'bench', restricted=False)
    key = await sessions.find(token)
    waiting = await Application.filter(holder_id=account.organisation_id).count()
    return Office(await sessions.actor_of(key), waiting)


async def biggest_county() -> str:
    """The code of the county with the most applications in its queue."""
    desks = (
        await Application.filter(holder__level=Level.COUNTY)
        .annotate(n=Count('id'))
        .group_by('holder_id')
        .values('holder_id', 'n')
    )
    most = max(desks, key=lambda desk: desk['n'])
    return (await Organisation.get(id=most['holder_id'])).code


async def timed(act: Callable[[], Awaitable[object]], runs: int = RUNS) -> list[float]:
    """Milliseconds of each run; the first one warms up and does not count."""
    await act()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        await act()
        times.append((time.perf_counter() - began) * 1000)
    return times


async def measure(runs: int = RUNS) -> list[Figure]:
    """All figures of the open database. It decides applications: use a copy."""
    counties = dict.fromkeys((COUNTY, await biggest_county()))
    county, city, province = [await office(code) for code in (COUNTY, CITY, PROVINCE)]
    return [
        *[await queue_page(await office(code), runs, limit=50) for code in counties],
        *[await queue_page(one, runs) for one in (city, province)],
        await decisions(county, runs),
        *[await records(county, act, runs) for act in (Act.APPROVE, Act.RETURN)],
        *await searches(county, max(10, runs // 10)),
        *await searches(province, max(10, runs // 10)),
    ]


async def queue_page(one: Office, runs: int, *, limit: float | None = None) -> Figure:
    """What a queue page reads from the services: badges, the count and the first 20 rows."""

    async def page() -> None:
        await overview.badges(one.actor)
        await application_lists.desk(one.actor, senior=False, filters=ApplicationFilters(), paging=Paging())

    what = f'queue of {one.actor.organisation}, {one.waiting} waiting: badges, count, 20 rows'
    return Figure(what, await timed(page, runs), limit=limit)


async def decisions(one: Office, runs: int) -> Figure:
    """Decisions on different applications, nine approvals to one return, each with its fsync."""
    waiting = (
        await Application.filter(holder_id=one.actor.organisation_id, senior=False)
        .order_by('arrived_at')
        .limit(runs + 1)
        .values_list('id', 'version')
    )
    if len(waiting) <= runs:
        raise RuntimeError(f'only {len(waiting)} applications wait at {one.actor.organisation}')
    turns = iter(enumerate(waiting))

    async def decide() -> None:
        turn, (application_id, version) = next(turns)
        act, opinion = (Act.RETURN, RETURN) if turn % 10 == 9 else (Act.APPROVE, Opinion())
        await reviews.decide(one.actor, int(application_id), act, opinion, seen=int(version))

    return Figure('one decision, with its fsync', await timed(decide, runs), limit=60)


async def records(one: Office, act: Act, runs: int) -> Figure:
    """A page of the records."""

    async def page() -> None:
        await application_lists.records(one.actor, act, filters=ApplicationFilters(), paging=Paging())

    return Figure(f'records of {one.actor.organisation}: {act.label}', await timed(page, runs))


async def searches(one: Office, runs: int) -> list[Figure]:
    """报名信息查询 without a filter and with one at a time."""
    some = await application_lists.search(one.actor, filters=ApplicationFilters(), paging=Paging(size=1))
    sample = await Application.get(id=some.rows[0].id)
    today = clock.today()
    asked = {
        'no filter': ApplicationFilters(),
        'grade': ApplicationFilters(grades=(Grade.THREE,)),
        'trade': ApplicationFilters(trades=(sample.trade,)),
        'status': ApplicationFilters(statuses=(Status.IN_REVIEW,)),
        'finding': ApplicationFilters(findings=(Finding.UNMET,)),
        'unit': ApplicationFilters(unit=sample.unit_id),
        'days': ApplicationFilters(submitted_from=today - timedelta(days=7), submitted_to=today),
        'noted': ApplicationFilters(noted=True),
        'name': ApplicationFilters(keyword=sample.name[:2]),
        'ID prefix': ApplicationFilters(keyword=sample.id_number[:10]),
        'ID number': ApplicationFilters(keyword=sample.id_number),
        'mobile': ApplicationFilters(keyword=sample.mobile),
    }
    figures = []
    for word, filters in asked.items():

        async def page(filters: ApplicationFilters = filters) -> None:
            await application_lists.search(one.actor, filters=filters, paging=Paging())

        figures.append(Figure(f'search as {one.actor.organisation}: {word}', await timed(page, runs)))
    return figures
