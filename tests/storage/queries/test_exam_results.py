"""Whose results an office enters, how far they have come, and which published ones somebody sees."""

from __future__ import annotations

from typing import Any

from domain import clock
from domain.rules.results.result_filters import ResultFilters, Stage
from domain.rules.vocabulary import Conclusion, Grade, OrderStatus, PlanState, Status
from storage.models import Application, ExamResult, SeatingPlan
from storage.queries.results import exam_results
from tests import town as cast
from tests.scores import GOOD, POOR, approved, examined, import_rows, published, row
from tests.town import Town

PENDING = {'scores': {}, 'conclusion': 'passed', 'remark': ''}


async def refunded(*people: Application) -> None:
    await Application.filter(id__in=[person.id for person in people]).update(payment=OrderStatus.REFUNDED)


async def entered(town: Town, person: Application) -> None:
    """The person has a result that is not published."""
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))


async def test_an_office_expects_the_results_of_those_it_seated_while_they_are_valid(town: Town) -> None:
    good, invalid, done = [await approved(town) for _ in range(3)]
    drawn, theirs = await approved(town), await approved(town, '410400001001')
    await entered(town, done)
    await examined(town, good, invalid)
    (ticket,) = await examined(town, drawn)
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
    await examined(town, theirs, office=cast.OTHER_CITY)
    await refunded(invalid, done)  # who has a result already is still shown

    async def people(of: Any, login: str, year_id: int = 1) -> set[int]:
        return {one.application_id for one in await of(town.actor(login), year_id)}

    assert await people(exam_results.seated, cast.CITY) == {good.id, invalid.id, done.id}
    assert await people(exam_results.expected, cast.CITY) == {good.id, done.id}
    assert await people(exam_results.expected, cast.OTHER_CITY) == {theirs.id}
    assert await people(exam_results.expected, cast.PROVINCE) == set()
    assert await people(exam_results.expected, cast.CITY, 2) == set()


async def test_stages_and_filters_narrow_the_expected_people(town: Town) -> None:
    missing, ready, shown, waiting = [await approved(town) for _ in range(4)]
    await published(town, shown, waiting)
    await ExamResult.filter(application_id=waiting.id).update(pending=PENDING)
    await entered(town, ready)
    (ticket,) = await examined(town, missing)

    async def found(**filters: Any) -> set[int]:
        rows = await exam_results.expected_with(town.actor(cast.CITY), 1, ResultFilters(**filters))
        return {one.application_id for one in await rows}

    assert await found() == {missing.id, ready.id, shown.id, waiting.id}
    assert await found(stage=Stage.MISSING) == {missing.id}
    assert await found(stage=Stage.READY) == {ready.id, waiting.id}
    assert await found(stage=Stage.PUBLISHED) == {shown.id, waiting.id}  # published, and something more waits
    assert await found(conclusions=(Conclusion.PASSED,)) == {ready.id, shown.id, waiting.id}
    assert await found(conclusions=(Conclusion.FAILED,)) == set()
    assert await found(keyword=missing.id_number) == {missing.id}
    assert await found(keyword=ticket.number) == {missing.id}  # known to the office, even if nothing is printed yet
    for nobody in ({'grades': (Grade.TWO,)}, {'trades': ('0102',)}, {'unit': town.organisations[cast.HEALTH].id}):
        assert await found(**nobody) == set()


async def test_the_standing_counts_valid_seats_and_their_results(town: Town) -> None:
    city = town.actor(cast.CITY)
    assert await exam_results.standing_of(city, 1) == (0, 0, 0, 0)
    missing, ready, shown, waiting, gone = [await approved(town) for _ in range(5)]
    await published(town, shown, waiting)
    await ExamResult.filter(application_id=waiting.id).update(pending=PENDING)
    await entered(town, ready)
    await entered(town, gone)
    await examined(town, missing)
    await refunded(gone)
    assert await exam_results.standing_of(city, 1) == (4, 3, 3, 2)  # the result of who is gone still waits
    assert await exam_results.standing_of(town.actor(cast.OTHER_CITY), 1) == (0, 0, 0, 0)


async def test_published_results_are_seen_by_the_offices_above_and_by_their_person(town: Town) -> None:
    own, foreign, hidden = await approved(town), await approved(town, cast.OTHER_SCHOOL), await approved(town)
    await published(town, own, foreign)
    await entered(town, hidden)

    async def seen(login: str, year_id: int = 1) -> set[int]:
        return {one.application_id for one in await exam_results.published(town.actor(login), year_id)}

    for login in (cast.SCHOOL, cast.COUNTY, own.id_number):
        assert await seen(login) == {own.id}
    for login in (cast.CITY, cast.PROVINCE):
        assert await seen(login) == {own.id, foreign.id}
    for login in (cast.PRIMARY, cast.OTHER_CITY, hidden.id_number):
        assert await seen(login) == set()
    assert await seen(cast.PROVINCE, 2) == set()


async def test_filters_narrow_the_published_results_for_every_office_alike(town: Town) -> None:
    three, two = await approved(town), await approved(town, cast.HOSPITAL, 2)
    (ticket,) = await published(town, three)
    await published(town, two, cells=POOR)
    await Application.filter(id=two.id).update(trade='0102', name='赵𬭎')

    async def found(login: str, **filters: Any) -> set[int]:
        rows = await exam_results.published_with(town.actor(login), 1, ResultFilters(**filters))
        return {one.application_id for one in await rows}

    for login in (cast.COUNTY, cast.PROVINCE):
        assert await found(login) == {three.id, two.id}
        for filters, person in (
            ({'grades': (Grade.TWO,)}, two), ({'conclusions': (Conclusion.PASSED,)}, three),
            ({'trades': ('0102',)}, two), ({'unit': town.organisations[cast.HEALTH].id}, two), ({'keyword': '𬭎'}, two),
            ({'keyword': three.id_number}, three), ({'keyword': ticket.number}, three),
        ):  # fmt: skip
            assert await found(login, **filters) == {person.id}, filters
        assert await found(login, keyword=ticket.number + '1') == set()
    assert await found(cast.COUNTY, unit=town.organisations[cast.OTHER_COUNTY].id) == set()
    assert await found(cast.OTHER_COUNTY, keyword=ticket.number) == set()
    await Application.filter(id=two.id).update(status=Status.CANCELLED)
    assert await found(cast.PROVINCE, keyword='𬭎') == set()


async def test_results_are_counted_by_conclusion(town: Town) -> None:
    people = [await approved(town) for _ in range(3)]
    await published(town, *people[:2])
    await published(town, people[2], cells=POOR)
    counted = await exam_results.by_conclusion(exam_results.published(town.actor(cast.CITY), 1))
    assert counted == {Conclusion.PASSED: 2, Conclusion.FAILED: 1}
    assert await exam_results.by_conclusion(ExamResult.filter(published_at__gt=clock.now())) == {}
