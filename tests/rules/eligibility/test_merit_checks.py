"""The rules about merit say what they ask, what they find, and the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from domain.rules.application.form import HonourEntry
from domain.rules.application.id_number import IdNumber
from domain.rules.eligibility.checklist import Check
from domain.rules.eligibility.merit_checks import appointed, assessed, educated
from domain.rules.vocabulary import Assessment, Education, Finding, Grade, Honour, HonourLevel
from domain.rules.year.parameters import Parameters
from tests.rules.eligibility.cases import case, man, woman

MET, UNMET, MANUAL = Finding.MET, Finding.UNMET, Finding.MANUAL
TOP, GOOD, FAIR = Assessment.EXCELLENT, Assessment.QUALIFIED, Assessment.BARELY
MEDAL = HonourEntry(kind=Honour.LABOUR_MEDAL, level=HonourLevel.PROVINCIAL, title='河南省五一劳动奖章')
LAST_FIVE = '近 5 年年度考核均为合格及以上，优秀（含优秀共产党员）不少于 2 年'


def marks(*years: Assessment | None) -> dict[int, Assessment]:
    """The yearly assessments from 2021 on; None where the year was left empty."""
    return {year: mark for year, mark in enumerate(years, start=2021) if mark}


@pytest.mark.parametrize('education', Education)
@pytest.mark.parametrize('grade', [Grade.TWO, Grade.ONE])
def test_school_up_to_eighteen_or_more_is_asked_for(grade: Grade, education: Education) -> None:
    found = UNMET if education in (Education.PRIMARY, Education.JUNIOR) else MET
    asked = educated(case(grade=grade, education=education))
    assert asked == Check('education', '文化程度高中及以上', found, f'{education.label}，要求高中及以上')


def test_what_was_not_said_about_school_is_for_a_person_to_judge() -> None:
    asked = educated(case(grade=Grade.TWO))
    assert asked == Check('education', '文化程度高中及以上', MANUAL, '未填文化程度')


@pytest.mark.parametrize(
    ('person', 'found', 'shown'),
    [
        (man('1977-01-01'), UNMET, '初中，要求高中及以上'),
        (man('1976-12-31'), MET, '初中，要求初中及以上（截至 2026-12-31 50 周岁，满 50 周岁放宽）'),
        (woman('1982-01-01'), UNMET, '初中，要求高中及以上'),
        (woman('1981-12-31'), MET, '初中，要求初中及以上（截至 2026-12-31 45 周岁，满 45 周岁放宽）'),
    ],
)
def test_for_grade_two_less_school_is_asked_of_the_older(person: IdNumber, found: Finding, shown: str) -> None:
    asked = educated(case(person, grade=Grade.TWO, education=Education.JUNIOR))
    assert (asked.finding, asked.shown) == (found, shown)
    assert asked.label == ('文化程度初中及以上' if found is MET else '文化程度高中及以上')


def test_for_grade_one_no_age_makes_up_for_school() -> None:
    asked = educated(case(man('1970-01-01'), grade=Grade.ONE, education=Education.JUNIOR))
    assert (asked.finding, asked.shown) == (UNMET, '初中，要求高中及以上')


def test_a_medal_makes_up_for_school_and_assessments_and_is_named() -> None:
    honoured = case(grade=Grade.ONE, honours=[MEDAL])
    named = '业绩免除：五一劳动奖章 · 省级 · 河南省五一劳动奖章'
    assert educated(honoured) == Check('education', '文化程度高中及以上', MET, named)
    assert assessed(honoured) == Check('assessment', LAST_FIVE, MET, named)


@pytest.mark.parametrize(
    ('post_grade', 'found', 'shown'),
    [
        (None, UNMET, '未填现聘等级'),
        (Grade.THREE, UNMET, '现聘三级，要求二级'),
        (Grade.TWO, MET, '现聘二级，要求二级'),
        (Grade.ONE, MET, '现聘一级，要求二级'),
    ],
)
def test_grade_one_is_for_those_appointed_to_grade_two(post_grade: Grade | None, found: Finding, shown: str) -> None:
    assert appointed(case(grade=Grade.ONE, post_grade=post_grade)) == Check('appointed', '已聘二级岗位', found, shown)


@pytest.mark.parametrize(
    ('given', 'found', 'shown'),
    [
        (marks(TOP, TOP, GOOD, GOOD, GOOD), MET, '优秀 2 年，要求 2 年'),
        (marks(GOOD, GOOD, GOOD, GOOD, TOP), UNMET, '优秀 1 年，要求 2 年'),
        (marks(TOP, TOP, TOP, FAIR, GOOD), UNMET, '优秀 3 年，要求 2 年；2024 年基本合格'),
        (marks(TOP, TOP, GOOD, GOOD), MANUAL, '优秀 2 年，要求 2 年；2025 年未填'),
        (marks(None, TOP, GOOD, GOOD, GOOD), MANUAL, '优秀 1 年，要求 2 年；2021 年未填'),
        (marks(None, GOOD, GOOD, GOOD, GOOD), UNMET, '优秀 0 年，要求 2 年；2021 年未填'),
        (marks(TOP, None, FAIR, GOOD, TOP), UNMET, '优秀 2 年，要求 2 年；2023 年基本合格；2022 年未填'),
        ({2020: TOP, 2026: TOP} | marks(GOOD, GOOD, GOOD, GOOD, GOOD), UNMET, '优秀 0 年，要求 2 年'),
    ],
)
def test_five_good_years_with_two_excellent_ones(given: dict[int, Assessment], found: Finding, shown: str) -> None:
    asked = assessed(case(grade=Grade.ONE, assessments=given))
    assert asked == Check('assessment', LAST_FIVE, found, shown)


@pytest.mark.parametrize('mark', Assessment)
def test_only_excellent_and_qualified_are_good_enough(mark: Assessment) -> None:
    asked = assessed(case(grade=Grade.ONE, assessments=marks(TOP, TOP, mark, GOOD, GOOD)))
    assert asked.finding is (MET if mark in (TOP, GOOD) else UNMET)


def test_the_year_may_ask_for_more_and_look_back_further() -> None:
    strict = Parameters(assessment_years=2, assessment_floor=TOP, assessment_excellent=1)
    asked = assessed(case(parameters=strict, grade=Grade.ONE, assessments=marks(GOOD, GOOD, GOOD, TOP, GOOD)))
    label = '近 2 年年度考核均为优秀及以上，优秀（含优秀共产党员）不少于 1 年'
    assert asked == Check('assessment', label, UNMET, '优秀 1 年，要求 1 年；2025 年合格')


@pytest.mark.parametrize(('years', 'shown'), [([2024], 2), ([2021], 1), ([2020, 2026], 1), ([2025, 2024], 3)])
def test_an_outstanding_party_member_was_excellent_in_that_year(years: list[int], shown: int) -> None:
    fields: dict[str, Any] = {'assessments': marks(TOP, GOOD, GOOD, GOOD, GOOD), 'outstanding_member_years': years}
    asked = assessed(case(grade=Grade.ONE, **fields))
    assert asked.shown == f'优秀 {shown} 年，要求 2 年'
