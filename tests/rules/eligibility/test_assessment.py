"""The checklist of eligibility says of every rule whether it is met, with the numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.rules.application.form import Form, HonourEntry
from domain.rules.application.id_number import IdNumber
from domain.rules.eligibility.assessment import Check, Report, assess
from domain.rules.vocabulary import (
    Assessment,
    Basis,
    Channel,
    Education,
    Finding,
    Grade,
    Honour,
    HonourLevel,
    Sex,
)
from domain.rules.year.parameters import Counting, Parameters

OPENS = date(2026, 3, 2)
TRADES = {'1101': '电工', '1103': '钳工'}
MAN = IdNumber('41032719800101991X', Sex.MALE, date(1980, 1, 1))
WOMAN = IdNumber('410327198001019928', Sex.FEMALE, date(1980, 1, 1))
GOOD, TOP = Assessment.QUALIFIED, Assessment.EXCELLENT


def report_on(person: IdNumber = MAN, parameters: Parameters | None = None, **fields: Any) -> Report:
    form = Form(**{'trade': '1101', 'held_trade': '1101', **fields})
    return assess(form, person, parameters or Parameters(), year=2026, registration_opens_on=OPENS, trades=TRADES)


def finding(report: Report, key: str) -> tuple[Finding, str]:
    check = next(check for check in report.checks if check.key == key)
    return check.finding, check.shown


# Grade 5


def test_a_beginner_confirmed_in_september_may_take_grade_five() -> None:
    report = report_on(grade=Grade.FIVE, joined_on='2018-10-01', confirmed_on='2026-09-30')
    assert report.overall is Finding.MET
    assert finding(report, 'confirmed') == (Finding.MET, '转正定级时间 2026-09-30')
    assert finding(report, 'beginner') == (Finding.MET, '工作年限 9 年，要求少于 10 年')


def test_confirmed_a_day_late_is_too_late_for_this_year() -> None:
    report = report_on(grade=Grade.FIVE, joined_on='2020-07-01', confirmed_on='2026-10-01')
    assert finding(report, 'confirmed')[0] is Finding.UNMET
    assert [check.key for check in report.blocking] == ['confirmed']


def test_ten_working_years_are_too_many_for_grade_five() -> None:
    report = report_on(grade=Grade.FIVE, joined_on='2017-10-01', confirmed_on='2018-10-01')
    assert finding(report, 'beginner') == (Finding.UNMET, '工作年限 10 年，要求少于 10 年')
    full = Parameters(working_years_counting=Counting.FULL_YEARS)
    report = report_on(parameters=full, grade=Grade.FIVE, joined_on='2017-10-01', confirmed_on='2018-10-01')
    assert finding(report, 'beginner') == (Finding.MET, '工作年限 9 年，要求少于 10 年')


# Grades 4 and 3: two ways


@pytest.mark.parametrize(('grade', 'held', 'years'), [(Grade.FOUR, Grade.FIVE, 10), (Grade.THREE, Grade.FOUR, 18)])
def test_either_the_grade_below_or_the_working_years_are_enough(grade: Grade, held: Grade, years: int) -> None:
    by_promotion = report_on(grade=grade, held_grade=held, obtained_on='2021-12-31', joined_on='2026-01-01')
    assert by_promotion.overall is Finding.MET
    assert finding(by_promotion, 'held') == (Finding.MET, '持证 5 年，要求 5 年，工种一致（电工）')
    by_years = report_on(grade=grade, joined_on=date(2026 - years + 1, 7, 1))
    assert by_years.overall is Finding.MET
    assert finding(by_years, 'worked') == (Finding.MET, f'工作年限 {years} 年，要求 {years} 年')


def test_who_lacks_both_sees_the_numbers_of_both() -> None:
    report = report_on(grade=Grade.THREE, held_grade=Grade.FOUR, obtained_on='2022-06-01', joined_on='2010-07-01')
    assert finding(report, 'worked') == (Finding.UNMET, '工作年限 17 年，要求 18 年')
    assert finding(report, 'held') == (Finding.UNMET, '持证 4 年，要求 5 年，工种一致（电工）')
    assert report.overall is Finding.UNMET
    assert len(report.blocking) == 2


def test_a_missing_date_beside_a_failing_way_is_left_to_a_person() -> None:
    report = report_on(grade=Grade.THREE, held_grade=Grade.FOUR, joined_on='2020-07-01')
    assert report.checks[1] == Check(
        'either',
        '截至 2026-12-31 持四级证书满 5 年（同工种），或截至 2026-12-31 工作年限满 18 年',
        Finding.MANUAL,
        '未填取得时间，工种一致（电工）；工作年限 7 年，要求 18 年',
    )
    assert not report.blocking


def test_another_trade_does_not_count_unless_the_cars_were_reformed_away() -> None:
    fields: dict[str, Any] = {
        'grade': Grade.FOUR,
        'held_grade': Grade.FIVE,
        'obtained_on': '2015-01-01',
        'joined_on': '2020-01-01',
        'held_trade': '1103',
    }
    assert finding(report_on(**fields), 'held') == (Finding.UNMET, '持证 11 年，要求 5 年，现工种钳工，申报电工')
    reformed = report_on(**fields, vehicle_reform=True)
    assert finding(reformed, 'held') == (Finding.MET, '持证 11 年，要求 5 年，现工种钳工，申报电工，车改转岗不受限')


def test_a_grade_may_not_be_skipped() -> None:
    report = report_on(grade=Grade.THREE, held_grade=Grade.FIVE, obtained_on='2015-01-01', joined_on='2015-01-01')
    assert finding(report, 'held') == (Finding.UNMET, '现等级五级，要求四级')


# Grade 2


def test_grade_two_asks_for_school_unless_one_is_fifty_or_a_woman_of_forty_five() -> None:
    fields: dict[str, Any] = {'grade': Grade.TWO, 'held_grade': Grade.THREE, 'obtained_on': '2015-01-01'}
    assert report_on(**fields, education=Education.TECHNICAL).overall is Finding.MET
    assert finding(report_on(**fields, education=Education.JUNIOR), 'education') == (
        Finding.UNMET,
        '初中，要求高中及以上',
    )
    assert finding(report_on(WOMAN, **fields, education=Education.JUNIOR), 'education')[0] is Finding.MET
    man_of_fifty = IdNumber('', Sex.MALE, date(1976, 12, 31))
    assert finding(report_on(man_of_fifty, **fields, education=Education.JUNIOR), 'education')[0] is Finding.MET
    assert finding(report_on(man_of_fifty, **fields, education=Education.PRIMARY), 'education')[0] is Finding.UNMET
    assert finding(report_on(**fields), 'education') == (Finding.MANUAL, '未填文化程度')


# Grade 1

MASTER: dict[str, Any] = {
    'grade': Grade.ONE,
    'basis': Basis.EXCELLENCE,
    'joined_on': '2000-07-01',
    'held_grade': Grade.TWO,
    'obtained_on': '2019-01-01',
    'post_grade': Grade.TWO,
    'education': Education.SENIOR,
    'assessments': {2021: TOP, 2022: TOP, 2023: GOOD, 2024: GOOD, 2025: GOOD},
}


def test_a_seasoned_technician_may_take_grade_one() -> None:
    report = report_on(**MASTER)
    assert report.overall is Finding.MET
    assert [check.key for check in report.checks] == [
        'retired',
        'worked',
        'held',
        'appointed',
        'education',
        'assessment',
    ]


def test_every_lack_of_grade_one_blocks_by_its_own_line() -> None:
    lacking: dict[str, dict[str, Any]] = {
        'worked': {'joined_on': '2003-01-01'},
        'held': {'obtained_on': '2022-06-01'},
        'appointed': {'post_grade': Grade.THREE},
        'education': {'education': Education.JUNIOR},
        'assessment': {'assessments': {2021: TOP, 2022: GOOD, 2023: GOOD, 2024: GOOD, 2025: GOOD}},
    }
    for key, change in lacking.items():
        report = report_on(**{**MASTER, **change})
        assert [check.key for check in report.blocking] == [key]
        assert report.overall is Finding.UNMET


def test_an_outstanding_party_member_counts_as_excellent_once_a_year() -> None:
    one_excellent = {**MASTER, 'assessments': {2021: TOP, 2022: GOOD, 2023: GOOD, 2024: GOOD, 2025: GOOD}}
    assert report_on(**one_excellent, outstanding_member_years=[2024]).overall is Finding.MET
    assert report_on(**one_excellent, outstanding_member_years=[2021]).overall is Finding.UNMET
    assert report_on(**one_excellent, outstanding_member_years=[2019]).overall is Finding.UNMET


def test_one_poor_year_fails_and_a_missing_year_is_left_to_a_person() -> None:
    years = {2021: TOP, 2022: TOP, 2023: Assessment.BARELY, 2024: GOOD, 2025: GOOD}
    assert finding(report_on(**{**MASTER, 'assessments': years}), 'assessment') == (
        Finding.UNMET,
        '优秀 2 年，要求 2 年；2023 年基本合格',
    )
    del years[2023]
    assert finding(report_on(**{**MASTER, 'assessments': years}), 'assessment') == (
        Finding.MANUAL,
        '优秀 2 年，要求 2 年；2023 年未填',
    )


def entry(kind: Honour, level: HonourLevel = HonourLevel.MUNICIPAL, rank: int | None = None) -> HonourEntry:
    return HonourEntry(kind=kind, level=level, title='洛阳市职工技能大赛', rank=rank)


@pytest.mark.parametrize(
    ('honours', 'exempts'),
    [
        ([entry(Honour.COMMENDATION)], True),
        ([entry(Honour.COMMENDATION, HonourLevel.COUNTY)], False),
        ([entry(Honour.LABOUR_MEDAL, HonourLevel.COUNTY)], True),
        ([entry(Honour.EXPERT)], True),
        ([entry(Honour.CONTEST, rank=3)], True),
        ([entry(Honour.CONTEST, rank=4)], False),
        ([entry(Honour.CONTEST)], False),
        ([entry(Honour.CONTEST, HonourLevel.COUNTY, rank=1)], False),
        ([entry(Honour.CONTEST, HonourLevel.NATIONAL, rank=1)], True),
        ([entry(Honour.INVENTION)], True),
        ([entry(Honour.UTILITY_MODEL)], False),
        ([entry(Honour.UTILITY_MODEL), entry(Honour.UTILITY_MODEL)], True),
        ([], False),
    ],
)
def test_a_listed_achievement_exempts_from_school_and_assessments(honours: list[HonourEntry], exempts: bool) -> None:
    report = report_on(**{**MASTER, 'education': Education.PRIMARY, 'assessments': {}, 'honours': honours})
    findings = {check.key: check.finding for check in report.checks}
    expected = Finding.MET if exempts else Finding.UNMET
    assert findings['education'] is expected
    assert (findings['assessment'] is Finding.MET) == exempts
    assert findings['worked'] is Finding.MET, 'years are never exempted'


# Channels and retirement


@pytest.mark.parametrize('channel', [Channel.EXCEPTIONAL, Channel.FRONTLINE])
def test_the_relaxed_channels_warn_and_do_not_block(channel: Channel) -> None:
    report = report_on(**{**MASTER, 'joined_on': '2015-01-01', 'channel': channel})
    worked = next(check for check in report.checks if check.key == 'worked')
    assert (worked.finding, worked.blocking) == (Finding.MANUAL, False)
    assert worked.label == f'截至 2026-12-31 工作年限满 25 年（{channel.label}申报，仅作提示）'
    assert report.overall is Finding.MANUAL


@pytest.mark.parametrize('channel', Channel)
def test_whoever_is_retired_is_blocked_in_every_channel(channel: Channel) -> None:
    retired = IdNumber('', Sex.MALE, date(1965, 1, 1))
    report = report_on(retired, **MASTER, channel=channel)
    assert finding(report, 'retired') == (Finding.UNMET, '60 岁 1 个月退休，已到龄')
    assert [check.key for check in report.blocking] == ['retired']


def test_months_to_retirement_are_shown() -> None:
    soon = IdNumber('', Sex.MALE, date(1965, 12, 3))
    assert finding(report_on(soon, **MASTER), 'retired') == (Finding.MET, '60 岁 3 个月退休，距退休 0 个月')
    assert finding(report_on(**MASTER), 'retired')[1] == '63 岁退休，距退休 201 个月'


def test_a_woman_between_the_two_ages_is_judged_by_a_person() -> None:
    between = IdNumber('', Sex.FEMALE, date(1975, 1, 7))
    report = report_on(between, **MASTER)
    assert finding(report, 'retired') == (
        Finding.MANUAL,
        '50 岁 1 个月退休，已到龄；56 岁 4 个月退休，距退休 62 个月',
    )
    assert not report.blocking


@pytest.mark.parametrize(
    ('grade', 'asked'),
    [
        (Grade.FIVE, ['confirmed', 'beginner']),
        (Grade.FOUR, ['held', 'worked']),
        (Grade.THREE, ['held', 'worked']),
        (Grade.TWO, ['held', 'education']),
        (Grade.ONE, ['worked', 'held', 'appointed', 'education', 'assessment']),
        (None, []),
    ],
)
def test_every_grade_asks_its_own_and_all_ask_about_retirement(grade: Grade | None, asked: list[str]) -> None:
    report = report_on(grade=grade, held_grade=Grade.FIVE if grade is Grade.FIVE else None, joined_on='2026-01-01')
    assert [check.key for check in report.checks] == ['retired', *asked]
