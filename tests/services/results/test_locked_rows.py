"""The rows of 考核结果: whose they are, how they are locked and written, and which marks they hold."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from domain.errors import Busy
from domain.events import ResultsChanged
from domain.rules.results.result_states import Marks
from domain.rules.vocabulary import Attendance, Conclusion, Grade, OrderStatus, PlanState, Status, Subject
from domain.services.results import locked_rows
from domain.services.results.locked_rows import Held, Seat
from storage.connection.database import transaction
from storage.models import Application, ExamResult, ExamSession, SeatingPlan
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, row
from tests.town import Town

SCORES = {Subject.SKILL: 86_00, Subject.ETHICS: 90_50, Subject.ABILITY: 71_00}
PASSED, THEORY = Conclusion.PASSED, Conclusion.THEORY_PASSED


async def result_of(town: Town) -> ExamResult:
    """A result that was imported and not published."""
    person = await approved(town)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD, 备注='补考'))
    return await ExamResult.get(application_id=person.id)


async def test_seats_are_those_that_the_own_office_published_by_their_numbers(town: Town) -> None:
    person, withdrawn = await approved(town), await approved(town)
    (ticket,) = await examined(town, person)
    (other,) = await examined(town, withdrawn)
    await SeatingPlan.filter(id=other.plan_id).update(state=PlanState.DRAWN)
    numbers = [ticket.number, other.number, '260399999999']
    starts_at = (await ExamSession.get(id=ticket.session_id)).starts_at
    found = await locked_rows.seats_of(town.actor(cast.CITY), numbers)
    assert found == {ticket.number: Seat(person.id, ticket.number, starts_at, Grade.THREE, 1)}
    for login in (cast.PROVINCE, cast.OTHER_CITY, cast.COUNTY):
        assert await locked_rows.seats_of(town.actor(login), numbers) == {}


async def test_an_office_is_responsible_for_those_it_seated_in_order_of_id(town: Town) -> None:
    first, second, unseated = [await approved(town) for _ in range(3)]
    theirs = await approved(town, '410400001001')
    await examined(town, second, first)
    await examined(town, theirs, office=cast.OTHER_CITY)
    asked = [theirs.id, unseated.id, second.id, first.id]
    assert await locked_rows.own_of(town.actor(cast.CITY), asked) == [first.id, second.id]
    assert await locked_rows.own_of(town.actor(cast.OTHER_CITY), asked) == [theirs.id]
    assert await locked_rows.own_of(town.actor(cast.PROVINCE), asked) == []


async def test_holding_reads_the_people_and_the_results_that_there_are(town: Town) -> None:
    result, other = await result_of(town), await approved(town)
    async with transaction():
        held = await locked_rows.hold([other.id, result.application_id, other.id])
        assert await locked_rows.hold([]) == Held({}, {})
    assert set(held.people) == {result.application_id, other.id}
    assert held.results == {result.application_id: result}
    person = await Application.get(id=result.application_id)
    read = held.people[person.id]
    assert all(getattr(read, column) == getattr(person, column) for column in locked_rows.PERSON)


async def test_an_act_makes_every_page_with_an_earlier_state_read_again(town: Town) -> None:
    first, second, other = [await approved(town) for _ in range(3)]
    await locked_rows.note([first, second])
    for person, more in ((first, 1), (second, 1), (other, 0)):
        after = await Application.get(id=person.id)
        assert after.version == person.version + more
        assert (after.changed_at > person.changed_at) is bool(more)


async def test_a_result_is_written_only_as_it_was_read(town: Town) -> None:
    result = await result_of(town)
    stale = await ExamResult.get(id=result.id)
    await locked_rows.rewrite(result, remark='更正')
    assert (result.remark, result.version) == ('更正', stale.version + 1)
    assert await ExamResult.get(id=result.id) == result
    with pytest.raises(Busy):
        await locked_rows.rewrite(stale, remark='迟到')
    after = await ExamResult.get(id=result.id)
    assert (after.remark, after.version, stale.remark) == ('更正', result.version, '补考')


async def test_the_latest_marks_are_those_that_wait_and_the_published_ones_stay(town: Town) -> None:
    result = await result_of(town)
    marks = Marks(SCORES, Attendance.TAKEN, '补考')
    assert locked_rows.marks_of(result) == locked_rows.latest_of(result) == marks
    assert locked_rows.latest_conclusion(result) is PASSED
    assert locked_rows.details_of(result) == {'scores': marks.as_kept, 'conclusion': 'passed', 'remark': '补考'}
    waiting = {
        'scores': {'theory': 80_00}, 'conclusion': 'violation', 'remark': '夹带',
        'attendance': {'person': 'violation', 'review': 'absent'},
    }  # fmt: skip
    result.pending = waiting
    assert locked_rows.marks_of(result) == marks
    missed = {Subject.REVIEW: Attendance.ABSENT}
    assert locked_rows.latest_of(result) == Marks({Subject.THEORY: 80_00}, Attendance.VIOLATION, '夹带', missed)
    assert locked_rows.latest_conclusion(result) is Conclusion.VIOLATION
    assert locked_rows.details_of(result) == waiting


def test_marks_become_the_columns_of_a_result() -> None:
    columns = locked_rows.columns_of(Marks({Subject.THEORY: 80_00}, Attendance.TAKEN, '补考'), THEORY)
    assert columns == {'scores': {'theory': 80_00}, 'attendance': None, 'conclusion': THEORY, 'remark': '补考'}
    absent = Marks(attendance=Attendance.ABSENT, missed={Subject.SKILL: Attendance.VIOLATION})
    kept = locked_rows.columns_of(absent, Conclusion.VIOLATION)['attendance']
    assert kept == {'person': 'absent', 'skill': 'violation'}


@pytest.mark.parametrize(
    ('status', 'payment', 'good'),
    [
        (Status.APPROVED, OrderStatus.PAID, True),
        (Status.APPROVED, OrderStatus.EXEMPT, True),
        (Status.APPROVED, OrderStatus.REFUNDED, False),
        (Status.CANCELLED, OrderStatus.PAID, False),
    ],
)
def test_an_exam_counts_while_the_person_is_approved_and_has_paid(
    status: Status, payment: OrderStatus, good: bool
) -> None:
    assert locked_rows.counts(Application(status=status, payment=payment)) is good


async def test_the_pages_are_told_who_changed_and_whether_it_can_be_seen(town: Town) -> None:
    city = town.actor(cast.CITY)
    for published in (True, False):
        told = locked_rows.news(city, [7, 5], published=published)
        assert told == ResultsChanged(city.path, published, (7, 5))
    assert asdict(told)['path'] == town.organisations[cast.CITY].path
