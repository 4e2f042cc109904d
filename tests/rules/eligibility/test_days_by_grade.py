"""The days by grade on which nobody may be retired and up to which years are counted, against an independent table."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from domain.rules.application.form import Form
from domain.rules.eligibility.assessment import assess
from domain.rules.eligibility.retirement import cutoff, retirement_day
from domain.rules.vocabulary import Finding, Grade
from domain.rules.year.parameters import EVERY_GRADE, CountedIn, Counting, Parameters, RetirementDay
from tests.rules.eligibility.cases import TRADES, man

CASES = 4000
OPENS, NOTICE = date(2026, 3, 2), date(2026, 2, 10)
# The last day by the word of the year, for 2026: with a 通知印发日, and without one.
DAYS = {
    'notice': (date(2026, 2, 10), date(2026, 3, 2)),
    'opening': (date(2026, 3, 2), date(2026, 3, 2)),
    'year_end': (date(2026, 12, 31), date(2026, 12, 31)),
    'year_before': (date(2025, 12, 31), date(2025, 12, 31)),
}


def retires(born: date) -> date:
    """When a man retires, told a second time: at 60, from 1965 on a month later for each four months of birth."""
    months, first = 60 * 12, date(1965, 1, 1)
    while first <= born and months < 63 * 12:
        months += 1
        first = date(first.year + (first.month + 3) // 12, (first.month + 3) % 12 + 1, 1)
    year, month = born.year + (born.month - 1 + months) // 12, (born.month - 1 + months) % 12 + 1
    day = born.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


BORN = [date(1962, 1, 1) + timedelta(days=days) for days in range(6 * 365)]
RETIRE = {born: retires(born) for born in BORN}
EDGES = {last for days in DAYS.values() for last in days}
AT_THE_EDGE = {last: [born for born in BORN if abs((RETIRE[born] - last).days) < 2] for last in EDGES}


def test_thousands_of_men_are_judged_by_the_day_of_their_grade() -> None:
    dice, met = Random(26), 0
    for _ in range(CASES):
        words = {grade: dice.choice(list(DAYS)) for grade in EVERY_GRADE}
        typed = dice.random() < 0.5
        grade = dice.choice(EVERY_GRADE)
        last = DAYS[words[grade]][0 if typed else 1]
        born = dice.choice(BORN)
        if dice.random() < 0.3:  # on the very day, and beside it
            born = dice.choice(AT_THE_EDGE[last])
        parameters = Parameters.model_validate({'retired_by': words, 'notice_day': NOTICE if typed else None})
        form = Form(grade=Grade(grade), trade='1101', held_trade='1101')
        report = assess(form, man(born.isoformat()), parameters, year=2026, registration_opens_on=OPENS, trades=TRADES)
        found = report.checks[0]
        expected = Finding.UNMET if RETIRE[born] <= last else Finding.MET
        assert (found.key, found.finding, found.blocking) == ('retired', expected, expected is Finding.UNMET)
        assert str(last) in found.label
        met += expected is Finding.MET
    assert CASES // 5 < met < CASES * 4 // 5


def test_thousands_of_careers_are_counted_up_to_the_day_of_their_grade() -> None:
    dice = Random(27)
    for _ in range(CASES):
        until = {grade: f'{dice.randint(1, 12):02}-{dice.randint(1, 28):02}' for grade in EVERY_GRADE}
        counted_in = {grade: dice.choice(list(CountedIn)) for grade in EVERY_GRADE}
        grade = dice.choice((4, 3, 1))
        month, day = (int(part) for part in until[grade].split('-'))
        year = 2026 if counted_in[grade] is CountedIn.THIS_YEAR else 2025
        joined = date(2026 - dice.randint(8, 28), dice.randint(1, 12), dice.randint(1, 28))
        years = year - joined.year - (0 if (month, day) >= (joined.month, joined.day) else 1)
        parameters = Parameters(counted_until=until, counted_in=counted_in, working_years_counting=Counting.FULL_YEARS)
        form = Form(grade=Grade(grade), joined_on=joined, trade='1101', held_trade='1101')
        report = assess(form, man(), parameters, year=2026, registration_opens_on=OPENS, trades=TRADES)
        line = next(check for check in report.checks if '工作年限' in check.label)
        needed = {4: 10, 3: 18, 1: 25}[grade]
        assert f'工作年限 {years} 年，要求 {needed} 年' in line.shown
        assert f'截至 {date(year, month, day)} 工作年限满 {needed} 年' in line.label


def test_the_rules_of_the_scheme_are_told_twice_alike() -> None:
    for days in range(0, 40 * 365, 11):
        born = date(1955, 1, 1) + timedelta(days=days)
        assert retirement_day(born, Parameters().men) == retires(born), born


def test_before_a_grade_is_chosen_the_earliest_day_of_all_grades_decides() -> None:
    words = {5: 'year_end', 4: 'opening', 3: 'notice', 2: 'year_end', 1: 'year_before'}
    parameters = Parameters.model_validate({'retired_by': words, 'notice_day': NOTICE})
    assert cutoff(parameters, None, 2026, OPENS).day == date(2025, 12, 31)
    assert cutoff(parameters, Grade.THREE, 2026, OPENS).day == NOTICE
    parameters = Parameters.model_validate({'retired_by': words | {1: 'year_end'}})
    assert cutoff(parameters, None, 2026, OPENS).day == OPENS


@pytest.mark.parametrize('stored', [{}, {'counted_until': '12-31'}, {'counted_until': '06-30'}])
def test_a_year_stored_before_the_tables_keeps_its_days(stored: dict[str, str]) -> None:
    parameters = Parameters.model_validate(stored)
    day = date.fromisoformat(f'2026-{stored.get("counted_until", "12-31")}')
    for grade in Grade:
        assert parameters.counting_day(2026, grade) == day
        assert parameters.retirement_day_of(grade) is RetirementDay.OPENING
        assert cutoff(parameters, grade, 2026, OPENS).day == OPENS
    assert Parameters.model_validate(parameters.model_dump(mode='json')) == parameters
