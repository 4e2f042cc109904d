"""缴费统计: after any history its lines match the orders to the cent, and every number matches its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random

import pytest

from domain.errors import Forbidden, Refusal
from domain.rules.money.dues import OWED, DueAxis, DueLine, Sum, Table, rate_text
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.vocabulary import Act, Grade, Level, OrderStatus, Status
from domain.services.money import bundles, order_lists, orders
from domain.services.money.fee_statistics import fee_tables
from domain.services.money.receipts import settle
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import Application, PaymentOrder
from storage.queries.years import of_year
from tests import branches
from tests import town as cast
from tests.money import due, payment
from tests.town import Town
from tests.years import set_parameters

UNITS = (cast.SCHOOL, cast.PRIMARY, cast.HOSPITAL, cast.CITY_UNIT, cast.OTHER_SCHOOL, branches.AIRPORT_SCHOOL)
ALL = PaymentFilters()
BROKEN_OFF = (Status.REJECTED, Status.CANCELLED)
KEEPS = 2  # the history of a year that gives nothing back


async def _pay(town: Town, order: PaymentOrder, random: Random) -> None:
    await settle(payment(order, amount_fen=order.amount_fen + random.choice((0, 0, 0, 1))))


async def _exempt(town: Town, order: PaymentOrder, random: Random) -> None:
    await orders.exempt(town.actor(cast.PROVINCE), order.id, '按规定免缴')


async def _refund(town: Town, order: PaymentOrder, random: Random) -> None:
    await orders.refund(town.actor(cast.PROVINCE), order.id, '申请退费')


async def _again(town: Town, order: PaymentOrder, random: Random) -> None:
    await orders.make_codes(town.actor(cast.PROVINCE), [order.application_id])


async def _cancel(town: Town, order: PaymentOrder, random: Random) -> None:
    row = await Application.get(id=order.application_id)
    await decide(town.actor(cast.CITY), row.id, Act.CANCEL, Opinion('证书不实，取消资格'), seen=row.version)


async def _decide(town: Town, order: PaymentOrder, random: Random) -> None:
    row = await Application.get(id=order.application_id).prefetch_related('holder')
    act = random.choice((Act.APPROVE, Act.RETURN, Act.REJECT)) if row.holder else Act.REOPEN
    office = row.holder.code if row.holder else cast.PROVINCE
    await decide(town.actor(office), row.id, act, Opinion('工作时间有误'), seen=row.version)


async def _bundle(town: Town, order: PaymentOrder, random: Random) -> None:
    open_ = await PaymentOrder.filter(status=OrderStatus.DUE).values_list('id')
    ids = [int(row[0]) for row in open_]
    bundle = await bundles.bundle(town.actor(cast.PROVINCE), random.sample(ids, min(3, len(ids))))
    if random.random() < 0.5:
        await settle(payment(bundle))


ACTS: tuple[Callable[[Town, PaymentOrder, Random], Awaitable[None]], ...] = (
    _pay, _pay, _exempt, _refund, _again, _cancel, _decide, _decide, _bundle,
)  # fmt: skip


def lines_of(tables: dict[DueAxis, Table]) -> list[DueLine]:
    return [line for table in tables.values() for line in (*table.lines, table.sum)]


@pytest.mark.parametrize('seed', range(3))
async def test_the_statistics_match_the_orders_after_any_history(town: Town, seed: int) -> None:
    random = Random(seed)
    await branches.add_airport(town)
    await set_parameters(billed='county', paid_and_ended='keep' if seed == KEEPS else 'refund')
    for _ in range(9):
        await due(town, random.choice(UNITS), random.choice((1, 2, 3, 4, 5)))
    for _ in range(6):
        person = await town.application(cast.SCHOOL, random.choice((2, 3, 4, 5)), at=Level.COUNTY)
        await decide(town.actor(cast.COUNTY), person.id, Act.APPROVE, Opinion(), seen=person.version)
    for _ in range(36):
        order = random.choice(await PaymentOrder.all())
        try:
            await random.choice(ACTS)(town, order, random)
        except Refusal:
            continue  # a refused act changes nothing
    for login in (cast.PROVINCE, cast.CITY, cast.COUNTY, branches.AIRPORT):
        await check_tables(town, login, keeps=seed == KEEPS)


async def check_tables(town: Town, login: str, *, keeps: bool = False, year: int | None = None) -> None:
    """Compare the tables of this office with the rows in the database, and every number with its list.

    ``year``: the tables of one exam year instead of all.
    """
    actor = town.actor(login)
    below = [office.id for office in town.organisations.values() if actor.oversees(office.path)]
    rows = await PaymentOrder.filter(of_year(await years.id_of(year)), unit_id__in=below)
    truth = {
        status: Sum(
            sum(row.status is status for row in rows), sum(row.amount_fen for row in rows if row.status is status)
        )
        for status in OrderStatus
    }
    people = {row.id: row.status for row in await Application.all()}
    lost = [row for row in rows if row.status is OrderStatus.PAID and people[row.application_id] in BROKEN_OFF]
    back = Sum() if keeps else Sum(len(lost), sum(row.amount_fen for row in lost))
    tables = await fee_tables(actor, PaymentFilters(year=year))
    for table in tables.values():
        assert table.sum.to_refund == back == sum((line.to_refund for line in table.lines), Sum())
        assert {status: table.sum.of(status) for status in OrderStatus} == truth
        assert sum((line.of() for line in table.lines), Sum()) == table.sum.of()
        owed = table.sum.of(*OWED)
        assert owed == table.sum.of(OrderStatus.DUE) + table.sum.of(OrderStatus.PAID)
    per_person = Counter(row.application_id for row in rows if row.status in OWED)
    assert set(per_person.values()) <= {1}  # 应缴 counts persons: nobody owes twice
    for line in lines_of(tables):
        assert await order_lists.total(actor, line.filters_to_refund) == line.to_refund, line.title
        for statuses in ((), OWED, *((status,) for status in OrderStatus)):
            assert await order_lists.total(actor, line.filters_of(*statuses)) == line.of(*statuses), line.title


async def test_units_are_summed_up_and_link_to_the_level_below(town: Town) -> None:
    for unit in (cast.SCHOOL, cast.SCHOOL, cast.HOSPITAL, cast.CITY_UNIT):
        await due(town, unit)
    city = town.actor(cast.CITY)
    (department, county) = sorted((await fee_tables(city, ALL))[DueAxis.UNIT].lines, key=lambda line: line.of().count)
    assert (department.title, department.of()) == ('洛阳市城市管理局', Sum(1, 235_00))
    assert (county.title, county.of().count) == ('宜阳县', 3)
    assert county.below is not None
    below = (await fee_tables(city, county.below))[DueAxis.UNIT]
    assert {line.title: line.of().count for line in below.lines} == {'宜阳县教育体育局': 2, '宜阳县卫生健康委员会': 1}


async def test_the_rate_is_calculated_by_grade_and_for_the_filtered_orders(town: Town) -> None:
    county, first = town.actor(cast.COUNTY), await due(town, grade=5)
    await due(town, grade=5)
    third = await due(town, grade=1)
    await settle(payment(first))
    tables = await fee_tables(county, ALL)
    assert [(line.title, line.rate) for line in tables[DueAxis.GRADE].lines] == [
        ('五级（初级工）', 500),
        ('一级（高级技师）', 0),
    ]
    assert rate_text(tables[DueAxis.GRADE].sum.rate) == '33.3%'
    only = await fee_tables(county, PaymentFilters(grades=(Grade.ONE,), keyword='nobody'))
    assert only[DueAxis.UNIT].sum.of() == Sum(1, third.amount_fen)
    await orders.exempt(county, third.id, '按规定免缴')
    assert (await fee_tables(county, PaymentFilters(grades=(Grade.ONE,))))[DueAxis.UNIT].sum.rate is None


async def test_another_county_sees_zeros_and_offices_below_a_county_are_forbidden(town: Town) -> None:
    await due(town)
    school = PaymentFilters(unit=town.organisations[cast.SCHOOL].id)
    for filters in (ALL, school):
        tables = await fee_tables(town.actor(cast.OTHER_COUNTY), filters)
        assert [table.sum.of() for table in tables.values()] == [Sum(), Sum()]
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER):
        with pytest.raises(Forbidden):
            await fee_tables(town.actor(login), ALL)
