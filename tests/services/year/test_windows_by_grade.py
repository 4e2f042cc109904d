"""Grade 1 registers, pays and prints at times of its own, and a city's times hold for its people only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.errors import Unmet
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.review.deferral_terms import LedgerState
from domain.rules.vocabulary import GradeRange, MaterialKind, OrderStatus, ReceiptOutcome, Status, WindowKind
from domain.rules.year.typed_times import last_day_of
from domain.services.application.submitting import may_submit_now
from domain.services.exam import ticket_lists, ticket_printing
from domain.services.money import bundles, invoices, order_moves, receipts, waiting
from domain.services.review import deferral_ledger, deferrals
from domain.services.year import years
from domain.services.year.years import current_year
from storage.models import PaymentOrder, Window
from tests import town as cast
from tests.money import due, payment
from tests.scores import approved
from tests.seats import seated
from tests.town import Town

DAY = timedelta(days=1)


async def only(kind: WindowKind, *spans: tuple[GradeRange | None, int, int], area: int | None = None) -> None:
    """The only windows of this kind: for which grades, and open between which days from now."""
    await Window.filter(kind=kind).delete()
    now = clock.now()
    for grades, opens, closes in spans:
        await Window.create(
            year_id=1, kind=kind, name=kind.label, grades=grades, area_id=area,
            opens_at=now + opens * DAY, closes_at=now + closes * DAY,
        )  # fmt: skip
    years.forget()


async def test_grade_one_can_submit_when_the_others_have_closed(town: Town) -> None:
    await only(WindowKind.REGISTRATION, (GradeRange.ORDINARY, -20, -2), (GradeRange.SENIOR, -3, 5))
    path, year = town.organisations[cast.SCHOOL].path, await current_year()
    for grade, expected in ((1, True), (2, False), (5, False)):
        draft = await town.application(grade=grade, at=Status.DRAFT)
        assert may_submit_now(year, draft, path) is expected


async def test_orders_of_one_grade_are_closed_while_the_others_can_still_be_paid(town: Town) -> None:
    three, one = await due(town), await due(town, grade=1)
    await only(WindowKind.PAYMENT, (GradeRange.ORDINARY, -5, -1), (GradeRange.SENIOR, -1, 5))
    county = town.actor(cast.COUNTY)
    assert await waiting.to_pay(county) == 1
    assert '截止' in (await invoices.find(county, three.pay_code)).hindrance
    assert (await invoices.find(county, one.pay_code)).hindrance == ''
    assert (await receipts.settle(payment(three))).outcome is ReceiptOutcome.CLOSED
    assert await order_moves.close_overdue() == 1
    assert (await PaymentOrder.get(id=three.id)).status is OrderStatus.CLOSED
    assert (await receipts.settle(payment(one))).outcome is ReceiptOutcome.BOOKED


async def test_a_city_with_more_time_to_pay_keeps_its_orders_open(town: Town) -> None:
    here, there = await due(town), await due(town, cast.OTHER_SCHOOL)
    elsewhere = await due(town, '410400001001')
    await only(WindowKind.PAYMENT, (None, -5, -1))
    await Window.create(
        year_id=1, kind=WindowKind.PAYMENT, name='延长', area_id=town.organisations[cast.CITY].id,
        opens_at=clock.now() - DAY, closes_at=clock.now() + DAY,
    )  # fmt: skip
    years.forget()
    assert await waiting.to_pay(town.actor(cast.PROVINCE)) == 2
    assert await order_moves.close_overdue() == 1
    standing = {row.id: row.status for row in await PaymentOrder.all()}
    assert standing == {here.id: OrderStatus.DUE, there.id: OrderStatus.DUE, elsewhere.id: OrderStatus.CLOSED}


async def test_what_can_never_be_paid_together_is_not_put_under_one_code(town: Town) -> None:
    three, one = await due(town), await due(town, grade=1)
    county = town.actor(cast.COUNTY)
    await only(WindowKind.PAYMENT, (GradeRange.ORDINARY, -1, 3), (GradeRange.SENIOR, 4, 8))
    with pytest.raises(Unmet, match='没有重叠'):
        await bundles.bundle(county, [three.id, one.id])
    await only(WindowKind.PAYMENT, (GradeRange.ORDINARY, -1, 3), (GradeRange.SENIOR, 2, 8))
    pair = await bundles.bundle(county, [three.id, one.id])
    assert '尚未开始' in (await invoices.find(county, pair.pay_code)).hindrance  # one of the two cannot be paid yet
    assert (await receipts.settle(payment(pair))).outcome is ReceiptOutcome.CLOSED


async def test_deferred_materials_are_due_by_the_last_day_of_the_own_grade(town: Town, time_stands: None) -> None:
    application = await town.application(grade=1)
    school, promised = town.actor(cast.SCHOOL), clock.today() + 6 * DAY
    await only(WindowKind.DEFERRAL, (GradeRange.ORDINARY, -1, 9), (GradeRange.SENIOR, -1, 3))

    async def put_off(day: date) -> None:
        await deferrals.defer(
            school, application.id, (MaterialKind.SALARY,), '工资表待补', day, seen=application.version
        )

    with pytest.raises(Unmet):
        await put_off(promised)
    last = last_day_of(clock.now() + 3 * DAY)
    await put_off(last)
    clock.move_to(clock.now() + 4 * DAY)
    years.forget()
    found = await deferral_ledger.ledger(
        school, filters=ApplicationFilters(), standings=(LedgerState.OVERDUE,), paging=Paging()
    )
    assert [(entry.application_id, entry.due_on) for entry in found.entries] == [(application.id, last)]


async def test_tickets_are_printed_in_the_window_of_the_own_grade(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    county = town.actor(cast.COUNTY)
    await only(WindowKind.PRINTING, (GradeRange.SENIOR, -1, 3), (GradeRange.ORDINARY, 2, 5))
    with pytest.raises(Unmet, match='将于'):
        await ticket_printing.printable(county, [person.id])
    await only(WindowKind.PRINTING, (GradeRange.SENIOR, 2, 3), (GradeRange.ORDINARY, -1, 5))
    assert await ticket_printing.printable(county, [person.id]) == (person.id,)
    assert (await ticket_lists.times_now(county, YEAR)).begun
