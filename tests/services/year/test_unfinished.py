"""What is still open in a year: every kind of work, at the office below the province under which it is."""

from __future__ import annotations

from datetime import timedelta

from domain import clock
from domain.rules.vocabulary import Level, MaterialKind, OrderStatus, PlanState, Status
from domain.services.review.deferrals import defer
from domain.services.year.unfinished import OPEN, unfinished
from storage.models import Application
from tests import town as cast
from tests.scores import approved, examined, import_rows, published, row
from tests.seats import seated
from tests.town import Town


async def of(town: Town, year_id: int = 1) -> dict[str, dict[str, int]]:
    return {one.office: dict(one.open) for one in await unfinished(town.actor(cast.PROVINCE), year_id)}


async def test_each_kind_of_open_work_is_counted_once_under_its_office(town: Town) -> None:
    assert await of(town) == {}
    for place in (Status.DRAFT, Level.COUNTY, Status.RETURNED, Status.REJECTED):  # the last is finished
        await town.application(at=place)
    await Application.filter(id=(await approved(town)).id).update(payment=OrderStatus.DUE)
    await Application.filter(id=(await approved(town)).id).update(payment=OrderStatus.EXEMPT)
    await seated(town, await approved(town), state=PlanState.DRAWN)
    done, entered = await approved(town), await approved(town)
    await published(town, done)
    (ticket,) = await examined(town, entered)
    await import_rows(town, row(ticket, entered, 岗位技能=86, 职业道德=90, 职业能力=71))
    senior = await town.application(cast.PROVINCE_UNIT, grade=1, at=Level.UNIT)
    day = clock.today() + timedelta(days=3)
    await defer(town.actor(cast.PROVINCE_UNIT), senior.id, (MaterialKind.SALARY,), '待盖章', day, seen=senior.version)
    found = await of(town)
    assert found['洛阳市'] == {
        '填报中': 1, '审核中': 1, '已退回': 1, '待缴费': 1, '待编排': 1, '待发布成绩': 2,
    }  # fmt: skip
    del found['洛阳市']
    assert list(found.values()) == [{'审核中': 1, '容缺未补': 1}]
    assert set(OPEN) == {'容缺未补', *(await of(town))['洛阳市']}


async def test_another_years_work_is_not_counted(town: Town) -> None:
    await town.application(at=Level.COUNTY)
    assert await of(town, 2) == {}


async def test_the_own_staff_of_the_province_are_counted_too(town: Town) -> None:
    await town.application(cast.PROVINCE, at=Status.DRAFT)
    (own,) = await unfinished(town.actor(cast.PROVINCE), 1)
    assert (own.office, dict(own.open)) == ('河南省（本级）', {'填报中': 1})
