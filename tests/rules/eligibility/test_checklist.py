"""The checklist: what several findings say together, what forbids submitting, and up to which day years are counted."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules.eligibility.checklist import Check, Report, worst
from domain.rules.vocabulary import Finding, Grade
from domain.rules.year.parameters import CountedIn, Parameters
from tests.rules.eligibility.cases import case

MET, UNMET, MANUAL = Finding.MET, Finding.UNMET, Finding.MANUAL


@pytest.mark.parametrize(
    ('findings', 'together'),
    [
        ((), MET),
        ((MET, MET), MET),
        ((MET, MANUAL), MANUAL),
        ((MANUAL, UNMET, MET), UNMET),
    ],
)
def test_what_fails_beats_what_is_to_be_judged_and_that_beats_what_is_met(
    findings: tuple[Finding, ...], together: Finding
) -> None:
    assert worst(*findings) is together
    assert Report(tuple(Check('key', '', found, '') for found in findings)).overall is together


def test_a_check_forbids_submitting_only_where_it_says_so() -> None:
    stops, warns = Check('worked', '工作年限', UNMET, '', blocking=True), Check('held', '持证', UNMET, '')
    assert Report((warns, stops)).blocking == (stops,)


def test_years_are_counted_up_to_the_day_that_the_year_sets() -> None:
    assert case().until == date(2026, 12, 31)
    by_grade = Parameters(
        counted_until={**dict.fromkeys((5, 4, 2, 1), '12-31'), 3: '08-31'},
        counted_in={**dict.fromkeys((5, 4, 3, 2), CountedIn.THIS_YEAR), 1: CountedIn.YEAR_BEFORE},
    )
    days = {grade: case(parameters=by_grade, grade=grade).until for grade in (Grade.FOUR, Grade.THREE, Grade.ONE)}
    assert days == {Grade.FOUR: date(2026, 12, 31), Grade.THREE: date(2026, 8, 31), Grade.ONE: date(2025, 12, 31)}
