"""缴费时点: the place on its route from which an application is billed, by the rules of its year (1-domain §6)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.rules.review.route import Stop
from domain.rules.vocabulary import RANK, Grade, Level, OrderStatus, Status
from domain.rules.year.parameters import BillingTime

BROKEN_OFF = (Status.REJECTED, Status.CANCELLED)  # nothing is owed any more; what was paid is 应退, or kept by the year


def biller(billed: BillingTime, route: Sequence[Stop]) -> Stop | None:
    """The office whose approval bills before the final one: the county, or the first above it on a route without one.

    None: the final approval bills.
    """
    if billed is BillingTime.FINAL:
        return None
    return next((stop for stop in route[:-1] if RANK[stop.level] <= RANK[Level.COUNTY]), None)


def is_time(billed: BillingTime, status: Status, route: Sequence[Stop], holder_id: int | None) -> bool:
    """Whether an application at this place of its route has come to the 缴费时点."""
    by = biller(billed, route)
    if status is not Status.IN_REVIEW or by is None:
        return status is Status.APPROVED
    return by in route[: [stop.id for stop in route].index(holder_id or 0)]


def is_outdated(status: OrderStatus, amount_fen: int, billed_for: int | None, grade: Grade) -> bool:
    """Whether a live order of another grade makes room for a new one: nothing was paid, and nobody exempted the person.

    What was paid stays; a difference is shown and decided by a person. A grade without a fee is no exemption.
    """
    if billed_for is None or billed_for == grade:
        return False
    return status is OrderStatus.DUE or (status is OrderStatus.EXEMPT and not amount_fen)
