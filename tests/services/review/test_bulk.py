"""批量通过 and 批量退回: the dry run says beforehand what will happen, and changes nothing."""

from __future__ import annotations

import pytest

from domain.errors import Refusal
from domain.long_work import to_the_end
from domain.rules.vocabulary import Act, Level, Status
from domain.services.review.bulk import MOST_ROWS, carry_out, dry_run
from domain.services.review.decisions import Opinion, decide
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.town import Town


async def one_that_passes_and_three_that_do_not(town: Town) -> list[int]:
    good = await town.application(grade=4)
    senior = await town.application(grade=1)
    elsewhere = await town.application(at=Level.COUNTY)
    foreign = await town.application(cast.OTHER_SCHOOL)
    return [good.id, senior.id, elsewhere.id, foreign.id]


async def test_a_dry_run_reports_for_each_row_why_it_will_not_pass(town: Town) -> None:
    ids = await one_that_passes_and_three_that_do_not(town)
    rows = await dry_run(town.actor(cast.SCHOOL), ids, Act.APPROVE, Opinion())
    assert [row.application_id for row in rows] == ids
    passes, *refused = [row.refusal for row in rows]
    assert passes == ''
    for reason, refusal in zip(('逐人审核', '不在本单位审核环节', '不在您的管理范围内'), refused, strict=True):
        assert reason in refusal


async def test_a_dry_run_names_nobody_out_of_reach(town: Town) -> None:
    foreign = await town.application(cast.OTHER_SCHOOL)
    (row,) = await dry_run(town.actor(cast.SCHOOL), [foreign.id], Act.APPROVE, Opinion())
    assert (row.name, row.number) == ('', '')


async def test_a_dry_run_changes_nothing(town: Town) -> None:
    ids, entries = await one_that_passes_and_three_that_do_not(town), await JournalEntry.all().count()
    before = await Application.all().order_by('id').values()
    await dry_run(town.actor(cast.SCHOOL), ids, Act.APPROVE, Opinion())
    assert await Application.all().order_by('id').values() == before
    assert await JournalEntry.all().count() == entries


async def test_each_row_is_decided_on_the_version_that_the_dry_run_saw(town: Town) -> None:
    first, second, third = [await town.application() for _ in range(3)]
    school = town.actor(cast.SCHOOL)
    rows = await dry_run(school, [first.id, second.id, third.id], Act.APPROVE, Opinion())
    await decide(school, second.id, Act.RETURN, Opinion('报名表未盖章'), seen=second.version)
    results = await carry_out(school, rows, Act.APPROVE, Opinion(), to_the_end)
    assert [bool(row.refusal) for row in results] == [False, True, False]
    assert '退回本人' in results[1].refusal
    assert (await Application.get(id=second.id)).status is Status.RETURNED
    assert (await Application.get(id=third.id)).stage is Level.DEPARTMENT


async def test_a_cancelled_run_stops_between_two_rows(town: Town) -> None:
    people = [await town.application() for _ in range(3)]
    school = town.actor(cast.SCHOOL)
    rows = await dry_run(school, [one.id for one in people], Act.APPROVE, Opinion())
    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        steps.append((done, total))
        return False

    results = await carry_out(school, rows, Act.APPROVE, Opinion(), step)
    assert ([row.application_id for row in results], steps) == ([people[0].id], [(1, 3)])
    assert await Application.filter(stage=Level.UNIT).count() == 2


async def test_a_bulk_return_needs_its_reason(town: Town) -> None:
    application = await town.application()
    (row,) = await dry_run(town.actor(cast.SCHOOL), [application.id], Act.RETURN, Opinion())
    assert '请填写原因' in row.refusal


async def test_the_limits_of_a_bulk_action(town: Town) -> None:
    school = town.actor(cast.SCHOOL)
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await dry_run(school, [], Act.APPROVE, Opinion())
    with pytest.raises(Refusal, match='一次最多处理 500 人'):
        await dry_run(school, range(MOST_ROWS + 1), Act.APPROVE, Opinion())
    with pytest.raises(Refusal, match='只支持通过和退回'):
        await dry_run(school, [1], Act.REJECT, Opinion())
