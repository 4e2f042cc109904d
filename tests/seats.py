"""Seats and tickets in the town, written directly: a test chooses who sits and whether the plan is published."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from domain import clock
from domain.rules.vocabulary import Grade, OrderStatus, PlanState, WindowKind
from domain.rules.year.subjects import DEFAULT
from storage.models import AdmissionTicket, Application, ExamSession, Room, SeatingPlan, Site, Window
from tests import town as cast
from tests.town import Town


async def seated(
    town: Town, *applications: Application, office: str = cast.CITY, state: PlanState = PlanState.PUBLISHED,
    printing: Window | None = None,
) -> list[AdmissionTicket]:  # fmt: skip
    """These people have paid and sit in one room, in this order, in a session ten days from now."""
    drawn_by, number = town.organisations[office], await Site.all().count() + 1
    at = clock.now().replace(microsecond=0) + timedelta(days=10)
    site = await Site.create(
        year_id=1, organisation_id=drawn_by.id, number=number, name=f'{drawn_by.name}第{number}考点',
        address='中州路 1 号', directions='公交 9 路工人文化宫站',
    )  # fmt: skip
    room = await Room.create(site_id=site.id, number=301, name='301 机房', capacity=60)
    session = await ExamSession.create(
        year_id=1, organisation_id=drawn_by.id, name=f'第 {number} 场', grades=[5, 4, 3, 2],
        papers=papers_of(at), starts_at=at, ends_at=at + timedelta(hours=5), printing=printing,
    )  # fmt: skip
    plan = await SeatingPlan.create(
        year_id=1, organisation_id=drawn_by.id, account_id=town.accounts[office].id, seed='7', state=state,
        seated=len(applications), drawn_at=clock.now(),
        published_at=clock.now() if state is PlanState.PUBLISHED else None,
    )  # fmt: skip
    for seat, application in enumerate(applications, start=1):
        await Application.filter(id=application.id).update(payment=OrderStatus.PAID)
        await AdmissionTicket.create(
            application_id=application.id, plan_id=plan.id, session_id=session.id, room_id=room.id, room_number=12,
            number=f'2603{application.grade}{number:02}012{seat:02}', seat=seat, token=secrets.token_hex(16),
            unit_id=application.unit_id, grade=application.grade or 5, created_at=clock.now(),
        )  # fmt: skip
    return await AdmissionTicket.filter(plan_id=plan.id).order_by('number')


async def print_window(name: str, opens_at: datetime, closes_at: datetime) -> Window:
    """One more window of the year for printing."""
    return await Window.create(
        year_id=1, kind=WindowKind.PRINTING, name=name, opens_at=opens_at, closes_at=closes_at
    )  # fmt: skip


def papers_of(at: datetime) -> list[dict[str, str]]:
    """The three subjects of grades 5–2, one every two hours."""
    return [
        {
            'subject': subject.value,
            'starts_at': (at + timedelta(hours=2 * place)).isoformat(),
            'ends_at': (at + timedelta(hours=2 * place + 1)).isoformat(),
        }
        for place, subject in enumerate(DEFAULT[Grade.THREE].subjects)
    ]
