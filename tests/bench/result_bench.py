"""How long the scores of 20,000 persons take to import, to import again, to publish and to find: run as a module."""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import xlsxwriter

from domain.demo.applications.forms import YEAR
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters
from domain.rules.results.score_sheet import NAME, NUMBER
from domain.rules.vocabulary import Conclusion, Grade, OrderStatus, PlanState, Status
from domain.rules.year.subjects import DEFAULT
from domain.services.results import publication, result_lists, score_import, score_lists
from storage.connection.database import close_database, open_database, transaction
from storage.models import AdmissionTicket, Application, ExamResult
from storage.settings.config import Settings
from tests.bench.figures import Figure, machine, table
from tests.scores import examined
from tests.town import CITY, COUNTY, PROVINCE, SCHOOL, Town, build

PERSONS = 19_990  # a workbook has at most 20,000 rows
PATIENCE = 0.005  # seconds between two checks of the event loop's delay
ALL, FIRST = ResultFilters(year=YEAR), Paging()
SUBJECTS = DEFAULT[Grade.THREE].subjects


async def measure(persons: int = PERSONS) -> list[Figure]:
    """Everything once, on SQLite; the times of the lists are of several reads."""
    with tempfile.TemporaryDirectory(prefix='results-') as folder:
        await open_database(Settings(data=Path(folder), database=None))
        try:
            return await _figures(await build(), persons)
        finally:
            await close_database()


async def _figures(town: Town, persons: int) -> list[Figure]:
    people = await _fill(town, persons)
    city, ids, content = town.actor(CITY), [id_ for id_, _, _ in people], _book(people)
    late: list[float] = []

    async def import_rows() -> None:
        report = await score_import.import_rows(city, 'x', content, to_the_end)
        assert len(report.verdicts) == persons

    async def publish() -> None:
        for start in range(0, persons, publication.CHUNK):
            await publication.publish(city, ids[start : start + publication.CHUNK])

    figures = []
    for what, act in (('import', import_rows), ('the same file again', import_rows), ('publish', publish)):
        figures.append(Figure(f'{persons:,} results: {what}', [await _timed(act, late)], unit='s'))
    figures.append(Figure('others wait meanwhile (p95)', late))
    assert await ExamResult.filter(published_at__isnull=False).count() == persons
    for login in (COUNTY, PROVINCE):
        actor = town.actor(login)
        for word, filters in (
            ('no filter', ALL), ('conclusion', ResultFilters(year=YEAR, conclusions=(Conclusion.PASSED,))),
            ('name', ResultFilters(year=YEAR, keyword='张')),
        ):  # fmt: skip
            times = [await _ms(lambda: result_lists.listed(actor, filters=filters, paging=FIRST)) for _ in range(20)]  # noqa: B023
            figures.append(Figure(f'考核结果查询 of {actor.organisation}: {word}', times, limit=80))
    figures.append(Figure('成绩导入: a page', [await _ms(lambda: _page(town)) for _ in range(20)]))
    return figures


async def _page(town: Town) -> None:
    city = town.actor(CITY)
    await score_lists.standing(city, YEAR)
    await score_lists.listed(city, filters=ALL, paging=FIRST)


async def _fill(town: Town, persons: int) -> list[tuple[int, str, str]]:
    """Create ``persons`` persons with a seat; returns id, ticket number and name."""
    first = await town.application(SCHOOL, at=Status.APPROVED)
    (seat,) = await examined(town, first)
    values = {name: getattr(first, name) for name in first._meta.db_fields if name != 'id'}
    values |= {'payment': OrderStatus.PAID}
    async with transaction():
        await Application.bulk_create(
            [Application(**values | {'number': f'B{at:09}', 'id_number': f'{at:018}'}) for at in range(1, persons)],
            batch_size=1000,
        )
        ids = [int(row[0]) for row in await Application.all().order_by('id').values_list('id')]
        given = {name: getattr(seat, name) for name in seat._meta.db_fields if name != 'id'}
        await AdmissionTicket.bulk_create(
            [
                AdmissionTicket(
                    **given | {
                        'application_id': id_, 'number': f'2603302{at:05}', 'token': f'{at:032x}',
                        'session_id': seat.session_id, 'room_id': seat.room_id, 'seat': at + 1,
                    }
                )
                for at, id_ in enumerate(ids) if id_ != first.id
            ],
            batch_size=1000,
        )  # fmt: skip
    rows = await AdmissionTicket.filter(plan__state=PlanState.PUBLISHED).order_by('number')
    return [(row.application_id, row.number, first.name) for row in rows]


def _book(people: list[tuple[int, str, str]]) -> bytes:
    content, chance = io.BytesIO(), Random(9)
    with xlsxwriter.Workbook(content, {'in_memory': True, 'constant_memory': True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, [NUMBER, NAME, *(one.label for one in SUBJECTS)])
        for at, (_, number, name) in enumerate(people, start=1):
            sheet.write_row(at, 0, [number, name, *(chance.randint(80, 200) / 2 for _ in SUBJECTS)])
    return content.getvalue()


async def _timed(act: Callable[[], Awaitable[None]], late: list[float]) -> float:
    """Seconds it took; the delays of the event loop during it, in ms, are added to ``late``."""
    watching = asyncio.ensure_future(_watch(late))
    begun = time.perf_counter()
    await act()
    took = time.perf_counter() - begun
    watching.cancel()
    return took


async def _watch(late: list[float]) -> None:
    while True:
        begun = time.perf_counter()
        await asyncio.sleep(PATIENCE)
        late.append((time.perf_counter() - begun - PATIENCE) * 1000)


async def _ms(ask: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await ask()
    return (time.perf_counter() - begun) * 1000


if __name__ == '__main__':
    print(f'Machine: {machine(Path(tempfile.gettempdir()))}.\n')
    print(table(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS))))
