"""Two years at once in 考务 and 准考证: rooms, sessions, seats and tickets of a year are never mixed with another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tortoise.expressions import F

from domain.errors import NotFound
from domain.rules.exam.site_form import SiteForm
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.exam.tickets import Printing
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, WindowKind
from domain.rules.year.applying import as_set
from domain.services.exam import (
    exam_sessions,
    printing_windows,
    seating,
    seating_lists,
    seating_rooms,
    sites,
    ticket_exports,
    ticket_lists,
)
from storage.models import AdmissionTicket, ExamSession, JournalEntry, SeatingPlan, Site
from tests import town as cast
from tests.scores import approved
from tests.seats import seated
from tests.services.exam.test_exam_places import session
from tests.services.exam.test_seating import paid, rooms
from tests.town import Town
from tests.years import NOW, THEN, move, turn_the_year, window

ALL, SITE = Paging(), SiteForm('01', '洛阳市技工学校', '南昌路 36 号')


async def test_each_year_has_its_own_sites_and_sessions(town: Town) -> None:
    city = town.actor(cast.CITY)
    next_id = await turn_the_year()
    site = {year: await sites.add_site(city, year, SITE) for year in (THEN, NOW)}  # both with the number 01
    await exam_sessions.add_session(city, THEN, session(name=f'{THEN} 年第一场'))
    await exam_sessions.add_session(city, NOW, replace(session(name=f'{NOW} 年第一场'), day=f'{NOW}-12-20'))
    assert await sites.next_number(city, NOW) == 2
    await sites.delete_site(city, site[NOW].id)
    assert (await sites.next_number(city, THEN), await sites.next_number(city, NOW)) == (2, 1)
    assert [row.site.id for row in (await sites.sites(city, THEN, ALL)).rows] == [site[THEN].id]
    assert (await sites.sites(city, NOW, ALL)).total == 0
    for year in (THEN, NOW):
        found = await exam_sessions.sessions(city, year, ALL)
        assert [row.session.name for row in found.rows] == [f'{year} 年第一场']
        assert [row.fits for row in found.rows] == [year == THEN]  # 2027 has no exam window yet
    printing = await window(next_id, WindowKind.PRINTING, 5, 9)
    assert printing.id not in await printing_windows.printing_windows(city, THEN)
    assert list(await printing_windows.printing_windows(city, NOW)) == [printing.id]
    early = await window(1, WindowKind.PRINTING, 1, 3)
    await ExamSession.filter(year_id=1).update(printing_id=early.id)
    assert [row.printing for row in (await exam_sessions.sessions(city, THEN, ALL)).rows] == [as_set(early)]


async def test_what_is_done_to_a_site_or_session_is_recorded_with_its_own_year(town: Town) -> None:
    city = town.actor(cast.CITY)
    site = await sites.add_site(city, THEN, SITE)
    await exam_sessions.add_session(city, THEN, session())
    await turn_the_year()
    await sites.edit_site(city, site.id, replace(SITE, name='洛阳市高级技工学校'), seen=SITE)
    await sites.delete_site(city, site.id)
    row = await ExamSession.get()
    seen = await exam_sessions.form_of(city, row.id)
    assert await exam_sessions.edit_session(city, row.id, replace(seen, name='改名'), seen=seen) == ()
    await exam_sessions.delete_session(city, row.id)
    entries = await JournalEntry.filter(act__in=[Act.EDIT_SITE, Act.EDIT_SESSION])
    assert [entry.details['year'] for entry in entries] == [THEN] * 6


async def test_a_draw_seats_the_people_of_one_year_in_the_rooms_of_that_year(town: Town) -> None:
    city = town.actor(cast.CITY)
    older, newer = await paid(town, 3), await paid(town, 2)
    next_id = await turn_the_year()
    await move(next_id, *(person.id for person in newer))
    await rooms(town, cast.CITY, capacities=(2,), sessions=[(3,)])
    await ExamSession.all().update(year_id=next_id)
    await Site.all().update(year_id=next_id, number=F('number') + 1)
    await rooms(town, cast.CITY, capacities=(5, 5), sessions=[(3,)])
    plans = {year: await seating.draw(city, year, '7') for year in (NOW, THEN)}
    for year, people in ((THEN, older), (NOW, newer)):
        plan = await seating.publish(city, plans[year].id)
        tickets = await AdmissionTicket.filter(plan_id=plan.id).select_related('session', 'room__site')
        assert {ticket.application_id for ticket in tickets} == {person.id for person in people}
        assert {ticket.number[:2] for ticket in tickets} == {str(year % 100)}
        assert {ticket.session.year_id for ticket in tickets} == {plan.year_id}
        now = await seating_lists.standing(city, year)
        assert ([one.plan.id for one in now.plans], now.ready, now.waiting) == ([plan.id], {3: len(people)}, {})
        assert (len(now.sittings), now.sites, now.rooms) == (1, 1, 2 if year == THEN else 1)
        assert [row.persons for row in (await seating_lists.trades(city, year, ALL)).rows] == [len(people)]
        assert (await seating_lists.without_seat(city, year, ALL)).total == 0
        placed = (await seating_rooms.placed(city, year, ALL)).rows
        assert {one.session.year_id for one in placed} == {plan.year_id}
        assert sum(one.persons for one in placed) == len(people)
        assert [one.place for one in await seating_rooms.chosen(city, year, ())] == [one.place for one in placed]
    await seating.withdraw(city, plans[THEN].id, '考点停电')
    entries = await JournalEntry.filter(act__in=[Act.SEAT, Act.PUBLISH_SEATS, Act.WITHDRAW_SEATS]).order_by('id')
    assert [entry.details['year'] for entry in entries] == [NOW, THEN, THEN, NOW, THEN]


async def test_who_has_no_seat_is_listed_in_the_own_year_only(town: Town) -> None:
    city, (older, newer) = town.actor(cast.CITY), await paid(town, 2)
    await move(await turn_the_year(), newer.id)
    for year, person in ((THEN, older), (NOW, newer)):
        found = await seating_lists.without_seat(city, year, ALL)
        assert ([row.id for row in found.rows], found.total) == ([person.id], 1)
        assert (await seating_lists.standing(city, year)).waiting == {3: 1}


async def test_the_tickets_of_a_year_are_listed_with_its_sessions_and_sites(town: Town) -> None:
    county, older, newer = town.actor(cast.COUNTY), await approved(town), await approved(town)
    for person in (older, newer):
        await seated(town, person)
    await move(await turn_the_year(), newer.id)
    for year, people in ((THEN, [older]), (NOW, [newer]), (None, [older, newer])):
        filters, ids = TicketFilters(year=year), [person.id for person in people]
        found = await ticket_lists.listed(county, filters=filters, paging=ALL)
        assert ([row.id for row in found.rows], found.total) == (ids, len(ids))
        assert await ticket_lists.count(county, filters) == len(ids)
        everybody = await ticket_lists.everybody(county, filters)
        assert everybody == tuple(ids)
        assert [row.id async for some in ticket_exports.rows(county, everybody) for row in some] == ids
        offered = await ticket_lists.choices(county, year)
        tickets = await AdmissionTicket.filter(application_id__in=ids).select_related('room')
        assert set(offered.sessions) == {ticket.session_id for ticket in tickets}
        assert set(offered.sites) == {ticket.room.site_id for ticket in tickets}


async def test_a_ticket_number_stays_secret_until_a_print_window_of_its_own_year_opens(town: Town) -> None:
    county, older, newer = town.actor(cast.COUNTY), await approved(town), await approved(town)
    numbers = {person.id: (await seated(town, person))[0].number for person in (older, newer)}
    next_id = await turn_the_year()
    await move(next_id, newer.id)
    assert (await ticket_lists.times_now(county, THEN)).printing is Printing.OPEN
    assert (await ticket_lists.times_now(county, NOW)).printing is Printing.NONE
    for year in (NOW, None):
        assert await ticket_lists.count(county, TicketFilters(keyword=numbers[newer.id], year=year)) == 0
        assert await ticket_lists.count(county, TicketFilters(keyword=newer.id_number, year=year)) == 1
    assert await ticket_lists.count(county, TicketFilters(keyword=numbers[older.id], year=THEN)) == 1
    await window(next_id, WindowKind.PRINTING, -1, 5)
    for year in (NOW, None):
        assert await ticket_lists.count(county, TicketFilters(keyword=numbers[newer.id], year=year)) == 1
    assert await ticket_lists.count(county, TicketFilters(keyword=numbers[newer.id], year=THEN)) == 0


async def test_a_year_that_does_not_exist_has_no_exam(town: Town) -> None:
    city = town.actor(cast.CITY)
    for attempt in (
        sites.sites(city, 1999, ALL), sites.add_site(city, 1999, SITE), exam_sessions.sessions(city, 1999, ALL),
        exam_sessions.add_session(city, 1999, session()), seating.draw(city, 1999), seating_lists.standing(city, 1999),
        seating_rooms.placed(city, 1999, ALL), ticket_lists.count(city, TicketFilters(year=1999)),
    ):  # fmt: skip
        with pytest.raises(NotFound, match='1999'):
            await attempt
    assert not await SeatingPlan.exists()
