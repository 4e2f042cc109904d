"""The parameters of a year can be stored and read back, and refuse invalid values."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pydantic import ValidationError

from domain.rules.eligibility.career_checks import years_between
from domain.rules.vocabulary import Grade, Level
from domain.rules.year.parameters import Counting, Parameters


def test_parameters_are_read_back_from_json_unchanged() -> None:
    changed = Parameters(inventions=2, held_years={4: 3, 3: 5, 2: 5, 1: 5})
    assert Parameters.model_validate(json.loads(json.dumps(changed.model_dump(mode='json')))) == changed


def test_an_empty_record_means_the_defaults() -> None:
    assert Parameters.model_validate({}) == Parameters()


def test_every_parameter_has_a_label_for_the_settings() -> None:
    assert all(field.title for field in Parameters.model_fields.values())


def test_grades_five_to_two_end_in_the_city_and_grade_one_in_the_province() -> None:
    year = Parameters()
    assert [year.final_level_of(grade) for grade in Grade] == [Level.CITY] * 4 + [Level.PROVINCE]


def test_only_grade_one_may_defer_unless_the_year_says_otherwise() -> None:
    assert [Parameters().may_defer(grade) for grade in Grade] == [False] * 4 + [True]
    assert all(Parameters(other_grades_may_defer=True).may_defer(grade) for grade in Grade)


@pytest.mark.parametrize('day', ['02-29', '13-01', '04-31', '9-30', '00-10', ''])
def test_a_day_that_some_years_lack_is_refused(day: str) -> None:
    with pytest.raises(ValidationError):
        Parameters(confirmed_by=day)


def test_the_days_of_a_year_are_read_from_the_parameters() -> None:
    assert {Parameters().counting_day(2026, grade) for grade in Grade} == {date(2026, 12, 31)}
    assert Parameters().confirmation_day(2026) == date(2026, 9, 30)


def test_years_are_counted_in_the_two_ways_of_the_notices() -> None:
    start, until = date(2009, 7, 1), date(2026, 6, 30)
    assert years_between(start, until, Counting.START_YEAR) == 18
    assert years_between(start, until, Counting.FULL_YEARS) == 16
    assert years_between(start, date(2026, 7, 1), Counting.FULL_YEARS) == 17
    assert years_between(until, start, Counting.FULL_YEARS) == 0
