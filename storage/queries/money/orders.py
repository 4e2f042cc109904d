"""Reading due and paid orders: one query each for the lists, their totals, the workbook and 缴费统计."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.clock import SHANGHAI
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.money.billing_time import BROKEN_OFF
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.review.workflow import OWING
from domain.rules.vocabulary import Grade, OrderStatus, Role, Status
from domain.rules.year.parameters import PaidAndEnded, Parameters
from storage.models import Application, BundleItem, ExamYear, PaymentOrder
from storage.queries.applications import visible_to
from storage.queries.lists.application_filters import narrowed
from storage.queries.organisations import DIGITS, ids_below, in_reach
from storage.queries.years import of_year

FEW = 500  # persons whose orders are looked up one by one


def owing(actor: Actor, year_id: int | None = None) -> QuerySet[Application]:
    """Who pays, of one year or all in the actor's scope: the approved, and whoever was billed before the approval."""
    billed = Q(status=Status.APPROVED) | Q(payment__isnull=False)
    return visible_to(actor).filter(of_year(year_id), billed, status__in=list(OWING))


def orders(actor: Actor, year_id: int | None = None) -> QuerySet[PaymentOrder]:
    """Every order of one year or all in the actor's scope: an office its subtree, an applicant their own."""
    found = PaymentOrder.filter(of_year(year_id))
    if actor.role is Role.APPLICANT:
        return found.filter(application_id__in=Subquery(visible_to(actor).values('id')))
    if not actor.path:
        return found.filter(id__in=[])
    # The root of the tree has every unit in its scope: none must be looked up.
    return found if len(actor.path) == DIGITS else found.filter(unit_id__in=ids_below(actor.path))


async def dues_found(actor: Actor, year_id: int | None, filters: PaymentFilters) -> QuerySet[Application]:
    """应缴报考人员列表 with these filters; an organisation outside the scope yields nobody."""
    found = await narrowed(owing(actor, year_id), actor, filters.people)
    if filters.standings:
        wanted = Q(payment__in=[one.order for one in filters.standings if one.order])
        if DueStatus.UNBILLED in filters.standings:
            wanted |= Q(payment__isnull=True)
        if DueStatus.MISMATCH in filters.standings:
            wanted |= Q(payment=OrderStatus.PAID) & await paid_otherwise(year_id)
        found = found.filter(wanted)
    if filters.pay_code:
        found = found.filter(id__in=Subquery(_with_code(filters.pay_code).values('application_id')))
    return found


async def orders_found(actor: Actor, year_id: int | None, filters: PaymentFilters) -> QuerySet[PaymentOrder]:
    """网上缴费状态查询 with these filters; an organisation outside the scope yields nothing."""
    found = orders(actor, year_id)
    if filters.unit is not None or filters.own:
        office = await in_reach(actor, filters.unit or actor.organisation_id or 0)
        if office is None:
            return found.filter(id__in=[])
        found = found.filter(unit_id=office.id) if filters.own else found.filter(unit_id__in=ids_below(office.path))
    if filters.grades:
        found = found.filter(grade__in=[int(grade) for grade in filters.grades])
    if filters.standings:
        wanted = Q(status__in=[one.order for one in filters.standings if one.order])
        if DueStatus.TO_REFUND in filters.standings:
            wanted |= await to_refund(year_id)
        found = found.filter(wanted)
    if filters.channels:
        found = found.filter(channel__in=list(filters.channels))
    if filters.paid_from:
        found = found.filter(paid_at__gte=datetime.combine(filters.paid_from, datetime.min.time(), SHANGHAI))
    if filters.paid_to:
        after = filters.paid_to + timedelta(days=1)
        found = found.filter(paid_at__lt=datetime.combine(after, datetime.min.time(), SHANGHAI))
    if filters.pay_code:
        found = found.filter(id__in=Subquery(_with_code(filters.pay_code).values('id')))
    # Filters on columns of the application; everything above is answered by one index of the orders.
    people = ApplicationFilters(keyword=filters.people.keyword, trades=filters.trades)
    return found.filter(await _of_people(actor, year_id, people)) if people.asks else found


async def to_refund(year_id: int | None = None) -> Q:
    """应退, as a condition on orders: paid for an application that was rejected or cancelled since.

    Not in a year that keeps such fees, and not for a person who has been examined: the fee is used (1-domain §6).
    """
    years = [row.id for row in await ExamYear.filter(of_year(year_id, 'id')) if _refunds(row)]
    left = Application.filter(year_id__in=years, status__in=list(BROKEN_OFF), payment=OrderStatus.PAID)
    return Q(status=OrderStatus.PAID) & of_people(left.filter(results__id__isnull=True))


def _refunds(row: ExamYear) -> bool:
    return Parameters.model_validate(row.parameters).paid_and_ended is PaidAndEnded.REFUND


async def paid_otherwise(year_id: int | None = None) -> Q:
    """金额不符, as a condition on persons: they paid for another grade, and the fee of the present one is another.

    Who is still changing a returned form has not chosen a grade yet.
    """
    found = Q(id__in=[])
    for row in await ExamYear.filter(of_year(year_id, 'id')):
        for grade in Grade:
            paid = PaymentOrder.filter(year_id=row.id, status=OrderStatus.PAID).exclude(grade=int(grade))
            others = paid.exclude(amount_fen=row.fees.get(str(int(grade)), -1)).values('application_id')
            found |= Q(year_id=row.id, grade=int(grade), id__in=Subquery(others))
    return found & ~Q(status=Status.RETURNED)


async def _of_people(actor: Actor, year_id: int | None, people: ApplicationFilters) -> Q:
    """The orders of these persons: a few by their ids, else by a query that uses only two indexes."""
    known = visible_to(actor).filter(of_year(year_id), status__in=list(Status), payment__isnull=False)
    found = await narrowed(known, actor, people)
    few = [int(row[0]) for row in await found.limit(FEW + 1).values_list('id')]
    return Q(application_id__in=few) if len(few) <= FEW else of_people(found)


def _with_code(code: str) -> QuerySet[PaymentOrder]:
    """The order with this pay code, or all orders of the bundle with this code."""
    bundled = BundleItem.filter(bundle__pay_code=code)
    return PaymentOrder.filter(Q(pay_code=code) | Q(id__in=Subquery(bundled.values('order_id'))))


async def summed(found: QuerySet[PaymentOrder]) -> tuple[int, int]:
    """The number of orders and their total amount in fen."""
    rows = await found.annotate(n=Count('id'), fen=Sum('amount_fen')).values_list('n', 'fen')
    count, fen = rows[0] if rows else (0, 0)
    return int(count), int(fen or 0)


async def by_status(found: QuerySet[PaymentOrder]) -> dict[OrderStatus, tuple[int, int]]:
    """The number of these orders per status, and their total amount in fen."""
    counted = found.annotate(n=Count('id'), fen=Sum('amount_fen')).group_by('status')
    rows = await counted.values_list('status', 'n', 'fen')
    return {OrderStatus(status): (int(n), int(fen or 0)) for status, n, fen in rows}


def of_people(found: QuerySet[Application]) -> Q:
    """The orders of these persons, as a condition."""
    return Q(application_id__in=Subquery(found.values('id')))


async def grouped(found: QuerySet[PaymentOrder]) -> list[tuple[Any, ...]]:
    """Unit, grade and status of these orders, each combination with the number of orders and their sum in fen."""
    counted = found.annotate(n=Count('id'), fen=Sum('amount_fen')).group_by('unit_id', 'status', 'grade')
    return await counted.values_list('unit_id', 'grade', 'status', 'n', 'fen')


async def latest_of(application_ids: Sequence[int]) -> dict[int, PaymentOrder]:
    """The newest order of each application; earlier ones are closed or refunded."""
    rows = await PaymentOrder.filter(application_id__in=list(application_ids)).order_by('id')
    return {row.application_id: row for row in rows}
