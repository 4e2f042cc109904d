"""A form of 2026 with everything the rules of eligibility look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.rules.application.form import Form
from domain.rules.application.id_number import IdNumber
from domain.rules.eligibility.checklist import Case
from domain.rules.vocabulary import Sex
from domain.rules.year.parameters import Parameters

OPENS = date(2026, 3, 2)
TRADES = {'1101': '电工', '1103': '钳工'}


def man(born_on: str = '1980-01-01') -> IdNumber:
    return IdNumber('', Sex.MALE, date.fromisoformat(born_on))


def woman(born_on: str = '1980-01-01') -> IdNumber:
    return IdNumber('', Sex.FEMALE, date.fromisoformat(born_on))


def case(person: IdNumber | None = None, parameters: Parameters | None = None, **fields: Any) -> Case:
    """The case of an electrician who applies for the same trade, but for the fields that are given."""
    form = Form(**{'trade': '1101', 'held_trade': '1101', **fields})
    return Case(form, person or man(), parameters or Parameters(), 2026, OPENS, TRADES)
