"""Two years alive at once judge by their own days: the cut-off of retirement, and the day up to which years count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import Invalid
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import Finding, Grade, Level, Sex, Status
from domain.rules.year.parameters import EVERY_GRADE, RetirementDay
from domain.services.eligibility import parameter_changes, prechecks
from domain.services.registration import late_entries
from domain.services.review.application_detail import dossier
from domain.services.year import year_settings
from storage.models import Application, ExamYear
from tests import town as cast
from tests.services.registration.test_late_entries import late
from tests.town import Town
from tests.years import NOW, THEN, move, set_parameters, turn_the_year


async def labels(application: Application) -> list[str]:
    report = (await prechecks.precheck_of(await Application.get(id=application.id))).report
    return [check.label for check in report.checks]


async def test_each_year_names_and_uses_its_own_days(town: Town) -> None:
    then, now = await town.application(grade=1, at=Level.CITY), await town.application(grade=1, at=Level.CITY)
    next_id = await turn_the_year()
    await move(next_id, now.id)
    await set_parameters(notice_day=f'{THEN}-02-10')
    before = dict.fromkeys(EVERY_GRADE, 'year_before')
    await set_parameters(next_id, retired_by=before, counted_in=before)
    assert (await labels(then))[:2] == [
        f'通知印发日（{THEN}-02-10）未到退休年龄', f'截至 {THEN}-12-31 工作年限满 25 年',
    ]  # fmt: skip
    assert (await labels(now))[:2] == [f'{NOW - 1}-12-31 未到退休年龄', f'截至 {NOW - 1}-12-31 工作年限满 25 年']


async def test_the_same_birth_is_retired_in_one_year_and_not_in_the_other(town: Town) -> None:
    then, now = await town.application(at=Level.CITY), await town.application(at=Level.CITY)
    await Application.all().update(sex=Sex.MALE, born_on=date(1965, 12, 31))  # retires on 31 March 2026
    next_id = await turn_the_year()
    await move(next_id, now.id)
    await set_parameters(notice_day='2026-02-10')
    await set_parameters(next_id, retired_by={**dict.fromkeys(EVERY_GRADE, 'opening'), 3: 'year_end'})
    findings = [(await prechecks.precheck_of(await Application.get(id=one.id))).report.checks[0] for one in (then, now)]
    assert [found.finding for found in findings] == [Finding.MET, Finding.UNMET]
    city = town.actor(cast.CITY)
    assert (await dossier(city, then.id)).months_to_retirement == 1
    assert (await dossier(city, now.id)).months_to_retirement == 0


async def test_the_trial_of_a_change_counts_whom_another_day_judges_differently(town: Town) -> None:
    for grade in (3, 4):
        await town.application(grade=grade, at=Level.CITY)
    await Application.all().update(sex=Sex.MALE, born_on=date(1965, 12, 31))  # retired before registration opens
    province = town.actor(cast.PROVINCE)
    year, present = await parameter_changes.parameters_of(province, None)
    only_three = {**present.retired_by, 3: RetirementDay.YEAR_BEFORE}
    changed = present.model_copy(update={'retired_by': only_three})
    found = await parameter_changes.trial(province, year.id, changed, lambda *_: True)
    assert (found.judged, found.in_review) == (2, {(Finding.UNMET, Finding.MET): 1})


async def test_a_person_is_entered_unless_retired_by_the_days_of_every_grade(town: Town) -> None:
    county, retired = town.actor(cast.COUNTY), replace(late(town), id_number='410327196205150011')
    with pytest.raises(Invalid, match='退休年龄'):
        await late_entries.add(county, Entrance.LATE, retired)
    await set_parameters(retired_by={**dict.fromkeys(EVERY_GRADE, 'opening'), 1: 'notice'}, notice_day='2020-01-01')
    assert (await late_entries.add(county, Entrance.LATE, retired)).status is Status.DRAFT


async def test_the_day_of_the_notice_is_not_copied_into_a_new_year(town: Town) -> None:
    await set_parameters(notice_day='2026-02-10', counted_until={**dict.fromkeys(EVERY_GRADE, '12-31'), 3: '08-31'})
    added = await year_settings.add_year(town.actor(cast.PROVINCE), '2027')
    row = await ExamYear.get(id=added.id)
    _, parameters = await parameter_changes.parameters_of(town.actor(cast.PROVINCE), row.id)
    assert parameters.notice_day is None
    assert parameters.counting_day(2027, Grade.THREE) == date(2027, 8, 31)
