"""Workbooks of scores, seats whose exam has begun, and results in every state, for every test of 考核结果."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import xlsxwriter

from domain import clock
from domain.long_work import to_the_end
from domain.rules.results.score_sheet import ATTENDANCE, ID_NUMBER, NAME, NUMBER, REMARK
from domain.rules.vocabulary import Status, Subject
from domain.services.results import publication, score_import
from domain.services.results.score_import import ScoreOutcome, ScoreReport
from storage.models import AdmissionTicket, Application, ExamSession
from tests import town as cast
from tests.seats import seated
from tests.town import Town

HEAD = (NUMBER, NAME, ID_NUMBER, *(one.label for one in Subject), ATTENDANCE, REMARK)
GOOD: Mapping[str, Any] = {'岗位技能': 86, '职业道德': 90.5, '职业能力': 71}
THEORY: Mapping[str, Any] = {'职业道德': 80, '专业基础知识': 70}  # of grade 1
POOR: Mapping[str, Any] = {'岗位技能': 59.5, '职业道德': 90, '职业能力': 71}


async def examined(town: Town, *applications: Application, office: str = cast.CITY) -> list[AdmissionTicket]:
    """Give each person a seat in a session that began an hour ago; the tickets in the order of the persons."""
    given = {ticket.application_id: ticket for ticket in await seated(town, *applications, office=office)}
    tickets = [given[one.id] for one in applications]
    began = clock.now().replace(microsecond=0) - timedelta(hours=1)
    await ExamSession.filter(id=tickets[0].session_id).update(starts_at=began, ends_at=began + timedelta(hours=5))
    return tickets


async def approved(town: Town, unit: str = cast.SCHOOL, grade: int = 3) -> Application:
    """The application of a new approved person."""
    return await town.application(unit, grade, Status.APPROVED)


def row(ticket: AdmissionTicket, person: Application, **cells: Any) -> dict[str, Any]:
    """The row of this person with these cells, by the label of the column."""
    return {NUMBER: ticket.number, NAME: person.name, ID_NUMBER: person.id_number} | cells


def book(*rows: Mapping[str, Any], head: Sequence[str] = HEAD) -> bytes:
    """A workbook of these rows under ``head``."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, head)
        for at, cells in enumerate(rows, start=1):
            for column, label in enumerate(head):
                if cells.get(label) is not None:
                    sheet.write(at, column, cells[label])
    return content.getvalue()


async def import_rows(town: Town, *rows: Mapping[str, Any], login: str = cast.CITY) -> ScoreReport:
    """Import these rows as this office."""
    return await score_import.import_rows(town.actor(login), '成绩.xlsx', book(*rows), to_the_end)


async def outcomes(town: Town, *rows: Mapping[str, Any], login: str = cast.CITY) -> list[tuple[ScoreOutcome, str]]:
    """The outcome of each of these rows after the import."""
    return [(one.verdict, one.message) for one in (await import_rows(town, *rows, login=login)).verdicts]


async def published(town: Town, *applications: Application, cells: Mapping[str, Any] = GOOD) -> list[AdmissionTicket]:
    """Give these people these scores, published by the city."""
    tickets = await examined(town, *applications)
    pairs = zip(tickets, applications, strict=True)
    await import_rows(town, *(row(ticket, person, **cells) for ticket, person in pairs))
    await publication.publish(town.actor(cast.CITY), [one.id for one in applications])
    return tickets
