"""The checklist of eligibility: one line per rule, and the case that the rules check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.rules.application.form import Form
from domain.rules.vocabulary import Finding, Grade, Sex
from domain.rules.year.parameters import Parameters


class Born(Protocol):
    """The sex and birth date of a person: an ``IdNumber`` or a row of the person."""

    @property
    def sex(self) -> Sex: ...
    @property
    def born_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: what it requires (``label``), its finding, the numbers, and whether it blocks submission."""

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
        """预审 as lists show it: UNMET goes before MANUAL, MANUAL before MET."""
        return worst(*(check.finding for check in self.checks))

    @property
    def blocking(self) -> tuple[Check, ...]:
        """The checks that block submission."""
        return tuple(check for check in self.checks if check.blocking)


def worst(*findings: Finding) -> Finding:
    """The combined result of several findings that must all be met."""
    return next((finding for finding in (Finding.UNMET, Finding.MANUAL) if finding in findings), Finding.MET)


@dataclass(frozen=True, slots=True)
class Case:
    """One form with all values that the rules use."""

    form: Form
    person: Born
    parameters: Parameters
    year: int
    registration_opens_on: date
    trades: dict[str, str]

    @property
    def until(self) -> date:
        """The day up to which years and ages are counted for the grade applied for."""
        return self.parameters.counting_day(self.year, self.form.grade or Grade.ONE)
