"""Which admission tickets somebody sees, which may be printed, and how they are found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain import clock
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.vocabulary import Grade, OrderStatus, PlanState, Status
from storage.models import AdmissionTicket, Application
from storage.queries.exam import tickets
from tests import town as cast
from tests.scores import approved
from tests.seats import print_window, seated
from tests.town import Town


async def seen(town: Town, login: str, year_id: int = 1) -> set[int]:
    rows = tickets.visible_to(town.actor(login), year_id)
    return {ticket.application_id for ticket in await rows}


async def test_published_tickets_are_seen_by_the_offices_above_and_by_their_person(town: Town) -> None:
    own, foreign, drawn = await approved(town), await approved(town, cast.OTHER_SCHOOL), await approved(town)
    await seated(town, own, foreign)
    await seated(town, drawn, state=PlanState.DRAWN)
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY, own.id_number):
        assert await seen(town, login) == {own.id}
    for login in (cast.CITY, cast.PROVINCE):
        assert await seen(town, login) == {own.id, foreign.id}
    for login in (cast.PRIMARY, cast.OTHER_CITY, drawn.id_number):
        assert await seen(town, login) == set()
    assert await seen(town, cast.PROVINCE, year_id=2) == set()


async def test_a_session_is_printed_in_its_own_window_or_in_any_if_it_has_none(town: Town) -> None:
    first, second, free = [await approved(town) for _ in range(3)]
    now = clock.now()
    early, late = [await print_window(name, now, now + timedelta(days=1)) for name in ('第一批', '第二批')]
    await seated(town, first, printing=early)
    await seated(town, second, printing=late)
    await seated(town, free)

    async def printed(*windows: int) -> set[int]:
        return {ticket.application_id for ticket in await AdmissionTicket.filter(tickets.in_windows(windows))}

    assert await printed() == set()
    assert await printed(early.id) == {first.id, free.id}
    assert await printed(early.id, late.id) == {first.id, second.id, free.id}
    assert await printed(10**6) == {free.id}


async def test_a_ticket_is_good_while_its_person_is_approved_and_has_paid(town: Town) -> None:
    people = [await approved(town) for _ in range(5)]
    await seated(town, *people)
    paid, exempt, due, refunded, cancelled = people
    for person, change in (
        (exempt, {'payment': OrderStatus.EXEMPT}),
        (due, {'payment': OrderStatus.DUE}),
        (refunded, {'payment': OrderStatus.REFUNDED}),
        (cancelled, {'status': Status.CANCELLED}),
    ):
        await Application.filter(id=person.id).update(**change)
    assert {one.application_id for one in await AdmissionTicket.filter(tickets.good())} == {paid.id, exempt.id}


async def test_each_filter_narrows_and_a_foreign_unit_yields_nobody(town: Town) -> None:
    three, two = await approved(town), await approved(town, cast.HOSPITAL, 2)
    await Application.filter(id=two.id).update(trade='0102')
    (first,), (second,) = await seated(town, three), await seated(town, two)
    await AdmissionTicket.filter(id=second.id).update(prints=2)

    async def found(login: str = cast.COUNTY, **filters: Any) -> set[int]:
        actor = town.actor(login)
        visible, none = tickets.visible_to(actor, 1), tickets.in_windows(())
        rows = await tickets.narrowed(visible, actor, TicketFilters(**filters), none)
        return {ticket.application_id for ticket in await rows}

    assert await found() == {three.id, two.id}
    for filters, person in (
        ({'grades': (Grade.TWO,)}, two), ({'trades': ('0102',)}, two), ({'sessions': (first.session_id,)}, three),
        ({'sites': ((await second.room).site_id,)}, two), ({'printed': Printed.PRINTED}, two),
        ({'printed': Printed.NOT_YET}, three), ({'unit': town.organisations[cast.DEPARTMENT].id}, three),
        ({'keyword': two.name[-2:] if two.name[-2:] not in three.name else two.name}, two),
    ):  # fmt: skip
        assert await found(**filters) == {person.id}, filters
    assert await found(grades=(Grade.TWO,), trades=('0101',)) == set()
    assert await found(unit=town.organisations[cast.OTHER_COUNTY].id) == set()
    assert await found(cast.SCHOOL, unit=town.organisations[cast.HOSPITAL].id) == set()


async def test_a_ticket_number_finds_its_person_only_once_the_window_has_opened(town: Town) -> None:
    person, other = await approved(town), await approved(town)
    window = await print_window('第一批', clock.now(), clock.now() + timedelta(days=1))
    ticket, second = await seated(town, person, other, printing=window)

    async def found(keyword: str, *begun: int) -> set[int]:
        rows = await tickets.narrowed(
            AdmissionTicket.all(), town.actor(cast.CITY), TicketFilters(keyword=keyword), tickets.in_windows(begun)
        )
        return {one.application_id for one in await rows}

    assert await found(ticket.number) == set()
    assert await found(ticket.number, window.id) == {person.id}
    assert await found(second.number, window.id) == {other.id}
    assert await found(ticket.number[:10], window.id) == {person.id, other.id}
    assert await found(ticket.number + '1', window.id) == set()  # longer than any ticket's number
    for number in (person.id_number, person.number, person.mobile):
        assert await found(number) == {person.id}
