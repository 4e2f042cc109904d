"""What hangs on an organisation keeps it from being deleted, disabled or enabled, and is counted in the refusal."""

from __future__ import annotations

import pytest

from domain import clock
from domain.errors import InUse, Unmet
from domain.rules.vocabulary import Level, Status
from domain.services.offices import office_uses
from storage.models import Account, Application, ExamYear, Organisation
from tests import town as cast
from tests.town import Town


async def refusal_to_delete(unit: Organisation) -> str:
    with pytest.raises(InUse) as refused:
        await office_uses.allow_deleting(unit)
    return str(refused.value)


async def test_a_unit_with_an_unused_account_may_be_deleted(town: Town) -> None:
    await office_uses.allow_deleting(town.organisations[cast.PRIMARY])


async def test_an_organisation_is_not_deleted_while_something_hangs_on_it(town: Town) -> None:
    school, department = town.organisations[cast.SCHOOL], town.organisations[cast.DEPARTMENT]
    assert await refusal_to_delete(department) == '该单位有 2 个下级单位，不能删除'
    moved = await town.application(cast.SCHOOL)
    assert await refusal_to_delete(school) == '该单位有 1 条报名信息，不能删除'
    await Application.filter(id=moved.id).update(unit_id=town.organisations[cast.HOSPITAL].id)
    assert await refusal_to_delete(school) == '该单位有 1 个报考人员账号，不能删除'
    await Account.filter(id=moved.applicant_id).update(organisation_id=town.organisations[cast.HOSPITAL].id)
    await Account.filter(login=cast.SCHOOL).update(acted_at=clock.now())
    assert await refusal_to_delete(school) == '该单位有 1 个账号已使用过系统，不能删除'


@pytest.mark.parametrize('at', [Status.DRAFT, Status.RETURNED, Level.UNIT, Level.CITY])
async def test_an_organisation_is_not_disabled_while_an_application_has_to_pass_it(
    town: Town, at: Status | Level
) -> None:
    await town.application(cast.SCHOOL, at=at)
    with pytest.raises(Unmet, match='该单位还有 1 条未办结的申报，办结后才能停用'):
        await office_uses.allow_disabling(town.organisations[cast.SCHOOL])
    await office_uses.allow_disabling(town.organisations[cast.PRIMARY])


@pytest.mark.parametrize('at', [Status.APPROVED, Status.REJECTED])
async def test_finished_work_and_that_of_other_years_keeps_nobody_enabled(town: Town, at: Status) -> None:
    await town.application(cast.SCHOOL, at=at)
    old = await town.application(cast.SCHOOL)
    await ExamYear.create(id=2, year=2020, current=False, parameters={}, fees={})
    await Application.filter(id=old.id).update(year_id=2)
    await office_uses.allow_disabling(town.organisations[cast.SCHOOL])


async def test_offices_are_disabled_from_below_and_enabled_from_above(town: Town) -> None:
    department, school = town.organisations[cast.DEPARTMENT], town.organisations[cast.SCHOOL]
    with pytest.raises(Unmet, match='请先停用下级单位'):
        await office_uses.allow_disabling(department)
    await Organisation.filter(parent_id=department.id).update(enabled=False)
    await office_uses.allow_disabling(department)
    await town.application(cast.SCHOOL, at=Level.COUNTY)
    with pytest.raises(Unmet, match='还有 1 条未办结的申报'):  # of a unit below
        await office_uses.allow_disabling(department)
    await office_uses.allow_enabling(school)
    await Organisation.filter(id=department.id).update(enabled=False)
    with pytest.raises(Unmet, match='上级单位已停用，请先启用上级单位'):
        await office_uses.allow_enabling(school)
    await office_uses.allow_enabling(department)
    await office_uses.allow_enabling(town.organisations[cast.PROVINCE])  # nobody is above
