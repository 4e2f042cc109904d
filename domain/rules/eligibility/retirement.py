"""When a worker reaches the statutory retirement age, which has been rising month by month since 2025."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from domain.rules.vocabulary import Grade, Sex
from domain.rules.year.parameters import Parameters, RetirementDay, RetirementStep, WomenRetire


def steps_for(sex: Sex, parameters: Parameters) -> tuple[RetirementStep, ...]:
    """The rows of the scheme that may apply, the earlier age first: one for men, one or both for women."""
    if sex is Sex.MALE:
        return (parameters.men,)
    match parameters.women_retire_as:
        case WomenRetire.WORKERS:
            return (parameters.women_workers,)
        case WomenRetire.CADRES:
            return (parameters.women_cadres,)
        case WomenRetire.EITHER:
            return (parameters.women_workers, parameters.women_cadres)


def retirement_age_months(born_on: date, step: RetirementStep) -> int:
    """The retirement age in months. Source: 1-domain §4, the scheme of gradually delayed retirement of 2024."""
    born_after = (born_on.year - step.first_year) * 12 + born_on.month - step.first_month
    delay = born_after // step.months_of_birth + 1 if born_after >= 0 else 0
    return step.first_age * 12 + min(delay, (step.last_age - step.first_age) * 12)


def retirement_day(born_on: date, step: RetirementStep) -> date:
    """The day the retirement age is reached; in a month without that day, its last day."""
    months = born_on.year * 12 + born_on.month - 1 + retirement_age_months(born_on, step)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(born_on.day, monthrange(year, month)[1]))


def retires_on(born_on: date, sex: Sex, parameters: Parameters) -> date:
    """The latest possible day of retirement: if two rows may apply, that of the later age."""
    return max(retirement_day(born_on, step) for step in steps_for(sex, parameters))


def months_to_retirement(retires: date, day: date) -> int:
    """Full months from ``day`` to the retirement day, 0 in the last month and afterwards."""
    months = (retires.year - day.year) * 12 + retires.month - day.month
    return max(months - (retires.day < day.day), 0)


def is_retired(born_on: date, sex: Sex, parameters: Parameters, day: date) -> bool:
    """Whether the worker has reached the retirement age on ``day`` for certain. Source: 1-domain §4."""
    return day >= retires_on(born_on, sex, parameters)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The day on which nobody may have reached the retirement age, and how the notice names it."""

    day: date
    name: str


def cutoff(parameters: Parameters, grade: Grade | None, year: int, registration_opens_on: date) -> Cutoff:
    """The cut-off of this grade in the exam year; before a grade is chosen, the earliest day of all grades."""
    if grade is None:
        every = (cutoff(parameters, one, year, registration_opens_on) for one in Grade)
        return min(every, key=lambda found: found.day)
    match parameters.retirement_day_of(grade):
        case RetirementDay.YEAR_END:
            return Cutoff(date(year, 12, 31), f'{year}-12-31 ')
        case RetirementDay.YEAR_BEFORE:
            return Cutoff(date(year - 1, 12, 31), f'{year - 1}-12-31 ')
        case RetirementDay.NOTICE if parameters.notice_day:
            return Cutoff(parameters.notice_day, f'通知印发日（{parameters.notice_day}）')
        case _:
            return Cutoff(registration_opens_on, f'报名首日（{registration_opens_on}）')


def age_text(months: int) -> str:
    """60 岁 1 个月."""
    years, rest = divmod(months, 12)
    return f'{years} 岁 {rest} 个月' if rest else f'{years} 岁'
