"""The exam of a finished year: everybody who had paid was seated, and printed the ticket."""

from __future__ import annotations

from datetime import timedelta

from domain.demo import calendar, exam_places
from domain.demo.applications.life import Life
from domain.demo.rows import keep
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services.exam.seating_input import people_of, setting_of
from storage.models import AdmissionTicket, ExamYear, Organisation, SeatingPlan

DRAWN, PRINTED = (-12, 10), (-5, 10)  # days from the first exam day, and the hour


async def seat(
    actor: Actor, office: Organisation, year: ExamYear, lives: dict[int, Life], applicants: dict[int, Actor]
) -> list[AdmissionTicket]:
    """Sites, rooms and sessions of the office, and the published tickets of its people, into the open transaction.

    ``lives`` and ``applicants`` are by application.
    """
    people = await people_of(actor, year.id, ())
    await exam_places.prepare(office, year, exam_places.at_once(office, people))
    if not people:
        return []
    drawn_at = calendar.moment(year, *DRAWN)
    setting = await setting_of(actor, year.id, drawn=SeatingPlan(id=0, drawn_at=drawn_at))
    tickets = await exam_places.draw(actor, office, year, people, setting, drawn_at)
    for place, ticket in enumerate(tickets):
        ticket.prints, ticket.printed_at = 1, calendar.moment(year, *PRINTED) + timedelta(minutes=7 * place)
        chronicle = lives[ticket.application_id].chronicle
        chronicle.write(applicants[ticket.application_id], Act.PRINT_TICKET, ticket.printed_at)
    await keep(tickets)
    return tickets
