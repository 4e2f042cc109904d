"""The steps of the form: the groups in each step, and the options the applicant can choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from domain.rules.application.form import FieldKind, FieldOf, Form, Group, fields_of
from domain.rules.application.pins import MATERIAL
from domain.rules.vocabulary import (
    NATIONS,
    POLITICS,
    RELAXED_CHANNELS,
    Basis,
    Education,
    Grade,
    GradeRange,
    StaffKind,
    Status,
)
from domain.services.application.filling import OwnApplication
from pages.views.registration_time import registration_time


class Offered(TypedDict):
    """What a field of the form offers, as ``Look`` takes it."""

    hint: str
    options: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step; the two without groups are the materials and the last step."""

    key: str
    title: str
    groups: tuple[Group, ...] = ()

    def holds(self, key: str) -> bool:
        """Whether the field or material with this key is in this step."""
        if key.startswith(MATERIAL):
            return self is MATERIALS
        return any(spec.key == key for group in self.groups for spec in fields_of(group))


MATERIALS = Step('materials', '材料')
SUBMIT = Step('submit', '预审与提交')
STEPS = (
    Step('person', '基本信息', (Group.PERSON,)),
    Step('work', '工作信息', (Group.WORK,)),
    Step('held', '现等级信息', (Group.HELD,)),
    Step('applied', '申报信息', (Group.APPLIED,)),
    Step('merits', '年度考核与业绩', (Group.ASSESSMENTS, Group.HONOURS)),
    MATERIALS,
    SUBMIT,
)
HINTS = {
    'name': '与身份证一致；少数民族姓名的间隔号用“·”',
    'confirmed_on': '申报五级必填',
    'vehicle_reform': '因公务用车制度改革转岗的选“是”',
    'held_grade': '没有等级证书的不填',
    'channel': '补报、破格和一线由县区及以上登记',
    'assessments': '填写考核年度之前各年的结果；一级申报必填近五年',
    'honours': '没有的不填',
}
_GRADES = {str(int(grade)): grade.full_label for grade in Grade}
_EXCEPTION = ('exception_category', 'exception_document')


def step_of(key: str) -> Step:
    """The step that contains a field or material."""
    return next((step for step in STEPS if step.holds(key)), STEPS[0])


def first_of(keys: Iterable[str]) -> Step:
    """The first step that contains one of these keys; without keys the very first step."""
    return min((step_of(key) for key in keys), key=STEPS.index, default=STEPS[0])


def fields_in(group: Group, form: Form) -> tuple[FieldOf, ...]:
    """The fields of a group that this form has."""
    relaxed = form.channel in RELAXED_CHANNELS
    return tuple(spec for spec in fields_of(group) if relaxed or spec.key not in _EXCEPTION)


def options_of(
    spec: FieldOf, form: Form, trades: Mapping[str, str], open_trades: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Value to label of a field's options; None for a typed field. ``open_trades`` can be applied for."""
    if spec.kind is FieldKind.TRADE:
        return open_trades if spec.key == 'trade' else trades
    offered: dict[str, Mapping[str, str]] = {
        'nation': {nation: nation for nation in NATIONS},
        'politics': {word: word for word in POLITICS},
        'education': Education.labels(),
        'staff_kind': StaffKind.labels(),
        'post_grade': _GRADES,
        'held_grade': _GRADES,
        'grade': _GRADES,
        'basis': _bases(form),
    }
    return offered.get(spec.key)


def offered(spec: FieldOf, own: OwnApplication, trades: Mapping[str, str], open_trades: Mapping[str, str]) -> Offered:
    """The hint at a field and its options: a draft can only choose the grades that can register now."""
    if spec.key == 'grade' and own.application.status is Status.DRAFT:
        time = registration_time(own.year, own.form.channel, own.unit.path)
        return {'hint': time.text if time.by_grade else '', 'options': _grades_open(time.open, own.form)}
    return {'hint': HINTS.get(spec.key, ''), 'options': options_of(spec, own.form, trades, open_trades)}


def _grades_open(ranges: Collection[GradeRange], form: Form) -> Mapping[str, str]:
    """The grades that can be applied for now, and the chosen one; all of them when registration is closed."""
    kept = {str(int(grade)) for one in ranges for grade in one.grades} | {str(int(form.grade)) if form.grade else ''}
    return {value: label for value, label in _GRADES.items() if not ranges or value in kept}


def _bases(form: Form) -> Mapping[str, str]:
    special = (Basis.EXCEPTIONAL, Basis.FRONTLINE)
    return {word.value: word.label for word in Basis if word not in special or word.value == form.channel.value}
