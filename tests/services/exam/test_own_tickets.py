"""准考证打印 of an applicant: which step comes next, and the own ticket once its window has opened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.rules.exam.tickets import Printing
from domain.rules.vocabulary import Level, OrderStatus, PlanState, Status, WindowKind
from domain.services.exam import own_tickets
from domain.services.exam.own_tickets import OwnTicket, TicketProgress
from domain.services.year import years
from domain.services.year.years import current_year
from storage.models import AdmissionTicket, Application, ExamYear, SeatingPlan, Window
from tests import town as cast
from tests.scores import approved
from tests.seats import print_window, seated
from tests.town import Town


async def own(town: Town, person: Application) -> OwnTicket:
    years.forget()
    return await own_tickets.own(town.applicant(person), await current_year())


async def test_before_there_is_a_ticket_the_next_step_is_named(town: Town) -> None:
    person, path = await town.application(at=Level.COUNTY), town.organisations[cast.SCHOOL].path
    await Application.filter(id=person.id).update(payment=OrderStatus.PAID)
    assert await own(town, person) == OwnTicket(TicketProgress.NOT_APPROVED, 2026, person.id, path)
    person = await approved(town)
    for payment, progress in (
        (OrderStatus.DUE, TicketProgress.UNPAID),
        (OrderStatus.REFUNDED, TicketProgress.UNPAID),
        (OrderStatus.PAID, TicketProgress.UNSEATED),
        (OrderStatus.EXEMPT, TicketProgress.UNSEATED),
    ):
        await Application.filter(id=person.id).update(payment=payment)
        assert await own(town, person) == OwnTicket(progress, 2026, person.id, path)


async def test_a_cancelled_application_or_one_of_another_year_is_none(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    await Application.filter(id=person.id).update(status=Status.CANCELLED)
    assert await own(town, person) == OwnTicket(TicketProgress.NOT_APPROVED, 2026)
    await Application.filter(id=person.id).update(status=Status.APPROVED)
    await ExamYear.filter(id=1).update(current=False)
    await ExamYear.create(id=2, year=2027, current=True, parameters={}, fees={})
    assert await own(town, person) == OwnTicket(TicketProgress.NOT_APPROVED, 2027)


async def test_the_ticket_is_shown_from_the_opening_of_its_window_on_and_stays(town: Town, time_stands: None) -> None:
    person, other = await approved(town), await approved(town)
    await Window.filter(kind=WindowKind.PRINTING).delete()
    await print_window('第一批', clock.now() - timedelta(days=2), clock.now() - timedelta(days=1))
    window = await print_window('第二批', clock.now() + timedelta(days=1), clock.now() + timedelta(days=2))
    ticket, _ = await seated(town, person, other, printing=window)
    soon = await own(town, person)
    assert (soon.progress, soon.entry) == (TicketProgress.SOON, None)
    assert soon.times is not None
    assert (soon.times.opens_at, soon.times.printing) == (window.opens_at, Printing.SOON)
    for at, progress in ((window.opens_at, TicketProgress.OPEN), (window.closes_at, TicketProgress.OVER)):
        clock.move_to(at)
        found = await own(town, person)
        assert found.progress is progress
        assert found.entry is not None
        assert (found.entry.number, found.entry.id_number) == (ticket.number, person.id_number)


async def test_without_any_window_it_is_not_yet_the_time(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    await Window.filter(kind=WindowKind.PRINTING).delete()
    found = await own(town, person)
    assert (found.progress, found.entry, found.times and found.times.printing) == (
        TicketProgress.SOON, None, Printing.NONE,
    )  # fmt: skip


@pytest.mark.parametrize(('prints', 'progress'), [(0, TicketProgress.UNSEATED), (1, TicketProgress.WITHDRAWN)])
async def test_only_who_printed_a_withdrawn_ticket_is_told_of_it(
    town: Town, prints: int, progress: TicketProgress
) -> None:
    person = await approved(town)
    (ticket,) = await seated(town, person)
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
    await AdmissionTicket.filter(id=ticket.id).update(prints=prints)
    found = await own(town, person)
    assert (found.progress, found.times, found.entry) == (progress, None, None)


async def test_an_office_has_no_ticket_of_its_own(town: Town) -> None:
    await seated(town, await approved(town))
    assert await own_tickets.own(town.actor(cast.COUNTY), await current_year()) == OwnTicket(
        TicketProgress.NOT_APPROVED, 2026
    )
