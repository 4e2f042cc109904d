"""Three years at once: every number of 信息统计 and 缴费统计, of each year and of all, is the total of its list."""

from __future__ import annotations

from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.statistics import StatisticsAxis
from domain.rules.vocabulary import OrderStatus, Status
from domain.services.money.receipts import settle
from storage.models import Application, ExamYear, PaymentOrder
from tests import branches
from tests import town as cast
from tests.money import payment
from tests.services.lists.test_statistics import mixed, proven
from tests.services.money.test_fee_statistics import check_tables
from tests.town import Town
from tests.years import move, three_years

OFFICES = (cast.PROVINCE, cast.COUNTY, branches.AIRPORT)


async def three_years_of(town: Town) -> None:
    """The same mixture of people in each of three years; some have paid, and a few of these were rejected later."""
    await mixed(town)
    for unit in (cast.SCHOOL, cast.HOSPITAL, cast.CITY_UNIT, branches.AIRPORT_SCHOOL) * 3:
        await town.application(unit, at=Status.APPROVED)
    ids = [int(row[0]) for row in await Application.all().order_by('id').values_list('id')]
    for place, year_id in enumerate(await three_years()):
        await move(year_id, *ids[place::3])
    for order in (await PaymentOrder.all().order_by('id'))[::2]:
        await settle(payment(order))
    paid = Application.filter(payment=OrderStatus.PAID, unit_id=town.organisations[cast.SCHOOL].id)
    await paid.update(status=Status.REJECTED)


async def test_the_numbers_of_every_year_are_those_of_its_lists(town: Town) -> None:
    await three_years_of(town)
    for login in OFFICES:
        totals = dict[int | None, int]()
        for year in (None, *(one.year for one in await ExamYear.all())):
            crosses = await proven(town, login, ApplicationFilters(year=year))
            totals[year] = crosses[StatisticsAxis.UNIT].sum.total
            await check_tables(town, login, year=year)
        assert totals.pop(None) == sum(totals.values())
        assert min(totals.values()) > 0
