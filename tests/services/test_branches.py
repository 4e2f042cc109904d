"""A branch without counties lives through the whole year, and its office does everything that a county does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import NotFound
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.rosters import Reach
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.results.result_filters import ResultFilters
from domain.rules.vocabulary import Act, Conclusion, DeferralState, Level, MaterialKind, OrderStatus, Status
from domain.services.application import filling
from domain.services.exam import seating
from domain.services.lists import overview, rosters
from domain.services.money import bundles, due_lists, invoices, orders, receipts
from domain.services.registration import late_entries, late_lists
from domain.services.results import own_results, publication, result_lists, score_import
from domain.services.review import deferrals
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import AdmissionTicket, Application, Deferral, ExamSession, ExamYear, PaymentOrder
from tests import town as cast
from tests.branches import AIRPORT, AIRPORT_BUREAU, AIRPORT_SCHOOL, CENTRAL, CENTRAL_STATION, add_airport, add_central
from tests.money import due, payment
from tests.scores import GOOD, book, row
from tests.services.exam.test_seating import paid, rooms
from tests.services.money.test_statement_import import file, line, take
from tests.services.registration.test_late_entries import exceptional, late
from tests.town import Town

EVERYBODY, FIRST = ApplicationFilters(), Paging()


async def approved(town: Town, application: Application, *offices: str) -> Application:
    """The application after each of these offices has approved in its turn."""
    for login in offices:
        application = await decide(town.actor(login), application.id, Act.APPROVE, Opinion(), seen=application.version)
    return application


async def submitted(town: Town, unit: str) -> Application:
    """A new application, submitted by its person."""
    draft = await town.application(unit, at=Status.DRAFT, papers=True)
    return await filling.submit(town.applicant(draft), draft.id, seen=draft.version)


@pytest.mark.parametrize(('branch', 'unit'), [(AIRPORT, AIRPORT_SCHOOL), (CENTRAL, CENTRAL_STATION)])
async def test_a_person_of_a_branch_goes_from_the_draft_to_the_result(town: Town, branch: str, unit: str) -> None:
    await add_airport(town)
    await add_central(town)
    office, person = town.actor(branch), await submitted(town, unit)
    assert [stop['level'] for stop in person.route or ()] == [Level.UNIT, Level.DEPARTMENT, Level.CITY]
    person = await approved(town, person, unit, f'{unit[:9]}000', branch)
    assert person.status is Status.APPROVED

    await receipts.settle(payment(await PaymentOrder.get(application_id=person.id)))
    await rooms(town, branch, sessions=[(3,)])
    await seating.publish(office, (await seating.draw(office, YEAR, '7')).id)
    ticket = await AdmissionTicket.get(application_id=person.id)

    began = clock.now() - timedelta(hours=1)
    await ExamSession.all().update(starts_at=began, ends_at=began + timedelta(hours=5))
    await score_import.import_rows(office, '成绩.xlsx', book(row(ticket, person, **GOOD)), to_the_end)
    assert await publication.publish(office, [person.id]) == 1
    mine = await own_results.own(town.applicant(person), await years.current_year())
    assert mine.conclusion is Conclusion.PASSED
    assert (await result_lists.listed(office, filters=ResultFilters(), paging=FIRST)).total == 1


async def test_the_same_seat_in_every_branch_has_a_ticket_number_of_its_own(town: Town) -> None:
    await add_airport(town)
    await add_central(town)
    offices = {
        cast.CITY: cast.SCHOOL,
        AIRPORT: AIRPORT_SCHOOL,
        CENTRAL: CENTRAL_STATION,
        cast.PROVINCE: cast.PROVINCE_UNIT,
    }
    for login, unit in offices.items():
        await rooms(town, login, sessions=[(3,)])
        await paid(town, 1, unit=unit)
        await seating.draw(town.actor(login), YEAR, '7')
    numbers = sorted(await AdmissionTicket.all().values_list('number', flat=True))
    digits = str((await years.current_year()).year)[2:]
    assert numbers == [f'{digits}{city}3010010{1}' for city in ('00', '03', '91', '96')]


async def test_grade_one_goes_on_to_the_province(town: Town) -> None:
    await add_airport(town)
    person = await town.application(AIRPORT_SCHOOL, grade=1, at=Level.CITY, papers=True)
    await town.upload(person, MaterialKind.SALARY)
    person = await approved(town, person, AIRPORT)
    assert (person.stage, person.holder_id) == (Level.PROVINCE, town.organisations[cast.PROVINCE].id)


async def test_where_the_county_decides_finally_a_branch_without_one_ends_at_its_office(town: Town) -> None:
    await add_airport(town)
    year = await ExamYear.get(current=True)
    levels = {**year.parameters['final_level'], '3': Level.COUNTY.value}
    await ExamYear.filter(id=year.id).update(parameters={**year.parameters, 'final_level': levels})
    years.forget()
    person = await submitted(town, AIRPORT_SCHOOL)
    assert [stop['level'] for stop in person.route or ()][-1] == Level.CITY
    assert [stop['level'] for stop in (await submitted(town, cast.SCHOOL)).route or ()][-1] == Level.COUNTY


@pytest.mark.parametrize('entrance', Entrance)
async def test_the_office_of_a_branch_enters_people_as_a_county_does(town: Town, entrance: Entrance) -> None:
    await add_airport(town)
    office, person = town.actor(AIRPORT), late(town) if entrance is Entrance.LATE else exceptional(town)
    newcomer = replace(person, unit_id=town.organisations[AIRPORT_SCHOOL].id)
    added = await late_entries.add(office, entrance, newcomer)
    assert added.unit_id == town.organisations[AIRPORT_SCHOOL].id
    listed = await late_lists.listed(office, entrance, filters=EVERYBODY, paging=FIRST)
    assert [one.row.id for one in listed.entries] == [added.id]


async def test_the_office_of_a_branch_collects_the_fees_itself(town: Town) -> None:
    await add_airport(town)
    office, three = town.actor(AIRPORT), [await due(town, AIRPORT_SCHOOL) for _ in range(3)]
    await due(town)  # of another city
    assert await due_lists.count(office, PaymentFilters()) == 3
    both = await bundles.bundle(office, [order.id for order in three[:2]])
    assert (await invoices.find(office, both.pay_code)).payee == '郑州航空港经济综合实验区'
    assert (await invoices.of_code(three[2].pay_code)).payee == '郑州航空港经济综合实验区'
    await take(town, file(line('T1', both)), who=AIRPORT)
    await orders.exempt(office, three[2].id, '按规定免缴')
    await orders.refund(office, three[0].id, '申请退费')
    ended = [(await PaymentOrder.get(id=order.id)).status for order in three]
    assert ended == [OrderStatus.REFUNDED, OrderStatus.PAID, OrderStatus.EXEMPT]
    with pytest.raises(NotFound):
        await invoices.find(town.actor(cast.CITY), both.pay_code)


async def test_the_office_of_a_branch_rechecks_what_its_units_deferred(town: Town) -> None:
    await add_airport(town)
    person = await town.application(AIRPORT_SCHOOL, grade=1, at=Level.UNIT)
    unit, office = town.actor(AIRPORT_SCHOOL), town.actor(AIRPORT)
    day = clock.today() + timedelta(days=7)
    await deferrals.defer(unit, person.id, (MaterialKind.SALARY,), '工资表待财务盖章', day, seen=person.version)
    await town.upload(person, MaterialKind.SALARY)
    await deferrals.confirm_supplied(unit, person.id, seen=person.version + 1)
    await deferrals.recheck(office, person.id, True, seen=person.version + 2)
    assert (await Deferral.get(application_id=person.id)).state is DeferralState.CLEARED


async def test_who_has_come_to_a_city_without_counties_is_on_its_roster_for_the_check_on_site(town: Town) -> None:
    await add_airport(town)
    at_city = await town.application(AIRPORT_SCHOOL, at=Level.CITY)
    done = await town.application(AIRPORT_BUREAU, at=Status.APPROVED)  # the department's own staff
    await town.application(AIRPORT_SCHOOL, at=Level.DEPARTMENT)
    await town.application(cast.CITY_UNIT, at=Level.CITY)  # 市直 of a city that has counties
    for login in (AIRPORT, cast.PROVINCE):
        found = await rosters.listed(town.actor(login), Reach.COUNTY, filters=EVERYBODY, paging=FIRST)
        assert sorted(one.id for one in found.rows) == [at_city.id, done.id]


async def test_home_of_the_province_counts_a_branch_beside_the_cities(town: Town) -> None:
    await add_airport(town)
    await town.application(AIRPORT_SCHOOL, at=Level.DEPARTMENT)
    await town.application(AIRPORT_SCHOOL, at=Status.APPROVED)
    below = {
        one.name: one for one in await overview.subordinates(town.actor(cast.PROVINCE), await years.current_year())
    }
    branch = below['郑州航空港经济综合实验区']
    assert (branch.waiting, branch.done) == (1, 1)
    assert (below['洛阳市'].waiting, below['洛阳市'].done) == (0, 0)
