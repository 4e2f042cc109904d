"""A window until 23:59 is open through that minute and closed at midnight, for every kind of work."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.exam.tickets import Printing
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import Channel, OrderStatus, ReceiptOutcome, Status, WindowKind
from domain.rules.year.window_form import WindowForm
from domain.services.application.registrations import is_window_open
from domain.services.exam import ticket_lists
from domain.services.exam.ticket_verification import Genuine, checked
from domain.services.money import invoices, order_moves
from domain.services.money.receipts import settle
from domain.services.registration import late_entries
from domain.services.review.facts import review_is_open
from domain.services.year import year_windows, years
from storage.models import AdmissionTicket, ExamSession, ExamYear, PaymentOrder, Window
from tests import town as cast
from tests.money import due, payment
from tests.seats import seated
from tests.town import Town

LAST_SECOND, MIDNIGHT = timedelta(seconds=59), timedelta(minutes=1)


@pytest.fixture
async def end(town: Town, time_stands: None) -> datetime:
    """Every window of the year ends tomorrow at 23:59."""
    day = clock.today() + timedelta(days=1)
    at = clock.at(day.year, day.month, day.day, 23, 59)
    await Window.all().update(opens_at=clock.now() - timedelta(days=1), closes_at=at)
    years.forget()
    return at


@pytest.mark.parametrize(('later', 'is_open'), [(LAST_SECOND, True), (MIDNIGHT, False)])
async def test_registration_review_and_printing_last_through_the_minute(
    town: Town, end: datetime, later: timedelta, is_open: bool
) -> None:
    clock.move_to(end + later)
    year = await years.current_year()
    assert is_window_open(year, Channel.REGULAR, None, '') is is_open
    for level in (None, *(office.level for office in town.organisations.values())):
        assert review_is_open(year, level, 5, '') is is_open
    county = town.actor(cast.COUNTY)
    for entrance in Entrance:
        assert (await late_entries.opening(county, entrance, year)).is_open is is_open
    assert (await ticket_lists.times_now(county, YEAR)).printing is (Printing.OPEN if is_open else Printing.OVER)


async def test_payments_are_taken_through_the_minute_and_orders_closed_after_it(town: Town, end: datetime) -> None:
    paid, owing = await due(town), await due(town)
    clock.move_to(end + LAST_SECOND)
    assert (await invoices.find(town.actor(cast.COUNTY), owing.pay_code)).hindrance == ''
    assert (await settle(payment(paid, paid_at=end + LAST_SECOND))).outcome is ReceiptOutcome.BOOKED
    clock.move_to(end + MIDNIGHT)
    assert '截止' in (await invoices.find(town.actor(cast.COUNTY), owing.pay_code)).hindrance
    assert await order_moves.close_overdue() == 0  # a payment of the last minute may still be reported
    clock.move_to(end + timedelta(minutes=10))
    assert await order_moves.close_overdue() == 0
    clock.move_to(end + timedelta(minutes=11))
    assert await order_moves.close_overdue() == 1
    assert (await PaymentOrder.get(id=owing.id)).status is OrderStatus.CLOSED


async def test_a_ticket_is_valid_through_the_last_minute_of_its_exam(town: Town, end: datetime) -> None:
    (ticket,) = await seated(town, await town.application(at=Status.APPROVED))
    await ExamSession.filter(id=ticket.session_id).update(starts_at=end - timedelta(hours=2), ends_at=end)
    for later, genuine in ((LAST_SECOND, Genuine.VALID), (MIDNIGHT, Genuine.VOID)):
        clock.move_to(end + later)
        assert (await checked((await AdmissionTicket.get(id=ticket.id)).token)).genuine is genuine


async def test_the_province_may_type_24_00_as_an_end(town: Town, end: datetime) -> None:
    province, year = town.actor(cast.PROVINCE), await ExamYear.get(current=True)
    day = clock.local(end).date().isoformat()
    form = WindowForm('加报', WindowKind.REGISTRATION.value, '', f'{day} 00:00', f'{day} 24:00')
    await year_windows.add_window(province, year.id, form)
    window = await Window.get(name='加报')
    assert (window.opens_at, window.closes_at) == (end - timedelta(hours=23, minutes=59), end + MIDNIGHT)
