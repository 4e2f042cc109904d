"""信息统计: every number is the total of the list that it leads to, only in one's own subtree."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Blank, Paging
from domain.rules.lists.statistics import Cross, StatisticsAxis
from domain.rules.vocabulary import Channel, Grade, Level, Status
from domain.services.lists import application_lists, statistics
from storage.models import Application
from tests import branches
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ONE = Paging(size=1)


async def mixed(town: Town) -> None:
    """Every status and several stages, grades, trades, days, channels and units; and empty drafts."""
    await town.application(cast.SCHOOL, grade=5, at=Status.DRAFT)
    blank = await town.application(cast.PRIMARY, grade=4, at=Status.DRAFT)
    await Application.filter(id=blank.id).update(grade=None, trade='', submitted_at=None)
    for stage in (Level.UNIT, Level.DEPARTMENT, Level.COUNTY, Level.CITY):
        await town.application(cast.SCHOOL, grade=3, at=stage)
    await town.application(cast.HOSPITAL, grade=1, at=Level.PROVINCE)
    await town.application(cast.HOSPITAL, grade=2, at=Status.APPROVED, channel=Channel.SUPPLEMENTARY)
    await town.application(cast.DEPARTMENT, grade=4, at=Level.DEPARTMENT)  # a department's own staff
    await town.application(cast.CITY_UNIT, grade=2, at=Status.RETURNED, channel=Channel.FRONTLINE)
    await branches.add_airport(town)
    await town.application(branches.AIRPORT_SCHOOL, grade=3, at=Level.CITY)
    await town.application(branches.AIRPORT_BUREAU, grade=4, at=Status.APPROVED)
    rejected = await town.application(cast.OTHER_SCHOOL, grade=3, at=Status.REJECTED)
    # 00:30 in Henan is still the day before in UTC
    midnight = clock.local(clock.now()).replace(hour=0, minute=30) - timedelta(days=9)
    await Application.filter(id=rejected.id).update(trade='0102', submitted_at=midnight)


async def proven(town: Town, login: str, filters: ApplicationFilters) -> dict[StatisticsAxis, Cross]:
    """The four tables, after comparing every number with the search."""
    return await proven_for(town.actor(login), filters)


async def proven_for(actor: Actor, filters: ApplicationFilters) -> dict[StatisticsAxis, Cross]:
    """The same for any actor."""
    crosses = await statistics.cross_tables(actor, filters)
    everybody = (await application_lists.search(actor, filters=filters, paging=ONE)).total
    for cross in crosses.values():
        assert cross.sum.total == everybody == sum(line.total for line in cross.lines)
        for line in (*cross.lines, cross.sum):
            assert (await application_lists.search(actor, filters=line.filters, paging=ONE)).total == line.total, line
            for grade in (*Grade, None):
                asked = ApplicationFilters.read(line.filters_of(grade).typed())
                found = await application_lists.search(actor, filters=asked, paging=ONE)
                assert found.total == line.numbers.get(grade, 0), (line.title, grade)
    return crosses


@pytest.mark.parametrize(
    ('login', 'filters'),
    [
        (cast.PROVINCE, ApplicationFilters()),
        (cast.CITY, ApplicationFilters()),
        (cast.COUNTY, ApplicationFilters()),
        (branches.AIRPORT, ApplicationFilters()),
        (cast.DEPARTMENT, ApplicationFilters()),
        (cast.SCHOOL, ApplicationFilters()),
        (cast.PROVINCE, ApplicationFilters(statuses=(Status.IN_REVIEW, Status.DRAFT))),
        (cast.PROVINCE, ApplicationFilters(channels=(Channel.SUPPLEMENTARY, Channel.FRONTLINE))),
    ],
)
async def test_every_number_is_the_total_of_its_list(town: Town, login: str, filters: ApplicationFilters) -> None:
    await mixed(town)
    await proven(town, login, filters)


async def test_drilling_down_keeps_the_numbers_equal(town: Town) -> None:
    await mixed(town)
    crosses = await statistics.cross_tables(town.actor(cast.PROVINCE), ApplicationFilters())
    seen = {line.title for line in crosses[StatisticsAxis.UNIT].lines}
    assert '洛阳市' in seen
    assert not any('宜阳' in title for title in seen)  # rolled up to the organisations directly below
    below = [line for line in crosses[StatisticsAxis.UNIT].lines if line.below]
    for line in below:
        inside = await proven(town, cast.PROVINCE, line.below or ApplicationFilters())
        assert inside[StatisticsAxis.UNIT].sum.total == line.total
    department = ApplicationFilters(unit=town.organisations[cast.DEPARTMENT].id)
    lines = (await proven(town, cast.COUNTY, department))[StatisticsAxis.UNIT].lines
    assert lines[0].title.endswith('（本级）')
    assert lines[0].filters.own
    assert lines[0].total == 1


async def test_the_lines_say_what_they_count(town: Town) -> None:
    await mixed(town)
    crosses = await statistics.cross_tables(town.actor(cast.PROVINCE), ApplicationFilters())
    assert [line.title for line in crosses[StatisticsAxis.STATUS].lines] == [
        '未提交', '待单位审核', '待主管单位审核', '待县区审核', '待市级审核', '待省级审核',
        '已退回本人', '审核不通过', '终审通过',
    ]  # fmt: skip
    assert [line.title for line in crosses[StatisticsAxis.TRADE].lines][-1] == Blank.TRADE.label
    days = crosses[StatisticsAxis.DAY].lines
    assert days[-1].title == Blank.SUBMISSION.label
    oldest = clock.today() - timedelta(days=9)
    assert days[-2].filters.submitted_from == oldest  # the day in Henan, not the one in UTC
    assert crosses[StatisticsAxis.UNIT].grades == (*Grade, None)


async def test_another_countys_applications_are_not_counted(town: Town) -> None:
    await mixed(town)
    crosses = await proven(town, cast.OTHER_COUNTY, ApplicationFilters())
    assert {cross.sum.total for cross in crosses.values()} == {1}
    for unit in (cast.SCHOOL, cast.CITY, cast.PROVINCE):
        asked = ApplicationFilters(unit=town.organisations[unit].id)
        foreign = await statistics.cross_tables(town.actor(cast.OTHER_COUNTY), asked)
        assert all(not cross.lines and not cross.sum.total for cross in foreign.values())


async def test_other_filters_of_an_address_do_not_count(town: Town) -> None:
    await mixed(town)
    asked = ApplicationFilters(keyword='王', grades=(Grade.ONE,), own=True)
    crosses = await statistics.cross_tables(town.actor(cast.COUNTY), asked)
    assert crosses == await statistics.cross_tables(town.actor(cast.COUNTY), ApplicationFilters())


async def test_three_applications_cost_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, sent = town.actor(cast.COUNTY), []
    for _ in range(3):
        await town.application()
        await statistics.cross_tables(actor, ApplicationFilters())  # the trades are cached from here on
        with counted(monkeypatch) as statements:
            await statistics.cross_tables(actor, ApplicationFilters())
        sent.append(len(statements))
    assert sent[0] == sent[1] == sent[2] <= 6


async def test_only_administrators_look_at_statistics(town: Town) -> None:
    application = await town.application()
    for actor in (town.actor(cast.COUNTY_REVIEWER), town.applicant(application)):
        with pytest.raises(Forbidden):
            await statistics.cross_tables(actor, ApplicationFilters())
