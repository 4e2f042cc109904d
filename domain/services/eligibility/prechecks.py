"""资格预审 of one application: what is missing, which materials it needs, and the findings of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import Invalid, Problem, Unmet
from domain.rules.application.form import Form
from domain.rules.application.materials import Requirement, Uploader, required
from domain.rules.application.pins import material_key
from domain.rules.eligibility import assessment
from domain.rules.eligibility.assessment import Report
from domain.rules.registration.completeness import problems_of
from domain.rules.vocabulary import DeferralState, MaterialKind
from domain.services.year.years import Year, trade_names, year_of
from storage.models import Application, Deferral, Material
from storage.queries.review.deferrals_and_notes import open_deferral


@dataclass(frozen=True, slots=True)
class Precheck:
    """``problems`` are what the applicant still has to do, at the keys of fields and materials."""

    problems: tuple[Problem, ...]
    requirements: tuple[Requirement, ...]
    report: Report

    def must_hold(self) -> None:
        """Raises Invalid with what is missing, Unmet with the rules that forbid submitting (2-workflow §2, row 2)."""
        if self.problems:
            raise Invalid(list(self.problems))
        if self.report.blocking:
            raise Unmet(*(f'不符合申报条件：{check.label}（{check.shown}）' for check in self.report.blocking))


async def precheck_of(application: Application, form: Form | None = None) -> Precheck:
    """The precheck of the application as stored, or with another ``form``; the caller has checked the reach."""
    form = form or form_of(application)
    year, trades = await year_of(application.year_id), await trade_names()
    deferral = await deferral_of(application)
    uploaded = set(await live_materials(application.id).distinct().values_list('kind', flat=True))
    requirements = required(form, deferral_open=deferral is not None, parameters=year.parameters)
    problems = problems_of(
        form,
        application,
        tuple(MaterialKind),  # fields only: materials have keys of their own, and deferred ones may follow later
        year=year.year,
        today=clock.today(),
        parameters=year.parameters,
    )
    waiting = set(deferral.items if deferral else ())
    problems += [
        Problem(material_key(need.kind), f'请上传{need.kind.label}')
        for need in requirements
        if need.required and need.by is Uploader.APPLICANT and need.kind not in uploaded | waiting
    ]
    report = assessment.assess(
        form,
        application,
        year.parameters,
        year=year.year,
        registration_opens_on=registration_opens_on(year),
        trades=trades,
    )
    return Precheck(tuple(problems), requirements, report)


async def required_fields(application: Application, form: Form) -> frozenset[str]:
    """The fields that an application of this grade, channel and basis must have filled in."""
    year = await year_of(application.year_id)
    blank = Form(grade=form.grade, basis=form.basis, channel=form.channel)
    asked = problems_of(
        blank, application, tuple(MaterialKind), year=year.year, today=clock.today(), parameters=year.parameters
    )
    return frozenset(problem.key for problem in asked) | {'grade', 'basis'}


def form_of(application: Application) -> Form:
    """The applicant's form as saved so far."""
    return Form.model_validate(application.form)


def live_materials(application_id: int) -> QuerySet[Material]:
    """The files of an application, without removed ones."""
    return Material.filter(application_id=application_id, removed_at__isnull=True)


async def deferral_of(application: Application) -> Deferral | None:
    """The deferral under which materials may still follow."""
    return await open_deferral(application.id) if application.deferral_state is DeferralState.OPEN else None


def registration_opens_on(year: Year) -> date:
    """The first day of registration, on which nobody may be retired (1-domain §4); today when the year sets none.

    That of the province, of any grade: what a city arranges for itself changes nobody's age.
    """
    return year.registration_day or clock.today()
