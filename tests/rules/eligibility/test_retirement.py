"""The retirement age rises in steps, as the scheme of 2024 says."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules.eligibility.retirement import (
    age_text,
    is_retired,
    months_to_retirement,
    retirement_age_months,
    retirement_day,
    retires_on,
)
from domain.rules.vocabulary import Sex
from domain.rules.year.parameters import Parameters, WomenRetire

YEAR = Parameters()


@pytest.mark.parametrize(
    ('born', 'years', 'months'),
    [
        ('1964-12', 60, 0),
        ('1965-01', 60, 1),
        ('1965-04', 60, 1),
        ('1965-05', 60, 2),
        ('1970-06', 61, 5),
        ('1976-08', 62, 11),
        ('1976-09', 63, 0),
        ('1990-01', 63, 0),
    ],
)
def test_men_retire_a_month_later_for_every_four_months_of_birth(born: str, years: int, months: int) -> None:
    assert retirement_age_months(date.fromisoformat(f'{born}-15'), YEAR.men) == years * 12 + months


@pytest.mark.parametrize(
    ('born', 'years', 'months'),
    [
        ('1974-12', 50, 0),
        ('1975-01', 50, 1),
        ('1975-03', 50, 2),
        ('1984-10', 54, 11),
        ('1984-11', 55, 0),
        ('1995-01', 55, 0),
    ],
)
def test_women_of_fifty_retire_a_month_later_for_every_two_months_of_birth(born: str, years: int, months: int) -> None:
    assert retirement_age_months(date.fromisoformat(f'{born}-15'), YEAR.women_workers) == years * 12 + months


@pytest.mark.parametrize(
    ('born', 'years', 'months'),
    [('1969-12', 55, 0), ('1970-01', 55, 1), ('1970-05', 55, 2), ('1981-08', 57, 11), ('1981-09', 58, 0)],
)
def test_women_of_fifty_five_retire_a_month_later_for_every_four_months_of_birth(
    born: str, years: int, months: int
) -> None:
    assert retirement_age_months(date.fromisoformat(f'{born}-15'), YEAR.women_cadres) == years * 12 + months


def test_the_day_of_retirement_is_the_day_the_age_is_reached() -> None:
    assert retires_on(date(1965, 1, 7), Sex.MALE, YEAR) == date(2025, 2, 7)
    assert retirement_day(date(1965, 1, 31), YEAR.men) == date(2025, 2, 28), 'February has no 31st'


def test_a_woman_is_certainly_retired_only_past_the_later_of_the_two_ages() -> None:
    born = date(1975, 1, 7)
    assert not is_retired(born, Sex.FEMALE, YEAR, date(2026, 3, 2))
    assert is_retired(born, Sex.FEMALE, Parameters(women_retire_as=WomenRetire.WORKERS), date(2026, 3, 2))
    assert not is_retired(born, Sex.FEMALE, Parameters(women_retire_as=WomenRetire.CADRES), date(2026, 3, 2))


def test_on_the_very_day_one_is_retired_and_the_day_before_not() -> None:
    born = date(1965, 1, 7)
    assert is_retired(born, Sex.MALE, YEAR, date(2025, 2, 7))
    assert not is_retired(born, Sex.MALE, YEAR, date(2025, 2, 6))


def test_months_to_retirement_are_full_months() -> None:
    assert months_to_retirement(date(2027, 3, 15), date(2026, 3, 15)) == 12
    assert months_to_retirement(date(2027, 3, 15), date(2026, 3, 16)) == 11
    assert months_to_retirement(date(2026, 3, 15), date(2026, 3, 1)) == 0
    assert months_to_retirement(date(2020, 3, 15), date(2026, 3, 1)) == 0


def test_an_age_reads_in_years_and_months() -> None:
    assert age_text(721) == '60 岁 1 个月'
    assert age_text(756) == '63 岁'
