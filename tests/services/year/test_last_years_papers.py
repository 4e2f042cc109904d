"""The exam of 2026 goes on after 设为当前年度: its tickets are printed and its scores counted by its own rules."""

from __future__ import annotations

from datetime import timedelta

import pytest_asyncio

from domain import clock
from domain.rules.vocabulary import Conclusion, WindowKind
from domain.rules.year.subjects import stored
from domain.services.exam import ticket_printing
from domain.services.results import publication, score_changes
from domain.services.results.score_changes import Correction
from domain.services.year import years
from storage.models import Application, ExamResult, ExamYear, PriorPass, SeatingPlan, Window
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, row
from tests.seats import seated
from tests.town import Town
from tests.years import asking


@pytest_asyncio.fixture
async def turned(town: Town) -> Town:
    """The town after 设为当前年度: 2027 prints nothing yet and asks for 80 points."""
    await ExamYear.all().update(current=False)
    number = (await ExamYear.get()).year + 1
    year = await ExamYear.create(year=number, current=True, subjects=stored(asking(80)))
    later = clock.now() + timedelta(days=200)
    await Window.create(
        year_id=year.id, kind=WindowKind.PRINTING, name='打印', opens_at=later, closes_at=later + timedelta(days=2)
    )
    years.forget()
    return town


async def to_the_new_year(application: Application) -> None:
    """Let the application and its ticket be of 2027."""
    await Application.filter(id=application.id).update(year_id=2)
    await SeatingPlan.filter(tickets__application_id=application.id).update(year_id=2)


async def test_a_ticket_is_printed_in_the_window_of_its_own_year_under_its_own_title(turned: Town) -> None:
    older, newer = await approved(turned), await approved(turned)
    await seated(turned, older)
    await seated(turned, newer)
    await to_the_new_year(newer)
    city = turned.actor(cast.CITY)
    assert await ticket_printing.printable(city, [older.id, newer.id]) == (older.id,)
    (entries,) = [some async for some in ticket_printing.entries(city, [older.id, newer.id])]
    first = await ExamYear.get(id=1)
    assert [(entry.registration, entry.year) for entry in entries] == [(older.number, first.year)]


async def test_scores_are_counted_by_the_pass_mark_of_their_own_year(turned: Town) -> None:
    older, newer = await approved(turned), await approved(turned)
    tickets = [(await examined(turned, one))[0] for one in (older, newer)]
    await to_the_new_year(newer)
    report = await import_rows(turned, row(tickets[0], older, **GOOD), row(tickets[1], newer, **GOOD))
    assert report.counts['added'] == 2
    found = {one.application_id: (one.year_id, one.conclusion) for one in await ExamResult.all()}
    assert found == {older.id: (1, Conclusion.PASSED), newer.id: (2, Conclusion.FAILED)}  # 71 of 60, of 80

    city = turned.actor(cast.CITY)
    preview = await publication.preview(city, [older.id, newer.id])
    assert dict(preview.ready) == {Conclusion.PASSED: 1, Conclusion.FAILED: 1}
    await publication.publish(city, [older.id, newer.id])
    assert await PriorPass.all().values_list('year', 'application_id') == [((await ExamYear.get(id=1)).year, older.id)]
    await publication.withdraw(city, [older.id], '登记有误')
    sheet = await score_changes.sheet(city, older.id)
    typed = {one: str(score / 100) for one, score in sheet.marks.scores.items()} | {sheet.subjects[0]: '65'}
    await score_changes.correct(city, older.id, Correction(typed, '', ''), seen=sheet.version)
    assert (await ExamResult.get(application_id=older.id)).conclusion is Conclusion.PASSED
