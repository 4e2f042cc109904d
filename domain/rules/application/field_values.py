"""Turns the text typed into one field of the form into its value, or into the error sentence shown beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.errors import Problem
from domain.rules import typed_text
from domain.rules.application.form import FIELD, FieldKind, FieldOf, Form, HonourEntry
from domain.rules.application.person import Unfit, parse_mobile, parse_name
from domain.rules.vocabulary import NATIONS, POLITICS, Assessment, Basis, Channel, Education, Grade, StaffKind

EARLIEST = date(1945, 1, 1)  # nobody of working age had a post, a grade or a certificate earlier
# A month without a day is no date: 2008-12 must not be read as 2 January.
_DATE = re.compile(r'(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))')
# The maximum length of each text is defined once, in Form.
LENGTHS = {
    key: rule.max_length
    for key, info in Form.model_fields.items()
    for rule in info.metadata
    if hasattr(rule, 'max_length') and key in FIELD
}
_WORDS: dict[str, type[Enum]] = {
    'education': Education,
    'staff_kind': StaffKind,
    'post_grade': Grade,
    'held_grade': Grade,
    'grade': Grade,
    'channel': Channel,
    'basis': Basis,
}
_TEXT_CHOICES: dict[str, Collection[str]] = {'nation': NATIONS, 'politics': POLITICS}
_LISTS: dict[str, TypeAdapter[Any]] = {
    'assessments': TypeAdapter(dict[int, Assessment]),
    'outstanding_member_years': TypeAdapter(list[int]),
    'honours': TypeAdapter(list[HonourEntry]),
}
_PARSERS: dict[str, Callable[[str], str]] = {'name': parse_name, 'mobile': parse_mobile}


@dataclass(frozen=True, slots=True)
class Entry:
    """The form with the typed values that could be read, and a problem for each field that could not."""

    form: Form
    problems: list[Problem] = field(default_factory=list)


def entered(form: Form, typed: Mapping[str, object], trades: Collection[str], today: date) -> Entry:
    """``form`` with the ``typed`` values put in, field by field; a wrong field does not stop the others.

    A text of the right length is kept even if it is not a valid name or number yet (a draft is saved as typed), and
    reported as a problem. Other values are kept only if they can be read. Unknown keys are ignored.
    """
    values, problems = form.model_dump(), []
    for key, value in typed.items():
        if key not in FIELD:
            continue
        try:
            values[key] = _value(FIELD[key], value, trades, today)
        except ValueError as refusal:
            problems.append(Problem(key, str(refusal)))
    result = Form.model_validate(values)
    return Entry(result, problems + [problem for problem in unfit(result) if problem.key in typed])


def unfit(form: Form) -> list[Problem]:
    """The texts of the form that are filled in but invalid."""
    problems = []
    for key, parse in _PARSERS.items():
        if text := getattr(form, key):
            try:
                parse(text)
            except Unfit as refusal:
                problems.append(Problem(key, str(refusal)))
    return problems


def fitting(form: Form) -> dict[str, str]:
    """The name and the mobile, empty or valid ones only, in the normal form in which lists hold them."""
    found = {}
    for key, parse in _PARSERS.items():
        with suppress(Unfit):
            found[key] = parse(text) if (text := getattr(form, key)) else ''
    return found


def _value(spec: FieldOf, value: object, trades: Collection[str], today: date) -> object:
    if spec.key in _LISTS:
        return _list(spec, value)
    if spec.kind is not FieldKind.SWITCH and (value is None or value == ''):
        return Form.model_fields[spec.key].get_default()
    if spec.kind is FieldKind.DATE:
        return _date(spec, value, today)
    if spec.key in _WORDS:
        return _word(spec, value)
    if spec.kind is FieldKind.SWITCH:
        options: Collection[object] = (True, False)
    elif spec.kind is FieldKind.TRADE:
        options = trades
    elif spec.key in _TEXT_CHOICES:
        options = _TEXT_CHOICES[spec.key]
    else:
        return _text(spec, value)
    if not isinstance(value, str | bool) or value not in options:
        raise ValueError(f'请从列表中选择{spec.label}')
    return value


def _text(spec: FieldOf, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f'{spec.label}应为文字')  # noqa: TRY004 - a refusal, like the others
    text = typed_text.spaced(''.join(one for one in value if unicodedata.category(one) not in ('Cc', 'Cs')))
    if len(text) > LENGTHS[spec.key]:
        raise ValueError(f'{spec.label}最多 {LENGTHS[spec.key]} 个字，现为 {len(text)} 个字')
    parse = _PARSERS.get(spec.key)
    if parse is None:
        return text
    try:
        return parse(text)
    except Unfit:
        return text


def _date(spec: FieldOf, value: object, today: date) -> date:
    match = _DATE.fullmatch(unicodedata.normalize('NFKC', value).strip()) if isinstance(value, str) else None
    try:
        day = value if isinstance(value, date) else date(*map(int, filter(None, match.groups()))) if match else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f'{spec.label}应为真实日期，如 2008-07-01')
    if not EARLIEST <= day <= today:
        raise ValueError(f'{spec.label}应在 {EARLIEST.year} 年之后、今天之前')
    return day


def _word(spec: FieldOf, value: object) -> Enum:
    try:
        return _WORDS[spec.key](int(str(value)) if _WORDS[spec.key] is Grade else value)
    except (ValueError, TypeError):
        raise ValueError(f'请从列表中选择{spec.label}') from None


def _list(spec: FieldOf, value: object) -> object:
    try:
        read = _LISTS[spec.key].validate_python(value)
        Form.model_validate({spec.key: read})
    except ValidationError as error:
        where = '标题' if any('title' in step['loc'] for step in error.errors()) else '内容'
        raise ValueError(f'{spec.label}的{where}不完整或超出长度，请检查') from error
    return read
