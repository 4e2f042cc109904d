"""The content of a 准考证, read together for many: for printing and for the screen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.rules.actor import Actor
from domain.rules.exam.tickets import SubjectTime, notes_for, sittings_of
from domain.rules.vocabulary import Grade, MaterialKind, Role, Sex, WindowKind
from domain.rules.year.applying import Span, groups
from domain.services.year.years import all_years, trade_names
from storage import files
from storage.models import AdmissionTicket, ExamSession, Material
from storage.queries.exam import tickets
from storage.queries.organisations import names_of, of_cohort

COLUMNS = (
    *('application_id', 'number', 'room_number', 'seat', 'token', 'unit_id', 'grade', 'session_id', 'session__name'),
    *('application__number', 'application__name', 'application__sex', 'application__id_number', 'application__trade'),
    *('room__site__name', 'room__site__address', 'room__site__directions'),
    *('plan__organisation__name', 'plan__published_at', 'plan__year_id'),
)


@dataclass(frozen=True, slots=True)
class PrintedTicket:
    """One ticket as it is printed, with the complete ID number; the file ``photo`` may be missing."""

    year: int
    number: str
    registration: str
    name: str
    sex: Sex
    id_number: str
    unit: str
    grade: Grade
    trade: str
    session: str
    sittings: tuple[SubjectTime, ...]
    notes: tuple[str, ...]  # 考生须知
    site: str
    address: str
    directions: str
    room: int
    seat: int
    token: str
    issuer: str
    published_at: datetime | None
    photo: Path | None
    photo_id: int | None  # of the material


def admit(actor: Actor) -> None:
    """Raises Forbidden for reviewers, who only review (3-screens §1)."""
    if actor.role is Role.REVIEWER:
        raise Forbidden('只有管理员可以查询和打印准考证')


async def shown(actor: Actor, application_id: int) -> PrintedTicket:
    """One valid ticket in reach, from the opening of its first print window on. Raises Forbidden, NotFound."""
    admit(actor)
    now = clock.now()
    begun = await printed_in(lambda window: window.opens_at <= now)
    found = tickets.visible_to(actor).filter(tickets.good(), begun)
    entries = await entries_of(found.filter(application_id=application_id))
    if application_id not in entries:
        raise NotFound('该准考证')
    return entries[application_id]


async def printed_in(those: Callable[[Span], bool]) -> Q:
    """The tickets whose session is printed in one of ``those`` windows of its year, for the holder's grade and area."""
    found = Q(id__in=[])
    for year in (await all_years()).by_id.values():
        for group, windows in groups(year.windows, WindowKind.PRINTING):
            if ids := [window.id for window in windows if those(window)]:
                found |= Q(of_cohort(group), tickets.in_windows(ids), plan__year_id=year.id)
    return found


async def entries_of(found: QuerySet[AdmissionTicket]) -> dict[int, PrintedTicket]:
    """These tickets by their applications, unordered: five queries, whatever their number."""
    years = (await all_years()).by_id
    rows = {
        int(row['application_id']): row | {'year': years[row['plan__year_id']]} for row in await found.values(*COLUMNS)
    }
    units, trades = await names_of({row['unit_id'] for row in rows.values()}), await trade_names()
    sessions = await ExamSession.filter(id__in=list({row['session_id'] for row in rows.values()}))
    sittings = {session.id: sittings_of(session.papers) for session in sessions}
    photos = await _photos(rows)
    return {id_: _entry(row, units, trades, sittings, photos.get(id_)) for id_, row in rows.items()}


async def _photos(ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Id and file of the photo of each application that has one."""
    live = Material.filter(application_id__in=list(ids), kind=MaterialKind.PHOTO, removed_at__isnull=True)
    rows = await live.order_by('id').values_list('application_id', 'id', 'file')
    return {int(row[0]): (int(row[1]), str(row[2])) for row in rows}


def _entry(
    row: dict[str, Any], units: dict[int, str], trades: dict[str, str], sittings: dict[int, tuple[SubjectTime, ...]],
    photo: tuple[int, str] | None,
) -> PrintedTicket:  # fmt: skip
    grade = Grade(row['grade'])
    return PrintedTicket(
        year=row['year'].year,
        number=row['number'],
        registration=row['application__number'],
        name=row['application__name'],
        sex=Sex(row['application__sex']),
        id_number=row['application__id_number'],
        unit=units.get(row['unit_id'], ''),
        grade=grade,
        trade=trades.get(row['application__trade'], row['application__trade']),
        session=row['session__name'],
        sittings=sittings[row['session_id']],
        notes=notes_for(row['year'].subjects[grade]),
        site=row['room__site__name'],
        address=row['room__site__address'],
        directions=row['room__site__directions'],
        room=row['room_number'],
        seat=row['seat'],
        token=row['token'],
        issuer=row['plan__organisation__name'],
        published_at=row['plan__published_at'],
        photo=files.place_of(photo[1]) if photo else None,
        photo_id=photo[0] if photo else None,
    )
