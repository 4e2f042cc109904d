"""How long 1,000 准考证 with photos take as one file, how much memory, and what others wait: run as a module."""

from __future__ import annotations

import asyncio
import io
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from nicegui import run
from PIL import Image, ImageFilter

from components.documents.job_progress import JobProgress
from components.documents.ticket import Tickets, missing_characters, print_tickets
from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.vocabulary import MaterialKind, OrderStatus, PlanState, Status
from domain.services.exam import ticket_lists, ticket_printing
from domain.services.exam.ticket_papers import PrintedTicket
from pages.views.ticket_papers import job_of
from storage import files
from storage.connection.database import close_database, open_database, transaction
from storage.models import AdmissionTicket, Application, ExamSession, Material, Room, SeatingPlan, Site
from storage.settings.config import Settings
from tests.bench.figures import Figure, machine, table
from tests.seats import papers_of
from tests.town import CITY, COUNTY, SCHOOL, Town, build

PERSONS, ROOM = 1_000, 30
LIMIT = 20.0  # seconds
HAN = Random(8).sample(range(0x4E00, 0x9FA6), 2_000)


async def _fill(town: Town, persons: int) -> None:
    """Create ``persons`` who paid and were seated, each with a photo of the usual size."""
    first = await town.application(SCHOOL, at=Status.APPROVED)
    values = {name: getattr(first, name) for name in first._meta.db_fields if name != 'id'} | {
        'payment': OrderStatus.PAID
    }
    chance = Random(5)
    async with transaction():
        await Application.filter(id=first.id).update(payment=OrderStatus.PAID)
        await Application.bulk_create([
            Application(**values | {
                'number': f'B{at:09}', 'id_number': f'{at:018}',
                'name': ''.join(chr(code) for code in chance.sample(HAN, 3)),
            })
            for at in range(1, persons)
        ])  # fmt: skip
    ids = [int(row[0]) for row in await Application.all().order_by('id').values_list('id')]
    for start in range(0, persons, 100):
        await _photos(ids[start : start + 100], first.applicant_id)
    await _seats(town, ids, first.unit_id)


async def _photos(ids: list[int], account_id: int) -> None:
    rows = []
    for id_ in ids:
        kept = await files.store(await asyncio.to_thread(_photo, id_), 'jpg')
        rows.append(
            Material(
                application_id=id_, kind=MaterialKind.PHOTO, file=kept.name, label='photo.jpg', media_type='image/jpeg',
                size=kept.size, sha256=kept.sha256, uploaded_by_id=account_id, uploaded_at=clock.now(),
            )
        )  # fmt: skip
    async with transaction():
        await Material.bulk_create(rows)


def _photo(seed: int) -> bytes:
    """A picture as hard to compress as a face: about 30 kB at 295 × 413."""
    noise = Image.effect_noise((295, 413), 90 + seed % 40).filter(ImageFilter.GaussianBlur(0.9)).convert('RGB')
    written = io.BytesIO()
    noise.save(written, 'JPEG', quality=88)
    return written.getvalue()


async def _seats(town: Town, ids: list[int], unit_id: int) -> None:
    city, at = town.organisations[CITY].id, clock.now() + timedelta(days=5)
    site = await Site.create(year_id=1, organisation_id=city, number=1, name='洛阳市职业技能考核中心', address='中州路')
    session = await ExamSession.create(
        year_id=1, organisation_id=city, name='第一场', grades=[3], papers=papers_of(at), starts_at=at,
        ends_at=at + timedelta(hours=5),
    )  # fmt: skip
    plan = await SeatingPlan.create(
        year_id=1, organisation_id=city, account_id=town.accounts[CITY].id, seed='1', state=PlanState.PUBLISHED,
        seated=len(ids), drawn_at=clock.now(), published_at=clock.now(),
    )  # fmt: skip
    rooms = [
        await Room.create(site_id=site.id, number=number, name=f'第 {number} 机房', capacity=ROOM)
        for number in range(1, -(-len(ids) // ROOM) + 1)
    ]
    async with transaction():
        await AdmissionTicket.bulk_create([
            AdmissionTicket(
                application_id=id_, plan_id=plan.id, session_id=session.id, room_id=rooms[at // ROOM].id,
                number=f'2603301{at // ROOM + 1:03}{at % ROOM + 1:02}', room_number=at // ROOM + 1, seat=at % ROOM + 1,
                token=f'{at:032x}', unit_id=unit_id, grade=3, created_at=clock.now(),
            )
            for at, id_ in enumerate(ids)
        ])  # fmt: skip


def weighed(job_progress: JobProgress, job: Tickets, path: Path) -> tuple[float, float, float]:
    """The job of a page: tickets made, processor seconds, and how much memory its process has needed so far, in MB."""
    begun = time.process_time()
    made = print_tickets(job_progress, job, path)
    return made, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _watch(late: list[float]) -> None:
    """Measure the delay, in ms, of a wake-up every 5 ms: how long any other page would wait."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - before - 0.005) * 1000)


async def _batch(town: Town, folder: Path) -> tuple[float, float, float, list[float]]:
    """批量打印 from the click to the file: seconds, processor seconds, MB of the process, and the waits of others."""
    late: list[float] = []
    watching = asyncio.create_task(_watch(late))
    actor, begun = town.actor(COUNTY), time.perf_counter()
    ids = await ticket_printing.printable(actor, await ticket_lists.everybody(actor, TicketFilters(year=YEAR)))
    entries: list[PrintedTicket] = []
    async for some in ticket_printing.entries(actor, ids):
        entries += some
    job = job_of(entries, origin='https://gk.example', author='宜阳县', now=clock.now(), demo=True)
    await run.cpu_bound(missing_characters, job)
    needed = await run.cpu_bound(weighed, JobProgress(folder), job, folder / 'tickets.pdf')
    assert needed is not None
    await ticket_printing.record(actor, ids)
    seconds = time.perf_counter() - begun
    watching.cancel()
    assert needed[0] == len(ids)
    return seconds, needed[1], needed[2], late


async def measure(persons: int = PERSONS) -> list[Figure]:
    """Print all tickets three times; the first time includes the start of the process."""
    run.process_pool_start_method = 'spawn'
    run.setup()
    seconds, busy, memory, waits = list[float](), list[float](), list[float](), list[float]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await open_database(Settings(data=folder / 'data', database=None))
        files.open_files(folder / 'data')
        try:
            town = await build()
            await _fill(town, persons)
            for _ in range(3):
                took, worked, needed, late = await _batch(town, folder)
                seconds.append(took)
                busy.append(worked)
                memory.append(needed)
                waits += late
            size = (folder / 'tickets.pdf').stat().st_size / 2**20
        finally:
            await close_database()
            run.reset()
    what = f'{persons:,} 准考证 with photos, {size:.0f} MB'
    return [
        Figure(f'{what}: from the click to the file', seconds, 's', LIMIT),
        Figure(f'{what}: processor time of the printing', busy, 's'),
        Figure(f'{what}: memory of the process', memory, 'MB'),
        Figure(f'others wait meanwhile, {what}', waits),
    ]


if __name__ == '__main__':
    found = asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PERSONS))
    print(f'Machine: {machine(Path(tempfile.gettempdir()))}.\n')
    print(table(found))
    sys.exit(0 if all(figure.holds for figure in found) else 1)
