"""Everything the review page shows of one application, read together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.application.materials import Requirement
from domain.rules.eligibility import retirement
from domain.rules.eligibility.checklist import Report
from domain.rules.review.judging import Facts, open_to
from domain.rules.review.route import after, stops_of
from domain.rules.vocabulary import Act, DeferralState, Grade, Role, Status
from domain.services import journal
from domain.services.application_record import in_reach
from domain.services.eligibility.prechecks import form_of, live_materials, precheck_of, registration_opens_on
from domain.services.review import claims, deferrals, undo
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import Year, trade_names, year_of
from storage.models import Application, Deferral, JournalEntry, Material, Organisation, Revision, Ruling

VIEW_AGAIN = timedelta(minutes=30)  # one view is one entry, however often the page is drawn again


@dataclass(frozen=True, slots=True)
class Dossier:
    """One application with everything that belongs to it, for a reader who may see it in full."""

    application: Application
    form: Form
    unit: str
    superior: str
    trades: dict[str, str]
    report: Report
    months_to_retirement: int
    requirements: tuple[Requirement, ...]
    files: tuple[Material, ...]
    history: tuple[JournalEntry, ...]
    revision: Revision | None
    deferral: Deferral | None
    file_came: bool
    looker: str
    onward: str
    may: frozenset[Act]


async def dossier(actor: Actor, application_id: int) -> Dossier:
    """Read the dossier. Raises NotFound, the same for applications out of reach and missing ones."""
    application = await in_reach(actor, application_id)
    year, trades = await year_of(application.year_id), dict(await trade_names())
    unit = await Organisation.get(id=application.unit_id)
    superior = await Organisation.get_or_none(id=unit.parent_id)
    deferral = await deferrals.latest_of(application)
    files = await live_materials(application.id).order_by('id')
    precheck = await precheck_of(application)
    claim = (await claims.running([application.id])).get(application.id)
    return Dossier(
        application=application,
        form=form_of(application),
        unit=unit.name,
        superior=superior.name if superior else '',
        trades=trades,
        report=precheck.report,
        months_to_retirement=_months_to_retirement(application, year),
        requirements=precheck.requirements,
        files=tuple(files),
        history=tuple(await journal.history_of(application.id)),
        revision=await Revision.filter(application_id=application.id).order_by('-submission').first(),
        deferral=deferral,
        file_came=deferral is not None and any(_supplies(file, deferral) for file in files),
        looker=claim.name if claim and claim.account_id != actor.account_id else '',
        onward=await _onward(application),
        may=await _may(actor, application, unit, deferral),
    )


@use_case
async def note_full_view(actor: Actor, application_id: int) -> None:
    """Record that personal data was shown in full, once per half hour (3-screens §3). Raises NotFound."""
    last = (
        await JournalEntry.filter(account_id=actor.account_id, act=Act.VIEW, chain=f'account:{actor.account_id}')
        .order_by('-id')
        .limit(20)
        .values('details', 'at')
    )
    since = clock.now() - VIEW_AGAIN
    if any(entry['details'].get('application') == application_id and entry['at'] > since for entry in last):
        return
    async with unit_of_work(actor):
        application = await in_reach(actor, application_id)
        await journal.record(actor, Act.VIEW, details={'application': application.id, 'number': application.number})


def _months_to_retirement(application: Application, year: Year) -> int:
    grade = Grade(application.grade) if application.grade else None
    last = retirement.cutoff(year.parameters, grade, year.year, registration_opens_on(year))
    retires = retirement.retires_on(application.born_on, application.sex, year.parameters)
    return retirement.months_to_retirement(retires, last.day)


def _supplies(file: Material, deferral: Deferral) -> bool:
    return file.kind.value in deferral.items and file.uploaded_at > deferral.opened_at


async def _onward(application: Application) -> str:
    if application.status is not Status.IN_REVIEW or application.holder_id is None:
        return ''
    stop = after(stops_of(application.route), application.holder_id)
    if stop is None:
        return '通过后即为终审通过'
    return f'通过后提交至：{(await Organisation.get(id=stop.id)).name}'


async def _may(actor: Actor, application: Application, unit: Organisation, deferral: Deferral | None) -> frozenset[Act]:
    rejecter = await Ruling.filter(application_id=application.id, act=Act.REJECT).order_by('-at').first()
    office = await Organisation.get_or_none(id=rejecter.organisation_id) if rejecter else None
    deferrer = await Organisation.get_or_none(id=deferral.organisation_id) if deferral else None
    facts = Facts(
        unit_path=unit.path,
        rejecter_path=office.path if office else '',
        deferrer_id=deferrer.id if deferrer else None,
        deferrer_path=deferrer.path if deferrer else '',
    )
    acts = set(open_to(application, actor, facts))
    if actor.role is not Role.APPLICANT and await undo.undoable_until(actor, application):
        acts.add(Act.UNDO)
    state = deferral.state if deferral else None
    if not (await year_of(application.year_id)).parameters.may_defer(Grade(application.grade or Grade.FIVE)):
        acts.discard(Act.DEFER)
    if Act.APPROVE in acts:
        acts.add(Act.VERIFY_ID)
    if state is not DeferralState.OPEN:
        acts.discard(Act.CONFIRM)
    if state is not DeferralState.SUPPLIED:
        acts -= {Act.RECHECK_PASS, Act.RECHECK_FAIL}
    return frozenset(acts)
