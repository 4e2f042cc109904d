"""Lists of applications are filtered and counted inside an index: a row with its form fills a disk page."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.lists.application_filters import ApplicationFilters, Blank
from domain.rules.lists.rosters import Reach
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.vocabulary import (
    Basis,
    Channel,
    DeferralState,
    Finding,
    Grade,
    Level,
    OrderStatus,
    Status,
)
from storage.connection.database import dialect
from storage.queries.lists.application_filters import found_by, narrowed
from storage.queries.lists.rosters import on_roster
from storage.queries.lists.standings import approved_at, submitted_at
from storage.queries.money.orders import dues_found, orders_found
from storage.queries.results.exam_results import published
from storage.settings.config import Settings
from tests.town import CITY, PROVINCE, Town

FILTERS: dict[str, Any] = {
    'grades': (Grade.THREE,),
    'trades': ('0101',),
    'channels': (Channel.SUPPLEMENTARY,),
    'bases': (Basis.SENIORITY,),
    'findings': (Finding.UNMET,),
    'submitted_from': date(2026, 3, 1),
    'submitted_to': date(2026, 3, 31),
    'statuses': (Status.APPROVED,),
    'stages': (Level.CITY,),
    'deferrals': (DeferralState.OPEN,),
    'payments': (OrderStatus.DUE,),
    'noted': True,
    'blanks': tuple(Blank),
    'keyword': '张',
    'own': True,
}


def test_every_filter_is_checked() -> None:
    assert {field.name for field in fields(ApplicationFilters)} == {*FILTERS, 'unit', 'year'}


@pytest.mark.parametrize('office', [CITY, PROVINCE])
async def test_no_filter_of_a_list_reads_a_row(database: Settings, town: Town, office: str) -> None:
    if dialect() != 'sqlite':
        return  # PostgreSQL plans by statistics, which an empty database does not have
    actor = town.actor(office)
    for filters in ({}, {'unit': actor.organisation_id}, *({name: value} for name, value in FILTERS.items())):
        asked = ApplicationFilters(year=2026, **filters)
        lists = [await found_by(actor, asked), await found_by(actor, replace(asked, year=None))]
        lists += [await narrowed(on_roster(actor, reach), actor, asked) for reach in Reach]
        for found in lists:
            for question in (found.only('id'), found.order_by('-submitted_at', '-id').limit(20).only('id')):
                plan = await _plan(question)
                (step,) = [line for line in plan if line.startswith(('SEARCH application ', 'SCAN application '))]
                assert 'USING COVERING INDEX' in step, (filters, plan)


@pytest.mark.parametrize('office', [CITY, PROVINCE])
async def test_how_a_year_stood_is_counted_without_reading_a_row(database: Settings, town: Town, office: str) -> None:
    if dialect() != 'sqlite':
        return
    for asked in (ApplicationFilters(year=2026), ApplicationFilters(year=2026, channels=(Channel.SUPPLEMENTARY,))):
        found = await found_by(town.actor(office), asked)
        for question in (submitted_at(found, clock.now()), approved_at(found, clock.now())):
            plan = await _plan(question.only('id'))
            assert any('application USING COVERING INDEX' in line for line in plan), plan


@pytest.mark.parametrize('office', [CITY, PROVINCE])
async def test_what_is_listed_and_counted_of_a_year_uses_an_index_that_begins_with_the_year(
    database: Settings, town: Town, office: str
) -> None:
    """So the rows of other years are not read: three years cost what one costs."""
    if dialect() != 'sqlite':
        return
    actor, asked, paid = town.actor(office), ApplicationFilters(year=2026), PaymentFilters(year=2026)
    people, orders = await found_by(actor, asked), await orders_found(actor, 1, paid)
    questions: dict[str, QuerySet[Any]] = {
        'list': people.order_by('-submitted_at', '-id').limit(20).only('id'),
        'count': people.only('id'),
        'statistics': people.annotate(n=Count('id')).group_by('unit_id', 'grade').only('unit_id', 'grade'),
        'roster': (await narrowed(on_roster(actor, Reach.FINAL), actor, asked)).only('id'),
        'dues': (await dues_found(actor, 1, paid)).only('id'),
        'orders': orders.only('id'),
        'fees': orders.annotate(n=Count('id')).group_by('unit_id', 'status', 'grade').only('unit_id', 'status'),
        'results': published(actor, 1).only('id'),
    }
    for name, question in questions.items():
        steps = [step for step in await _plan(question) if step.startswith(('SEARCH', 'SCAN'))]
        first = next(step for step in steps if step.split()[1] in ('application', 'payment_order', 'exam_result'))
        assert '(year_id=?' in first, (name, steps)


async def _plan(question: QuerySet[Any]) -> list[str]:
    question._make_query()
    sql, values = question.query.get_parameterized_sql()
    rows = await get_connection('default').execute_query_dict(f'EXPLAIN QUERY PLAN {sql}', values)
    return [str(row['detail']) for row in rows]
