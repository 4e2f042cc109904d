"""准考证 as values: one person's on screen, and many on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from components.documents.pdf import DEMO_MARK
from components.documents.ticket import Tickets
from components.documents.ticket_page import EXAM, TITLE, Ticket
from components.exam.ticket_card import TicketView
from domain import clock
from domain.rules.application.person import masked_id
from domain.services.exam.ticket_papers import PrintedTicket


def room_text(room: int) -> str:
    """考场号 as it is always written: 012."""
    return f'{room:03}'


def seat_text(seat: int) -> str:
    """座位号 as it is always written: 07."""
    return f'{seat:02}'


def view_of(entry: PrintedTicket, *, own: bool) -> TicketView:
    """One ticket for the screen; only ``own`` shows the complete ID number and the notes for the candidate."""
    return TicketView(
        title=f'{entry.year} 年度{EXAM}{TITLE}',
        number=entry.number,
        facts=(
            ('姓名', entry.name),
            ('性别', entry.sex.label),
            ('身份证号', entry.id_number if own else masked_id(entry.id_number)),
            ('单位', entry.unit),
            ('申报工种', entry.trade),
            ('申报等级', entry.grade.full_label),
        ),
        sittings=_sittings(entry),
        session=entry.session,
        site=entry.site,
        address=f'{entry.address}（{entry.directions}）' if entry.directions else entry.address,
        room=room_text(entry.room),
        seat=seat_text(entry.seat),
        notes=entry.notes if own else (),
        photo_url=f'/files/{entry.photo_id}' if entry.photo_id else None,
    )


def job_of(entries: Sequence[PrintedTicket], *, origin: str, author: str, now: datetime, demo: bool) -> Tickets:
    """The print job for these persons; ``origin`` is the part before the path in the QR code's address."""
    papers = [_paper(entry, origin) for entry in entries]
    return Tickets(tickets=papers, author=author, made_at=now, mark=DEMO_MARK if demo else '')


def _paper(entry: PrintedTicket, origin: str) -> Ticket:
    return Ticket(
        year=entry.year,
        number=entry.number,
        registration=entry.registration,
        name=entry.name,
        sex=entry.sex.label,
        id_number=entry.id_number,
        unit=entry.unit,
        trade=entry.trade,
        grade=entry.grade.full_label,
        photo=entry.photo,
        session=entry.session,
        sittings=_sittings(entry),
        site=entry.site,
        site_address=entry.address,
        directions=entry.directions,
        room=room_text(entry.room),
        seat=seat_text(entry.seat),
        notes=entry.notes,
        issuer=entry.issuer,
        issued_on=_day(entry.published_at),
        address=f'{origin}/t/{entry.token}',
    )


def _sittings(entry: PrintedTicket) -> tuple[tuple[str, str, str], ...]:
    return tuple((sitting.subject.label, sitting.day, sitting.hours) for sitting in entry.sittings)


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ''
    there = clock.local(moment)
    return f'{there.year}年{there.month}月{there.day}日'
