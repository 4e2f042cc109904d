"""Compares the form with the requirements of the regulations: a checklist with numbers that decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.rules.application.form import Form
from domain.rules.eligibility.career_checks import beginner, confirmed, held, not_retired, worked
from domain.rules.eligibility.checklist import Born, Case, Check, Report
from domain.rules.eligibility.merit_checks import appointed, assessed, educated
from domain.rules.vocabulary import RELAXED_CHANNELS, Finding, Grade
from domain.rules.year.parameters import Parameters

__all__ = ['Born', 'Check', 'Report', 'assess']


def assess(
    form: Form, person: Born, parameters: Parameters, *, year: int, registration_opens_on: date, trades: dict[str, str]
) -> Report:
    """Check every rule of the grade applied for against the form. ``trades``: code to name.

    Source: 1-domain §4. A failing rule blocks the submission; 破格 and 一线 turn it into a warning to be judged by a
    person, except retirement, which always blocks. For a form without a grade only retirement is checked.
    """
    case = Case(form, person, parameters, year, registration_opens_on, trades)
    checks = [not_retired(case)]
    match form.grade:
        case Grade.FIVE:
            checks += [confirmed(case), beginner(case)]
        case Grade.FOUR | Grade.THREE:
            checks += _either(held(case), worked(case))
        case Grade.TWO:
            checks += [held(case), educated(case)]
        case Grade.ONE:
            checks += [worked(case), held(case), appointed(case), educated(case), assessed(case)]
    return Report(tuple(_with_channel(check, form) for check in checks))


def _with_channel(check: Check, form: Form) -> Check:
    if check.finding is not Finding.UNMET:
        return check
    if form.channel in RELAXED_CHANNELS and check.key != 'retired':
        return replace(check, finding=Finding.MANUAL, label=f'{check.label}（{form.channel.label}申报，仅作提示）')
    return replace(check, blocking=True)


def _either(first: Check, second: Check) -> list[Check]:
    """One of two ways to the same grade is enough: the met one, otherwise what both lack."""
    for check in (first, second):
        if check.finding is Finding.MET:
            return [check]
    if first.finding is second.finding:
        return [first, second]
    # One way fails and the other needs a person's judgement: the result is "to be judged", with the numbers of both.
    return [Check('either', f'{first.label}，或{second.label}', Finding.MANUAL, f'{first.shown}；{second.shown}')]
