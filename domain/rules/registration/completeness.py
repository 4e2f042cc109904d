"""What an application still lacks before it can be submitted, reported at each field or material."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from domain.errors import Problem
from domain.rules.application.achievements import exempting_achievement
from domain.rules.application.field_values import unfit
from domain.rules.application.form import FIELD, FieldKind, Form
from domain.rules.application.id_number import age_on
from domain.rules.application.materials import Uploader, required
from domain.rules.eligibility.checklist import Born
from domain.rules.vocabulary import RELAXED_CHANNELS, Basis, Grade, MaterialKind
from domain.rules.year.parameters import Parameters

_CHOSEN = (FieldKind.CHOICE, FieldKind.TRADE)
_ALWAYS: tuple[str, ...] = (
    'name', 'nation', 'politics', 'education', 'mobile', 'address', 'staff_kind', 'joined_on', 'post', 'grade', 'trade',
    'basis',
)  # fmt: skip
_OF_HELD_GRADE = ('held_trade', 'held_grade', 'certificate_number', 'obtained_on')
_OF_APPOINTMENT = ('post_grade', 'appointed_on')
_OF_EXCEPTION = ('exception_category', 'exception_document')
_YOUNGEST_AT_WORK = 14  # a start of work before that age is a typing error


def problems_of(
    form: Form,
    person: Born,
    uploaded: Collection[MaterialKind],
    *,
    year: int,
    today: date,
    parameters: Parameters,
    deferral_open: bool = False,
) -> list[Problem]:
    """Everything that prevents the submission of this form, in the order of the form, the materials last.

    ``uploaded``: the kinds with at least one file. Only what the applicant must provide is checked: reviewers, county
    and unit add their materials later. Source: 1-domain §3 and §5, 2-workflow §2 row 2.
    """
    found = {problem.key: problem for problem in unfit(form)}
    for key in _needed(form, exempt=exempting_achievement(form, parameters) is not None):
        if not getattr(form, key):
            verb = '选择' if FIELD[key].kind in _CHOSEN else '填写'
            found.setdefault(key, Problem(key, f'请{verb}{FIELD[key].label}'))
    for problem in (*_wrong_dates(form, person, today), *_missing_years(form, year, parameters)):
        found.setdefault(problem.key, problem)
    problems = [found[key] for key in FIELD if key in found]
    owed = (
        requirement.kind
        for requirement in required(form, deferral_open=deferral_open, parameters=parameters)
        if requirement.required and requirement.by is Uploader.APPLICANT
    )
    return problems + [Problem(kind.value, f'请上传{kind.label}') for kind in owed if kind not in uploaded]


def _needed(form: Form, *, exempt: bool) -> tuple[str, ...]:
    keys = _ALWAYS
    if form.grade is Grade.FIVE:
        keys += ('confirmed_on',)
    promoted = form.basis is Basis.PROMOTION and form.grade in (Grade.FOUR, Grade.THREE)
    if promoted or form.grade in (Grade.TWO, Grade.ONE):
        keys += _OF_HELD_GRADE
    if form.grade is Grade.ONE:
        keys += _OF_APPOINTMENT if exempt else (*_OF_APPOINTMENT, 'assessments')
    if form.basis is Basis.ACHIEVEMENT:
        keys += ('honours',)
    if form.channel in RELAXED_CHANNELS:
        keys += _OF_EXCEPTION
    return keys


def _missing_years(form: Form, year: int, parameters: Parameters) -> list[Problem]:
    """Grade 1 needs the assessments of all recent years, unless an achievement exempts the applicant."""
    if form.grade is not Grade.ONE or not form.assessments or exempting_achievement(form, parameters):
        return []
    years = [str(past) for past in range(year - parameters.assessment_years, year) if past not in form.assessments]
    return [Problem('assessments', f'请填写 {"、".join(years)} 年的年度考核结果')] if years else []


def _wrong_dates(form: Form, person: Born, today: date) -> list[Problem]:
    """Dates that contradict the current date, the birth date or each other."""
    problems = []
    for key in ('joined_on', 'confirmed_on', 'appointed_on', 'obtained_on'):
        value = getattr(form, key)
        if value is None:
            continue
        label = FIELD[key].label
        if value > today:
            problems.append(Problem(key, f'{label}不能晚于今天'))
        elif age_on(person.born_on, value) < _YOUNGEST_AT_WORK:
            problems.append(Problem(key, f'{label}早于本人 {_YOUNGEST_AT_WORK} 周岁，请核对'))
    if form.joined_on and form.confirmed_on and form.confirmed_on < form.joined_on:
        problems.append(Problem('confirmed_on', '转正定级时间不能早于参加工作时间'))
    return problems
