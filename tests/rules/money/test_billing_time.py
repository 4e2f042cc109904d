"""缴费时点: from which place on its route an application is billed, and which order makes room for a new one."""

from __future__ import annotations

import itertools

import pytest

from domain.rules.money.billing_time import biller, is_outdated, is_time
from domain.rules.review.route import Stop
from domain.rules.vocabulary import Grade, Level, OrderStatus, Status
from domain.rules.year.parameters import BillingTime

UNIT, DEPARTMENT = Stop(4, Level.UNIT), Stop(3, Level.DEPARTMENT)
COUNTY, CITY, PROVINCE = Stop(2, Level.COUNTY), Stop(1, Level.CITY), Stop(0, Level.PROVINCE)
# The route, and the office whose approval bills in a year of 县区通过后; None: the final one.
ROUTES: list[tuple[tuple[Stop, ...], Stop | None]] = [
    ((UNIT, DEPARTMENT, COUNTY, CITY), COUNTY),
    ((UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE), COUNTY),
    ((COUNTY, CITY), COUNTY),
    ((UNIT, DEPARTMENT, COUNTY), None),
    ((UNIT, DEPARTMENT, CITY), None),
    ((UNIT, DEPARTMENT, CITY, PROVINCE), CITY),
    ((UNIT, DEPARTMENT, PROVINCE), None),
    ((), None),
]


@pytest.mark.parametrize(('route', 'expected'), ROUTES)
def test_the_county_bills_or_the_first_office_above_it(route: tuple[Stop, ...], expected: Stop | None) -> None:
    assert biller(BillingTime.COUNTY, route) == expected
    assert biller(BillingTime.FINAL, route) is None


@pytest.mark.parametrize(('billed', 'route'), list(itertools.product(BillingTime, [route for route, _ in ROUTES])))
def test_the_time_has_come_once_the_biller_has_approved(billed: BillingTime, route: tuple[Stop, ...]) -> None:
    by = dict(ROUTES)[route] if billed is BillingTime.COUNTY else None
    for place, stop in enumerate(route):
        expected = by is not None and place > route.index(by)
        assert is_time(billed, Status.IN_REVIEW, route, stop.id) is expected, stop
    for status in Status:
        if status is not Status.IN_REVIEW:
            assert is_time(billed, status, route, None) is (status is Status.APPROVED)


@pytest.mark.parametrize('status', OrderStatus)
@pytest.mark.parametrize('amount', [0, 100])
def test_only_an_unpaid_order_of_another_grade_makes_room(status: OrderStatus, amount: int) -> None:
    free = status is OrderStatus.EXEMPT and amount == 0
    assert is_outdated(status, amount, 4, Grade.THREE) is (status is OrderStatus.DUE or free)
    assert not is_outdated(status, amount, 3, Grade.THREE)
    assert not is_outdated(status, amount, None, Grade.THREE)
