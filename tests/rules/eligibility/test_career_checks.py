"""The rules about the working life say what they ask, what they find, and the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from domain.rules.application.id_number import IdNumber
from domain.rules.eligibility.career_checks import beginner, confirmed, held, not_retired, worked
from domain.rules.eligibility.checklist import Check
from domain.rules.vocabulary import Finding, Grade
from domain.rules.year.parameters import Counting, Parameters
from tests.rules.eligibility.cases import case, man, woman

MET, UNMET, MANUAL = Finding.MET, Finding.UNMET, Finding.MANUAL


@pytest.mark.parametrize(
    ('person', 'found', 'shown'),
    [
        (man('1980-01-01'), MET, '63 岁退休，距退休 201 个月'),
        (man('1965-12-02'), UNMET, '60 岁 3 个月退休，已到龄'),  # retires on the day registration opens
        (man('1965-12-03'), MET, '60 岁 3 个月退休，距退休 0 个月'),
        (woman('1980-01-01'), MET, '52 岁 7 个月退休，距退休 76 个月；57 岁 7 个月退休，距退休 136 个月'),
        (woman('1975-01-07'), MANUAL, '50 岁 1 个月退休，已到龄；56 岁 4 个月退休，距退休 62 个月'),
        (woman('1969-01-07'), UNMET, '50 岁退休，已到龄；55 岁退休，已到龄'),
    ],
)
def test_nobody_who_is_retired_registers(person: IdNumber, found: Finding, shown: str) -> None:
    assert not_retired(case(person)) == Check('retired', '报名首日（2026-03-02）未到退休年龄', found, shown)


@pytest.mark.parametrize(
    ('confirmed_on', 'found', 'shown'),
    [
        ('2026-09-30', MET, '转正定级时间 2026-09-30'),
        ('2026-10-01', UNMET, '转正定级时间 2026-10-01'),
        (None, MANUAL, '未填转正定级时间'),
    ],
)
def test_a_worker_of_grade_five_is_confirmed_by_the_day(confirmed_on: str | None, found: Finding, shown: str) -> None:
    asked = case(grade=Grade.FIVE, confirmed_on=confirmed_on)
    assert confirmed(asked) == Check('confirmed', '2026-09-30 前转正定级', found, shown)


@pytest.mark.parametrize(
    ('joined_on', 'found', 'shown'),
    [
        ('2018-07-01', MET, '工作年限 9 年，要求少于 10 年'),
        ('2017-07-01', UNMET, '工作年限 10 年，要求少于 10 年'),
        (None, MANUAL, '未填参加工作时间'),
    ],
)
def test_grade_five_is_for_beginners(joined_on: str | None, found: Finding, shown: str) -> None:
    asked = case(grade=Grade.FIVE, joined_on=joined_on)
    assert beginner(asked) == Check('beginner', '截至 2026-12-31 工作年限少于 10 年', found, shown)


@pytest.mark.parametrize(
    ('joined_on', 'found', 'shown'),
    [
        ('2009-07-01', MET, '工作年限 18 年，要求 18 年'),
        ('2010-07-01', UNMET, '工作年限 17 年，要求 18 年'),
        (None, MANUAL, '未填参加工作时间'),
    ],
)
def test_grade_three_takes_eighteen_years_of_work(joined_on: str | None, found: Finding, shown: str) -> None:
    asked = case(grade=Grade.THREE, joined_on=joined_on)
    assert worked(asked) == Check('worked', '截至 2026-12-31 工作年限满 18 年', found, shown)


def test_every_grade_has_its_years_of_work_and_the_highest_counts_where_none_is_given() -> None:
    labels = [worked(case(grade=grade)).label for grade in (Grade.FOUR, Grade.THREE, Grade.ONE, None)]
    assert labels == [
        '截至 2026-12-31 工作年限满 10 年',
        '截至 2026-12-31 工作年限满 18 年',
        '截至 2026-12-31 工作年限满 25 年',
        '截至 2026-12-31 工作年限满 25 年',
    ]


def test_years_of_work_are_counted_as_the_year_says() -> None:
    full = Parameters(working_years_counting=Counting.FULL_YEARS)
    assert worked(case(grade=Grade.FOUR, joined_on='2017-01-01', parameters=full)).finding is UNMET
    assert worked(case(grade=Grade.FOUR, joined_on='2017-01-01')).finding is MET


@pytest.mark.parametrize(
    ('grade', 'below'),
    [
        (Grade.FOUR, Grade.FIVE),
        (Grade.THREE, Grade.FOUR),
        (Grade.TWO, Grade.THREE),
        (Grade.ONE, Grade.TWO),
        (None, Grade.TWO),
    ],
)
def test_the_grade_below_is_held_for_five_years(grade: Grade | None, below: Grade) -> None:
    label = f'截至 2026-12-31 持{below.label}证书满 5 年（同工种）'
    enough = held(case(grade=grade, held_grade=below, obtained_on='2021-12-31'))
    assert enough == Check('held', label, MET, '持证 5 年，要求 5 年，工种一致（电工）')
    short = held(case(grade=grade, held_grade=below, obtained_on='2022-01-01'))
    assert short == Check('held', label, UNMET, '持证 4 年，要求 5 年，工种一致（电工）')
    nothing = held(case(grade=grade))
    assert nothing == Check('held', label, UNMET, f'现等级无，要求{below.label}')


def test_every_grade_may_ask_for_other_years() -> None:
    years = Parameters(held_years={4: 1, 3: 2, 2: 3, 1: 4})
    asked = [case(grade=grade, parameters=years) for grade in (Grade.FOUR, Grade.THREE, Grade.TWO, Grade.ONE, None)]
    assert [held(one).label.partition('满')[2] for one in asked] == [
        ' 1 年（同工种）', ' 2 年（同工种）', ' 3 年（同工种）', ' 4 年（同工种）', ' 4 年（同工种）'
    ]  # fmt: skip


def test_another_grade_than_the_one_below_does_not_count() -> None:
    same = held(case(grade=Grade.THREE, held_grade=Grade.THREE, obtained_on='2000-01-01'))
    assert (same.finding, same.shown) == (UNMET, '现等级三级，要求四级')


def test_years_of_a_certificate_are_counted_as_the_year_says() -> None:
    asked: dict[str, Any] = {'grade': Grade.THREE, 'held_grade': Grade.FOUR, 'obtained_on': '2022-12-31'}
    assert held(case(**asked)).finding is UNMET
    assert held(case(**asked, parameters=Parameters(held_years_counting=Counting.START_YEAR))).finding is MET


def test_without_the_day_of_the_certificate_a_person_judges() -> None:
    asked = held(case(grade=Grade.THREE, held_grade=Grade.FOUR))
    assert (asked.finding, asked.shown) == (MANUAL, '未填取得时间，工种一致（电工）')


@pytest.mark.parametrize('without', [{'trade': ''}, {'held_trade': ''}])
def test_without_a_trade_a_person_judges(without: dict[str, Any]) -> None:
    asked = held(case(grade=Grade.THREE, held_grade=Grade.FOUR, obtained_on='2015-01-01', **without))
    assert (asked.finding, asked.shown) == (MANUAL, '持证 11 年，要求 5 年，未填现工种或申报工种')


@pytest.mark.parametrize(
    ('fields', 'found', 'shown'),
    [
        ({'grade': Grade.TWO, 'held_grade': Grade.THREE}, UNMET, '现工种钳工，申报电工'),
        (
            {'grade': Grade.TWO, 'held_grade': Grade.THREE, 'vehicle_reform': True},
            MET,
            '现工种钳工，申报电工，车改转岗不受限',
        ),
        ({'grade': Grade.ONE, 'held_grade': Grade.TWO}, MANUAL, '现工种钳工，申报电工'),
        ({'grade': Grade.ONE, 'held_grade': Grade.TWO, 'vehicle_reform': True}, MANUAL, '现工种钳工，申报电工'),
    ],
)
def test_another_trade_is_for_drivers_of_reformed_cars_and_for_a_person_to_judge_at_grade_one(
    fields: dict[str, Any], found: Finding, shown: str
) -> None:
    asked = held(case(held_trade='1103', obtained_on='2015-01-01', **fields))
    assert (asked.finding, asked.shown) == (found, f'持证 11 年，要求 5 年，{shown}')


def test_a_trade_that_is_not_in_the_catalogue_is_shown_by_its_code() -> None:
    asked: dict[str, Any] = {'grade': Grade.TWO, 'held_grade': Grade.THREE, 'obtained_on': '2015-01-01'}
    assert held(case(**asked, trade='9901', held_trade='9901')).shown.endswith('工种一致（9901）')
    assert held(case(**asked, trade='9901', held_trade='9902')).shown.endswith('现工种9902，申报9901')
