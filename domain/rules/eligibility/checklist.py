"""The checklist of eligibility: one line per rule, and the case that the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.rules.application.form import Form
from domain.rules.vocabulary import Finding, Sex
from domain.rules.year.parameters import Parameters


class Born(Protocol):
    """What is known of a person without asking: an ``IdNumber`` or a row of the person."""

    @property
    def sex(self) -> Sex: ...
    @property
    def born_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: what it asks (``label``), what it finds, the numbers, and whether it forbids submitting."""

    key: str
    label: str
    finding: Finding
    shown: str
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """资格预审: all checks of one form."""

    checks: tuple[Check, ...]

    @property
    def overall(self) -> Finding:
        """预审 as lists show it: UNMET beats MANUAL beats MET."""
        return worst(*(check.finding for check in self.checks))

    @property
    def blocking(self) -> tuple[Check, ...]:
        """The checks that forbid submitting."""
        return tuple(check for check in self.checks if check.blocking)


def worst(*findings: Finding) -> Finding:
    """What several findings say together when all of them are asked."""
    return next((finding for finding in (Finding.UNMET, Finding.MANUAL) if finding in findings), Finding.MET)


@dataclass(frozen=True, slots=True)
class Case:
    """One form with everything the rules look at."""

    form: Form
    person: Born
    parameters: Parameters
    year: int
    registration_opens_on: date
    trades: dict[str, str]

    @property
    def until(self) -> date:
        """The day up to which years and ages are counted."""
        return self.parameters.counting_day(self.year)
