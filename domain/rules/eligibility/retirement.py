"""When a worker reaches the statutory retirement age, which has been rising month by month since 2025."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from domain.rules.vocabulary import Sex
from domain.rules.year.parameters import Parameters, RetirementStep, WomenRetire


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


def age_text(months: int) -> str:
    """60 岁 1 个月."""
    years, rest = divmod(months, 12)
    return f'{years} 岁 {rest} 个月' if rest else f'{years} 岁'
