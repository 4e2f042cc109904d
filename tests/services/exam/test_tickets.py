"""准考证: who sees and prints which, in which window, and what is recorded."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Forbidden, NotFound, Refusal, SignedOut, Unmet
from domain.events import Event, TicketsChanged, subscribe
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.exam.tickets import Printing
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, MaterialKind, OrderStatus, PlanState, Status, WindowKind
from domain.services import journal
from domain.services.exam import ticket_lists, ticket_printing
from domain.services.exam.ticket_papers import PrintedTicket
from domain.services.year import years
from storage.models import Account, AdmissionTicket, Application, JournalEntry, SeatingPlan, Window
from tests import town as cast
from tests.queries import counted
from tests.scores import approved
from tests.seats import print_window, seated
from tests.town import Town

ALL, FIRST = TicketFilters(), Paging()
MOMENT = timedelta(seconds=1)


async def listed(town: Town, login: str, filters: TicketFilters = ALL) -> list[int]:
    found = await ticket_lists.listed(town.actor(login), filters=filters, paging=FIRST)
    assert found.total == len(found.rows) == await ticket_lists.count(town.actor(login), filters)
    return [row.id for row in found.rows]


async def read(town: Town, login: str, *ids: int) -> list[PrintedTicket]:
    return [row async for rows in ticket_printing.entries(town.actor(login), ids) for row in rows]


async def only_window(opens: timedelta, closes: timedelta, name: str = '打印') -> Window:
    """Replace the town's print windows with this one."""
    await Window.filter(kind=WindowKind.PRINTING).delete()
    years.forget()
    return await print_window(name, clock.now() + opens, clock.now() + closes)


async def test_a_published_ticket_is_listed_with_its_seat(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await seated(town, person)
    (row,) = (await ticket_lists.listed(town.actor(cast.SCHOOL), filters=ALL, paging=FIRST)).rows
    assert (row.id, row.registration, row.ticket) == (person.id, person.number, ticket.number)
    assert (row.site, row.room, row.seat, row.session) == ('洛阳市第1考点', 12, 1, '第 1 场')
    assert row.id_number == f'{person.id_number[:6]}********{person.id_number[-4:]}'
    assert (row.prints, row.printed_at, row.good, row.printable) == (0, None, True, True)


async def test_a_drawn_plan_is_not_visible_before_its_publication(town: Town) -> None:
    person = await approved(town)
    await seated(town, person, state=PlanState.DRAWN)
    for login in (cast.SCHOOL, cast.COUNTY, cast.CITY, cast.PROVINCE):
        assert await listed(town, login) == []
    with pytest.raises(NotFound):
        await ticket_printing.printable(town.actor(cast.COUNTY), [person.id])
    with pytest.raises(NotFound):
        await ticket_printing.printable(town.applicant(person), [person.id])


async def test_another_county_cannot_see_count_choose_print_or_guess(town: Town) -> None:
    own, foreign = await approved(town), await approved(town, cast.OTHER_SCHOOL)
    ticket, _ = await seated(town, own, foreign)
    other = town.actor(cast.OTHER_COUNTY)

    assert await listed(town, cast.CITY) == [own.id, foreign.id]
    assert await listed(town, cast.OTHER_COUNTY) == [foreign.id]
    guesses = (own.name, own.id_number, own.number, ticket.number, own.mobile)
    below = TicketFilters(unit=town.organisations[cast.SCHOOL].id)
    for filters in (below, *(TicketFilters(keyword=guess) for guess in guesses if guess != foreign.name)):
        assert own.id not in await listed(town, cast.OTHER_COUNTY, filters)
        assert own.id not in await ticket_lists.everybody(other, filters)
    assert own.id not in await ticket_lists.rows_of(other, [own.id, foreign.id])
    assert await ticket_printing.printable(other, [own.id, foreign.id, 10**8]) == (foreign.id,)
    assert [row.number for row in await read(town, cast.OTHER_COUNTY, own.id, foreign.id)] == [
        '26033010 1202'.replace(' ', '')
    ]
    with pytest.raises(NotFound):
        await ticket_printing.record(other, [own.id])
    with pytest.raises(NotFound):
        await ticket_printing.printable(town.applicant(foreign), [own.id])
    assert not await JournalEntry.exists(act=Act.PRINT_TICKET)


async def test_filters_find_by_number_name_place_and_state(town: Town) -> None:
    three, two = await approved(town), await approved(town, cast.HOSPITAL, 2)
    await Application.filter(id=three.id).update(name='赵𬭎·喆堃')
    (first,) = await seated(town, three)
    (second,) = await seated(town, two)
    await AdmissionTicket.filter(id=second.id).update(prints=1, printed_at=clock.now())
    expected = {
        TicketFilters(keyword='𬭎·喆'): three,
        TicketFilters(keyword=three.id_number): three,
        TicketFilters(keyword=three.number): three,
        TicketFilters(keyword=first.number[:10]): three,
        TicketFilters(keyword=second.number): two,
        TicketFilters(grades=(2,)): two,  # type: ignore[arg-type]
        TicketFilters(unit=town.organisations[cast.HEALTH].id): two,
        TicketFilters(sessions=(first.session_id,)): three,
        TicketFilters(sites=((await second.room).site_id,)): two,
        TicketFilters(printed=Printed.PRINTED): two,
        TicketFilters(printed=Printed.NOT_YET): three,
    }
    for filters, person in expected.items():
        assert await listed(town, cast.COUNTY, filters) == [person.id], filters
    assert await listed(town, cast.COUNTY, TicketFilters(trades=('9999',))) == []
    assert sorted(await listed(town, cast.COUNTY, TicketFilters(trades=(three.trade,)))) == [three.id, two.id]
    assert await listed(town, cast.COUNTY, TicketFilters(keyword='9' * 18)) == []


async def test_the_filters_offer_the_sessions_and_sites_of_the_own_branch(town: Town) -> None:
    ours, theirs = await approved(town), await approved(town, '410400001001')
    await seated(town, ours)
    await seated(town, theirs, office=cast.OTHER_CITY)
    for login in (cast.SCHOOL, cast.COUNTY, cast.CITY):
        offered = await ticket_lists.choices(town.actor(login), YEAR)
        assert list(offered.sessions.values()) == ['第 1 场']
        assert list(offered.sites.values()) == ['洛阳市第1考点']
    assert len((await ticket_lists.choices(town.actor(cast.PROVINCE), YEAR)).sites) == 2


async def test_tickets_are_printed_and_listed_by_unit_then_number(town: Town) -> None:
    hospital, first, second = await approved(town, cast.HOSPITAL), await approved(town), await approved(town)
    await seated(town, hospital, second, first)
    assert await listed(town, cast.COUNTY) == [second.id, first.id, hospital.id]
    county = town.actor(cast.COUNTY)
    assert await ticket_lists.everybody(county, ALL) == (second.id, first.id, hospital.id)
    assert await ticket_printing.printable(county, [first.id, hospital.id, second.id, first.id]) == (
        second.id, first.id, hospital.id,
    )  # fmt: skip
    assert [row.name for row in await read(town, cast.COUNTY, hospital.id, first.id)] == [hospital.name, first.name]
    by_number = await ticket_lists.listed(county, filters=ALL, paging=Paging(sort='ticket', descending=True))
    assert [row.id for row in by_number.rows] == [first.id, second.id, hospital.id]


async def test_a_window_opens_at_its_first_moment_and_is_closed_at_its_last(town: Town, time_stands: None) -> None:
    person = await approved(town)
    (ticket,) = await seated(town, person)
    window = await only_window(timedelta(days=1), timedelta(days=2))
    county = town.actor(cast.COUNTY)
    for at, printing in (
        (window.opens_at - MOMENT, Printing.SOON),
        (window.opens_at + MOMENT, Printing.OPEN),
        (window.closes_at - MOMENT, Printing.OPEN),
        (window.closes_at + MOMENT, Printing.OVER),
    ):
        clock.move_to(at)
        years.forget()
        (row,) = (await ticket_lists.listed(county, filters=ALL, paging=FIRST)).rows
        assert row.times.printing is (await ticket_lists.times_now(county, YEAR)).printing is printing
        hidden = printing is Printing.SOON
        assert (row.ticket, row.room, row.seat) == (('', 0, 0) if hidden else (ticket.number, 12, 1))
        assert await listed(town, cast.COUNTY, TicketFilters(keyword=ticket.number)) == ([] if hidden else [person.id])
        if printing is Printing.OPEN:
            assert await ticket_printing.printable(county, [person.id]) == (person.id,)
            assert len(await read(town, cast.COUNTY, person.id)) == 1
            continue
        time = clock.short_text(window.opens_at if hidden else window.closes_at)
        for actor in (county, town.applicant(person)):
            with pytest.raises(Unmet, match=time):
                await ticket_printing.printable(actor, [person.id])
            with pytest.raises(Unmet, match=time):
                await ticket_printing.record(actor, [person.id])
        assert await read(town, cast.COUNTY, person.id) == []
    assert (await AdmissionTicket.get(id=ticket.id)).prints == 0


async def test_every_session_is_printed_in_its_own_window(town: Town, time_stands: None) -> None:
    now = clock.now()
    await Window.filter(kind=WindowKind.PRINTING).delete()
    early = await print_window('第一批', now - timedelta(days=1), now + timedelta(days=1))
    late = await print_window('第二批', now + timedelta(days=3), now + timedelta(days=4))
    years.forget()
    first, second, third = [await approved(town) for _ in range(3)]
    await seated(town, first, printing=early)
    await seated(town, second, printing=late)
    await seated(town, third)
    county = town.actor(cast.COUNTY)
    everybody = [first.id, second.id, third.id]
    assert await ticket_printing.printable(county, everybody) == (first.id, third.id)
    with pytest.raises(Unmet, match=f'将于 {clock.short_text(late.opens_at)} 开放'):
        await ticket_printing.printable(county, [second.id])
    clock.move_to(late.opens_at + MOMENT)
    years.forget()
    assert await ticket_printing.printable(county, everybody) == (second.id, third.id)
    with pytest.raises(Unmet, match='已于'):
        await ticket_printing.printable(county, [first.id])


async def test_without_any_window_nothing_is_printed(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    await Window.filter(kind=WindowKind.PRINTING).delete()
    years.forget()
    with pytest.raises(Unmet, match='尚未安排准考证打印时间'):
        await ticket_printing.printable(town.actor(cast.COUNTY), [person.id])
    assert (await ticket_lists.times_now(town.actor(cast.COUNTY), YEAR)).printing is Printing.NONE


@pytest.mark.parametrize(
    'change',
    [{'payment': OrderStatus.DUE}, {'payment': OrderStatus.REFUNDED}, {'payment': None}, {'status': Status.CANCELLED}],
)
async def test_only_approved_persons_who_paid_or_are_exempt_are_printed(town: Town, change: dict[str, object]) -> None:
    person, exempt = await approved(town), await approved(town)
    await seated(town, person, exempt)
    await Application.filter(id=exempt.id).update(payment=OrderStatus.EXEMPT)
    await Application.filter(id=person.id).update(**change)
    county = town.actor(cast.COUNTY)
    assert await ticket_printing.printable(county, [person.id, exempt.id]) == (exempt.id,)
    with pytest.raises(Unmet, match='已缴费'):
        await ticket_printing.printable(county, [person.id])
    rows = await ticket_lists.rows_of(county, [person.id, exempt.id])
    assert (rows[person.id].printable, rows[exempt.id].printable) == (False, True)


async def test_a_single_print_is_in_the_history_of_the_application(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await seated(town, person)
    events: list[Event] = []
    leave = subscribe(events.append)
    await ticket_printing.record(town.actor(cast.SCHOOL), [person.id])
    await ticket_printing.record(town.applicant(person), [person.id])
    leave()
    ticket = await AdmissionTicket.get(id=ticket.id)
    assert ticket.prints == 2
    assert ticket.printed_at is not None
    entries = await JournalEntry.filter(act=Act.PRINT_TICKET).order_by('sequence')
    assert [(entry.application_id, entry.actor) for entry in entries] == [
        (person.id, town.actor(cast.SCHOOL).name), (person.id, person.name),
    ]  # fmt: skip
    path = town.organisations[cast.SCHOOL].path
    assert events == [TicketsChanged(path), TicketsChanged(path)]
    assert [broken async for broken in journal.breaks()] == []


async def test_printing_many_tickets_at_once_is_one_journal_entry(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticket_printing, 'KEYS', 2)
    monkeypatch.setattr(ticket_printing, 'CHUNK', 2)
    persons = [await approved(town) for _ in range(5)]
    await seated(town, *persons)
    county = town.actor(cast.COUNTY)
    ids = await ticket_printing.printable(county, [person.id for person in persons])
    assert len(await read(town, cast.COUNTY, *ids)) == 5
    await ticket_printing.record(county, ids)
    (entry,) = await JournalEntry.filter(act=Act.PRINT_TICKET)
    assert (entry.application_id, entry.chain) == (None, f'account:{county.account_id}')
    assert entry.details == {'count': 5, 'applications': list(ids)}
    assert await AdmissionTicket.filter(prints=1).count() == 5
    assert [broken async for broken in journal.breaks()] == []


async def test_prints_at_the_same_time_are_all_counted(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    actors = [town.actor(login) for login in (cast.SCHOOL, cast.COUNTY, cast.CITY)] * 4
    await asyncio.gather(*(ticket_printing.record(actor, [person.id]) for actor in actors))
    assert (await AdmissionTicket.get()).prints == await JournalEntry.filter(act=Act.PRINT_TICKET).count() == 12
    assert [broken async for broken in journal.breaks()] == []


async def test_a_ticket_withdrawn_while_its_file_is_made_is_not_delivered(town: Town) -> None:
    first, second = await approved(town), await approved(town)
    await seated(town, first)
    (ticket,) = await seated(town, second)
    ids = await ticket_printing.printable(town.actor(cast.COUNTY), [first.id, second.id])
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
    with pytest.raises(Refusal, match='已被撤回'):
        await ticket_printing.record(town.actor(cast.COUNTY), ids)
    assert not await AdmissionTicket.exists(prints__gt=0)
    assert not await JournalEntry.exists(act=Act.PRINT_TICKET)


async def test_a_printed_ticket_has_all_data_of_the_person_and_the_exam(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await seated(town, person)
    photo = await town.upload(person, MaterialKind.PHOTO)
    (entry,) = await read(town, cast.SCHOOL, person.id)
    assert (entry.number, entry.token, entry.id_number) == (ticket.number, ticket.token, person.id_number)
    assert (entry.unit, entry.issuer, entry.trade) == ('宜阳县第一高级中学', '洛阳市', '汽车驾驶员')
    assert [sitting.subject.label for sitting in entry.sittings] == ['岗位技能', '职业道德', '职业能力']
    assert entry.photo is not None
    assert entry.photo.name == photo.file
    assert entry.photo.exists()


async def test_reviewers_disabled_clerks_and_wrong_selections_are_refused(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    reviewer = town.actor(cast.COUNTY_REVIEWER)
    for actor in (reviewer, town.applicant(person)):
        with pytest.raises(Forbidden):
            await ticket_lists.listed(actor, filters=ALL, paging=FIRST)
        with pytest.raises(Forbidden):
            await ticket_lists.everybody(actor, ALL)
    with pytest.raises(Forbidden):
        await ticket_printing.printable(reviewer, [person.id])
    county = town.actor(cast.COUNTY)
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await ticket_printing.printable(county, [])
    with pytest.raises(Refusal, match='一次最多打印 2 人，已选 3 人'):
        await ticket_printing.printable(county, [1, 2, 3], most=2)
    await Account.filter(id=county.account_id).update(enabled=False)
    with pytest.raises(SignedOut):
        await ticket_printing.record(county, [person.id])


async def test_one_or_three_rows_take_the_same_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), list[int]()
    for _ in range(2):
        persons = [await approved(town, unit) for unit in (cast.SCHOOL, cast.HOSPITAL)[: 1 + len(sent)]]
        await seated(town, *persons)
        await ticket_lists.listed(county, filters=ALL, paging=FIRST)  # year and trades are cached from here on
        with counted(monkeypatch) as queries:
            found = await ticket_lists.listed(county, filters=ALL, paging=FIRST)
            ids = await ticket_printing.printable(county, [row.id for row in found.rows])
            await read(town, cast.COUNTY, *ids)
        sent.append(len(queries))
    assert len(found.rows) == 3
    assert sent[0] == sent[1] <= 9
