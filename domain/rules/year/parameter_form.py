"""The form of 申报条件参数: built from the titles of Parameters, read strictly, compared field by field."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from domain.errors import Invalid, Problem
from domain.rules.vocabulary import Grade, Level, Word
from domain.rules.year.parameters import Parameters

GENERAL = '通用'  # the section for parameters of no single grade
YES = 'yes'
_ISO_DAY = re.compile(r'\d{4}-\d{2}-\d{2}', re.ASCII)
_MOST_YEARS = 60  # of work or of a certificate held: more than a working life is a typing error
_FINAL_LEVELS = (Level.COUNTY, Level.CITY, Level.PROVINCE)


class ParameterKind(Enum):
    """How one parameter is typed."""

    WHOLE = auto()
    DAY = auto()
    DATE = auto()
    WORD = auto()
    SWITCH = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the form; ``key`` is the path of the parameter, as in ``men.first_age`` or ``held_years.4``."""

    key: str
    section: str
    label: str
    kind: ParameterKind
    low: int = 0
    high: int = 0
    words: Mapping[str, str] = field(default_factory=lambda: types.MappingProxyType({}))

    @property
    def title(self) -> str:
        """Section and label together, for a field shown alone."""
        return self.label if self.section == GENERAL else f'{self.section}：{self.label}'

    def shown(self, text: str) -> str:
        """The value in words: 是, 市级, 10."""
        if self.kind is ParameterKind.SWITCH:
            return '是' if text == YES else '否'
        if self.kind is ParameterKind.DATE:
            return text or '未填写'
        return self.words.get(text, text)

    def fault(self, text: str) -> str:
        """What is wrong with the typed text, or an empty text."""
        if self.kind is ParameterKind.WORD and text not in self.words:
            return '请选择一项'
        if self.kind is ParameterKind.WHOLE and not (text.isascii() and text.isdigit() and len(text) <= 4):
            return '请填写整数'
        if self.kind is ParameterKind.DATE and text and not _ISO_DAY.fullmatch(text):
            return '请选择日期'
        if self.kind is ParameterKind.WHOLE and not self.low <= int(text) <= self.high:
            return f'应为 {self.low}–{self.high} 之间的整数'
        return ''


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed parameter, in words."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f'{self.label}：{self.old} → {self.new}'


def texts_of(parameters: Parameters) -> dict[str, str]:
    """Every parameter as text in the form."""
    kept = parameters.model_dump(mode='json')
    return {asked.key: _text(_at(kept, asked.key)) for asked in FIELDS}


def read(texts: Mapping[str, str]) -> Parameters:
    """The typed parameters. Raises Invalid with a problem at the key of each invalid field."""
    typed = {asked.key: texts.get(asked.key, '').strip() for asked in FIELDS}
    problems = [Problem(asked.key, fault) for asked in FIELDS if (fault := asked.fault(typed[asked.key]))]
    found: Parameters | None = None
    try:
        found = Parameters.model_validate(_nested(typed))
    except ValidationError as error:
        known = {problem.key for problem in problems}
        keys = ['.'.join(str(step) for step in one['loc']) for one in error.errors()]
        problems += [Problem(key, _refused(key)) for key in keys if key not in known]
    if found and not problems:
        problems = list(_contradictions(found))
    if problems or found is None:
        raise Invalid(problems)
    return found


def differences(before: Parameters, after: Parameters) -> list[Difference]:
    """What differs between two years' parameters, in the order of the form."""
    old, new = texts_of(before), texts_of(after)
    return [
        Difference(asked.title, asked.shown(old[asked.key]), asked.shown(new[asked.key]))
        for asked in FIELDS
        if old[asked.key] != new[asked.key]
    ]


def _contradictions(parameters: Parameters) -> Iterator[Problem]:
    for name in ('men', 'women_workers', 'women_cadres'):
        step = getattr(parameters, name)
        if step.last_age < step.first_age:
            yield Problem(f'{name}.last_age', '不能小于原退休年龄')
    if parameters.assessment_excellent > parameters.assessment_years:
        yield Problem('assessment_excellent', '不能多于年度考核年数')


def _refused(key: str) -> str:
    kind = next((asked.kind for asked in FIELDS if asked.key == key), None)
    if kind is ParameterKind.DATE:
        return '请选择日期'
    return '请按“月-日”填写，如 12-31，不能为 02-29' if kind is ParameterKind.DAY else '填写的内容不符合要求'


def _text(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else ''
    return '' if value is None else str(value)


def _at(kept: Mapping[str, Any], key: str) -> object:
    value: Any = kept
    for step in key.split('.'):
        value = value[step]
    return value


def _nested(typed: Mapping[str, str]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for asked in FIELDS:
        *way, last = asked.key.split('.')
        place = whole
        for step in way:
            place = place.setdefault(step, {})
        text = typed[asked.key]
        unset = asked.kind is ParameterKind.DATE and not text
        place[last] = text == YES if asked.kind is ParameterKind.SWITCH else None if unset else text
    return whole


def _fields() -> Iterator[Asked]:
    defaults = Parameters()
    for name, info in Parameters.model_fields.items():
        prefix, colon, rest = str(info.title).partition('：')
        value = getattr(defaults, name)
        if isinstance(value, BaseModel):
            for step, inner in type(value).model_fields.items():
                yield _one(f'{name}.{step}', str(info.title), str(inner.title), inner, getattr(value, step))
        elif isinstance(value, dict):
            for grade, one in value.items():
                yield _one(f'{name}.{grade}', rest or prefix, Grade(grade).label, None, one)
        else:
            yield _one(name, prefix if colon else GENERAL, rest or prefix, info, value)


def _one(key: str, section: str, label: str, info: FieldInfo | None, value: object) -> Asked:
    if isinstance(value, bool):
        return Asked(key, section, label, ParameterKind.SWITCH)
    if isinstance(value, Word):
        # A table of levels by grade is 终审级别, which is never below the county (1-domain §2).
        levels = {level.value: level.label for level in _FINAL_LEVELS}
        words = levels if isinstance(value, Level) else type(value).labels()
        return Asked(key, section, label, ParameterKind.WORD, words=words)
    if isinstance(value, int):
        bounds = info.metadata if info else ()
        low = next((one.ge for one in bounds if hasattr(one, 'ge')), 0)
        high = next((one.le for one in bounds if hasattr(one, 'le')), _MOST_YEARS)
        return Asked(key, section, label, ParameterKind.WHOLE, int(low), int(high))
    return Asked(key, section, label, ParameterKind.DATE if value is None else ParameterKind.DAY)


FIELDS: tuple[Asked, ...] = tuple(_fields())
