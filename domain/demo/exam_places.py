"""考务 of the demonstration: sites, rooms and sessions of two cities and the province, and published plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain import clock
from domain.demo.cast import Cast
from domain.demo.rows import keep, record
from domain.rules.actor import Actor
from domain.rules.exam.seating import Person, seated
from domain.rules.vocabulary import Act, Grade, OrderStatus, PlanState, Subject, WindowKind
from domain.rules.year.subjects import read_table
from domain.services.exam.seating import details_of, left_of, tickets
from domain.services.exam.seating_input import Setting, digest_of, people_of, setting_of
from storage.models import (
    AdmissionTicket,
    ExamSession,
    ExamYear,
    Organisation,
    PaymentOrder,
    Room,
    SeatingPlan,
    Site,
    Window,
)

NEWCOMERS = 4  # paid after the draw, so that there are people to add
SMALL, FEW, LARGE = 12, 150, 40  # seats of a room for up to FEW people at the same time, and for more
SEATED = '410300'
# fmt: off
_SITES: tuple[tuple[str, int, str, str, str, int], ...] = (
    # office, number, name, address, directions, rooms at least
    ('410300', 1, '洛阳市职业技能考核中心', '洛阳市西工区中州中路 218 号', '地铁 1 号线解放路站 B 口向东 300 米', 1),
    ('410300', 2, '洛阳市第二技工学校', '洛阳市涧西区南昌路 36 号', '公交 9 路、33 路南昌路站下车即到', 2),
    ('410400', 1, '平顶山市职业技能考核中心', '平顶山市新华区建设路 120 号', '公交 5 路建设路口站下车即到', 2),
    ('410000', 1, '河南省职业技能考核中心', '郑州市金水区东风路 28 号',    '地铁 2 号线东风路站 C 口向西 500 米', 2),
)
_MINUTES = {Subject.SKILL: 90, Subject.KNOWLEDGE: 120, Subject.PRACTICE: 90, Subject.THEORY: 120, Subject.REVIEW: 180}
_USUAL, _BREAK, _PANEL = 40, 10, 300  # minutes: a subject, between two, from the beginning to the panel
_SESSIONS: tuple[tuple[str, str, tuple[int, ...], int, int, int], ...] = (
    # office   name                      grades        batch  day of it  begins at (minutes of the day)
    ('410300', '第一场（四、五级）',      (4, 5),       0,     0,         9 * 60),
    ('410300', '第二场（三级）',          (3,),         0,     0,         14 * 60 + 30),
    ('410300', '第三场（二级）',          (2,),         0,     1,         9 * 60),
    ('410400', '第二批第一场',            (2, 3, 4, 5), 1,     0,         9 * 60),
    ('410000', '省直单位（二至五级）',    (2, 3, 4, 5), 0,     0,         9 * 60),
    ('410000', '高级技师',                (1,),         1,     0,         9 * 60),
)
# fmt: on
OFFICES = tuple(dict.fromkeys(row[0] for row in _SITES))


async def arrange(cast: Cast, year: ExamYear) -> None:
    """Write those of the current year into the open transaction, after all applications."""
    for code in OFFICES:
        office = cast.by_code.get(code)
        if office is None:
            continue
        actor = cast.administrator(office, office.level)
        people = await people_of(actor, year.id, ())
        await prepare(office, year, -(-len(people) // 2))  # there are several sessions
        if code == SEATED:
            await _plan(actor, office, year)


def at_once(office: Organisation, people: Iterable[Person]) -> int:
    """How many of these people sit in the largest session of the office."""
    grades = Counter(person.grade for person in people)
    return max(sum(grades[grade] for grade in row[2]) for row in _SESSIONS if row[0] == office.code)


async def prepare(office: Organisation, year: ExamYear, people: int) -> None:
    """Sessions, sites, and rooms for so many people at the same time."""
    await keep(await _sessions(office, year))
    sites, capacity = [row for row in _SITES if row[0] == office.code], SMALL if people <= FEW else LARGE
    for _, number, name, address, directions, least in sites:
        site = await Site.create(
            year_id=year.id, organisation_id=office.id, number=number, name=name, address=address,
            directions=directions,
        )  # fmt: skip
        count = min(99, max(least, -(-people // (capacity * len(sites)))))
        await keep(
            Room(site_id=site.id, number=at, name=f'第 {at} 机房', capacity=capacity) for at in range(1, count + 1)
        )


async def draw(
    actor: Actor, office: Organisation, year: ExamYear, people: Sequence[Person], setting: Setting, drawn_at: datetime
) -> list[AdmissionTicket]:
    """Draw and publish the seats of these people as the office does it; the tickets are not saved yet."""
    seed = f'{clock.local(drawn_at if not year.current else clock.now()):%Y%m%d}'
    found = seated(people, setting.rooms, setting.sittings, seed)
    plan = await SeatingPlan.create(
        year_id=year.id, organisation_id=office.id, account_id=actor.account_id, seed=seed, state=PlanState.PUBLISHED,
        seated=len(found.seats), left=left_of(found), digest=digest_of(people, setting), drawn_at=drawn_at,
        published_at=drawn_at + timedelta(minutes=20),
    )  # fmt: skip
    random = Random(f'{office.code}{seed}')  # noqa: S311 - the tokens of a demonstration
    rows = tickets(plan.id, office.code, year.year, found.seats, {room.id: room.site for room in setting.rooms})
    for row in rows:
        row.token, row.created_at = f'{random.getrandbits(128):032x}', drawn_at
    for act, at in ((Act.SEAT, drawn_at), (Act.PUBLISH_SEATS, drawn_at + timedelta(minutes=20))):
        await record(actor, act, at, details_of(plan, year.year))
    return rows


async def _sessions(office: Organisation, year: ExamYear) -> list[ExamSession]:
    found = Window.filter(year_id=year.id).order_by('opens_at', 'id')
    exams, printings = [
        [window async for window in found.filter(kind=kind)] for kind in (WindowKind.EXAM, WindowKind.PRINTING)
    ]
    rows = []
    for code, name, grades, batch, day, minutes in _SESSIONS:
        if code == office.code:
            first = clock.local(exams[batch].opens_at).replace(hour=0, minute=0) + timedelta(days=day, minutes=minutes)
            papers = _papers(read_table(year.subjects)[Grade(grades[0])].subjects, first)
            rows.append(
                ExamSession(
                    year_id=year.id, organisation_id=office.id, name=name, grades=list(grades), papers=papers,
                    starts_at=first, ends_at=datetime.fromisoformat(papers[-1]['ends_at']),
                    printing_id=printings[batch].id,
                )
            )  # fmt: skip
    return rows


def _papers(subjects: Iterable[Subject], first: datetime) -> list[dict[str, Any]]:
    """One subject after the other; the panel meets in the afternoon."""
    papers, begins, at = [], clock.at(*first.timetuple()[:5]), 0
    for subject in subjects:
        at = _PANEL if subject is Subject.REVIEW else at
        since, until = (begins + timedelta(minutes=minute) for minute in (at, at + _MINUTES.get(subject, _USUAL)))
        papers.append({'subject': subject.value, 'starts_at': since.isoformat(), 'ends_at': until.isoformat()})
        at += _MINUTES.get(subject, _USUAL) + _BREAK
    return papers


async def _plan(actor: Actor, office: Organisation, year: ExamYear) -> None:
    """Drawn and published by the office for those who had already paid; the last people paid afterwards."""
    everybody = {person.id: person for person in await people_of(actor, year.id, ())}
    orders = PaymentOrder.filter(status=OrderStatus.PAID, application_id__in=list(everybody))
    paid = sorted((row[1], row[0]) for row in await orders.values_list('application_id', 'paid_at'))
    if len(paid) <= NEWCOMERS:
        return
    late = {id_ for _, id_ in paid[-NEWCOMERS:]}
    people = tuple(person for person in everybody.values() if person.id not in late)
    drawn_at = paid[-NEWCOMERS - 1][0] + timedelta(minutes=1)
    await keep(await draw(actor, office, year, people, await setting_of(actor, year.id), drawn_at))
