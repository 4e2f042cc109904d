"""The two finished years of the demonstration: nothing waits in them, and what they say agrees with the rules."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from domain.demo import world
from domain.demo.applications.forms import YEAR
from domain.demo.calendar import FINISHED
from domain.demo.exam_places import OFFICES
from domain.demo.past.plans import MOST, RETURNING, SHOWN_UNIT
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.results.result_filters import ResultFilters
from domain.rules.results.scores import PASSES
from domain.rules.vocabulary import Conclusion, Finding, Grade, OrderStatus, ReceiptOutcome, Status
from domain.services.access import password_hashing, sessions
from domain.services.application.own_years import own_years
from domain.services.lists import overview
from domain.services.money import order_moves
from domain.services.operating import integrity_check
from domain.services.results import locked_rows, own_results, publication, result_lists, score_lists
from domain.services.results.own_results import ResultProgress
from domain.services.year import years
from domain.services.year.unfinished import unfinished
from storage.models import (
    Account,
    AdmissionTicket,
    Application,
    ExamResult,
    ExamYear,
    JournalEntry,
    PaymentOrder,
    PriorPass,
    Receipt,
    Window,
)
from storage.settings.config import Settings
from tests.services.lists.test_statistics import proven_for

ENTERED = ('id_number', 'name', 'year', 'grade', 'trade', 'unit', 'certificate_number', 'result', 'application_id')


async def actor(login: str) -> Actor:
    return sessions.actor_from(await Account.get(login=login).select_related('organisation'))


async def entered() -> list[tuple[Any, ...]]:
    """The passes that came from published results."""
    return sorted(await PriorPass.filter(application_id__isnull=False).values_list(*ENTERED))


async def test_nothing_waits_in_a_finished_year(demo: Settings) -> None:
    province = await actor('410000')
    for number in FINISHED:
        year = await years.numbered(number)
        rows = await Application.filter(year_id=year.id)
        assert len(rows) == MOST
        assert {row.status for row in rows} == {Status.APPROVED, Status.REJECTED, Status.CANCELLED}
        assert all(not any(office.open.values()) for office in await unfinished(province, year.id))
        paid = {row.status for row in await PaymentOrder.filter(year_id=year.id)}
        assert paid == set(OrderStatus) - {OrderStatus.DUE}
        assert {window.closes_at.year for window in await Window.filter(year_id=year.id)} == {number}
    assert await order_moves.close_overdue() == 0
    waiting = await overview.counts(province, await years.current_year())
    assert {year for part in waiting.by_year.values() for year in part} == {YEAR}
    odd = await Receipt.exclude(outcome=ReceiptOutcome.BOOKED)
    assert {receipt.received_at.year for receipt in odd} <= {YEAR}


async def test_the_results_have_every_conclusion_and_follow_from_their_scores(demo: Settings) -> None:
    ordinary = {Conclusion.PASSED, Conclusion.FAILED, Conclusion.ABSENT, Conclusion.VIOLATION}
    senior = {Conclusion.FAILED, Conclusion.REVIEW_PASSED, Conclusion.REVIEW_FAILED}
    for number in FINISHED:
        year = await years.numbered(number)
        results = await ExamResult.filter(year_id=year.id)
        assert {row.conclusion for row in results if row.grade > 1} == ordinary
        assert {row.conclusion for row in results if row.grade == 1} >= senior
        for row in results:
            marks = locked_rows.marks_of(row)
            assert marks.conclusion(year.subjects[Grade(row.grade)]) is row.conclusion
            last = await JournalEntry.filter(application_id=row.application_id).order_by('-sequence').first()
            assert last
            told = {key: last.details[key] for key in ('scores', 'conclusion')}
            assert told == {'scores': row.scores, 'conclusion': row.conclusion.value}
            assert last.at == row.published_at
        tickets = await AdmissionTicket.filter(plan__year_id=year.id).prefetch_related('session')
        assert {ticket.application_id for ticket in tickets} == {row.application_id for row in results}
        assert all(ticket.printed_at and ticket.printed_at < ticket.session.starts_at for ticket in tickets)


async def test_the_passes_are_those_that_a_publication_enters(demo: Settings) -> None:
    passed = await ExamResult.filter(conclusion__in=list(PASSES)).values_list('application_id', flat=True)
    before = await entered()
    assert sorted(row[-1] for row in before) == sorted(passed)
    for code in OFFICES:
        office = await actor(code)
        ids = await locked_rows.own_of(office, list(await ExamResult.all().values_list('application_id', flat=True)))  # type: ignore[arg-type]
        for start in range(0, len(ids), publication.CHUNK):
            assert await publication.withdraw(office, ids[start : start + publication.CHUNK], '核对后重新发布')
    assert await entered() == []
    for code in OFFICES:
        office = await actor(code)
        ids = await locked_rows.own_of(office, list(await ExamResult.all().values_list('application_id', flat=True)))  # type: ignore[arg-type]
        for start in range(0, len(ids), publication.CHUNK):
            await publication.publish(office, ids[start : start + publication.CHUNK])
    assert await entered() == before


async def test_whoever_returns_holds_the_certificate_of_the_grade_passed(demo: Settings) -> None:
    lives: dict[int, list[Application]] = defaultdict(list)
    for row in await Application.all().order_by('year__year'):
        lives[row.applicant_id].append(row)
    returned = [rows for rows in lives.values() if len(rows) > 1]
    assert len(returned) == RETURNING
    for rows in returned:
        assert {(row.id_number, row.name, row.unit_id, row.trade) for row in rows} == {
            (rows[0].id_number, rows[0].name, rows[0].unit_id, rows[0].trade)
        }
        last, now = rows[-2], Form.model_validate(rows[-1].form)
        prior = await PriorPass.filter(id_number=last.id_number).order_by('-year').first()
        if prior is None:
            assert now.grade == last.grade
            continue
        assert (now.grade, now.held_grade, now.held_trade) == (last.grade - 1, prior.grade, last.trade)
        assert now.obtained_on
        assert now.obtained_on.year == prior.year
        assert rows[-1].precheck in (Finding.MET, None)
    assert {len(rows) for rows in returned} == {2, 3}


async def test_an_applicant_who_passed_last_year_is_offered_with_all_years(demo: Settings) -> None:
    (login,) = [login for label, login, _ in await world.offers() if '往年合格' in label]
    who, unit = await actor(login), await actor(SHOWN_UNIT)
    assert (await Application.filter(id_number=login).first()).unit_id == unit.organisation_id  # type: ignore[union-attr]
    mine = await own_years(who)
    assert [year.year for year in mine.all] == [YEAR, *reversed(FINISHED)]
    told = [await own_results.own(who, year) for year in mine.all]
    assert [one.progress for one in told] == [
        ResultProgress.NOT_APPROVED, ResultProgress.PUBLISHED, ResultProgress.PUBLISHED,
    ]  # fmt: skip
    assert [one.conclusion for one in told] == [None, Conclusion.PASSED, Conclusion.FAILED]


async def test_the_screens_of_results_are_full(demo: Settings) -> None:
    for number in FINISHED:
        for login in ('410000', '410300', '410400', '410327'):
            found = await result_lists.listed(await actor(login), filters=ResultFilters(year=number), paging=Paging())
            assert found.total == sum(found.totals.values()) > 10, login
        for login in OFFICES:
            counts = await score_lists.standing(await actor(login), number)
            assert counts.all_published
            assert counts.published > 10


async def test_each_number_of_a_years_statistics_is_the_total_of_its_list(demo: Settings) -> None:
    for number in (*FINISHED, YEAR):
        for login in ('410000', '410327'):
            await proven_for(await actor(login), ApplicationFilters(year=number))


async def test_the_check_of_the_installation_finds_nothing(demo: Settings) -> None:
    assert [line async for line in integrity_check.findings()] == []


async def test_the_past_can_be_left_out(database: Settings) -> None:
    password_hashing.prepare('00' * 32, 4)
    await world.build(applications=60, past_years=False)
    assert await ExamYear.all().values_list('year', flat=True) == [YEAR]
    assert await Application.all().count() == 60
    assert not await ExamResult.exists()
