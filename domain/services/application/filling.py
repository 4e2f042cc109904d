"""What the applicant does with an application: filling it in, submitting it, and following it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain import clock
from domain.errors import Forbidden, Problem, Unmet
from domain.events import FormSaved
from domain.rules.actor import Actor
from domain.rules.application.field_values import entered, fitting
from domain.rules.application.form import Form, shown
from domain.rules.application.pins import open_keys
from domain.rules.review.judging import Facts, move_for
from domain.rules.review.workflow import EDITABLE, Need
from domain.rules.vocabulary import Act, Grade, Role, Status
from domain.services import journal
from domain.services.application import revisions
from domain.services.application.registrations import enter, register
from domain.services.application.submitting import may_submit_now, way_of
from domain.services.application_record import changed, decided_already, locked, standing
from domain.services.eligibility.prechecks import Precheck, form_of, precheck_of
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import Year, trade_names, year_of
from storage.models import Application, Organisation
from storage.queries import applications

__all__ = ['OwnApplication', 'Saved', 'enter', 'keys_open', 'own', 'register', 'save', 'submit', 'way_of']


NEWER = '该项已在另一个窗口改为“{}”，这里填写的内容没有保存；如需修改请重新填写'


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of saving: the form as it is stored now, and the problems of the input."""

    form: Form
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """The applicant's application of one year, with the data that the form needs."""

    application: Application
    unit: Organisation
    form: Form
    year: Year
    precheck: Precheck
    open_keys: frozenset[str]  # empty when nothing can be changed now

    @property
    def editable(self) -> bool:
        return self.application.status in EDITABLE


async def own(actor: Actor, year: Year) -> OwnApplication | None:
    """The applicant's own application of this year; None before there is one."""
    if actor.role is not Role.APPLICANT:
        return None
    mine = applications.visible_to(actor).filter(year_id=year.id).order_by('-id')
    application = await mine.exclude(status=Status.CANCELLED).first() or await mine.first()
    if application is None:
        return None
    form, precheck = form_of(application), await precheck_of(application)
    keys = await keys_open(application, form, precheck)
    return OwnApplication(application, await Organisation.get(id=application.unit_id), form, year, precheck, keys)


@use_case
async def save(
    actor: Actor, application_id: int, typed: Mapping[str, object], *, known: Form | None = None, window: str = ''
) -> Saved:
    """Save the input so far; a value that cannot be read is returned as a problem at its field, the rest is saved.

    ``known`` is the form as this ``window`` showed it before the input: what another window has changed since is not
    overwritten, but returned as a problem with the newer value. The other windows are notified of what was saved.

    Only for a draft or a returned application, and of that only the parts the return left open (1-domain §2 row 4). No
    new version and no journal entry: nobody decides on a draft. Raises NotFound, Forbidden.
    """
    async with unit_of_work(actor) as news:
        application = await _for_update(actor, application_id)
        if application.status not in EDITABLE:
            raise Forbidden(f'该申报当前为“{application.status.label}”，不能修改')
        before = form_of(application)
        if typed.keys() - await keys_open(application, before):
            raise Forbidden('该项不能修改；退回后只能修改退回意见标注的内容')
        trades = await trade_names()
        result = entered(before, typed, trades, clock.today())
        newer = [key for key in typed if _overtaken(key, known or before, before, result.form)]
        if newer:
            result = entered(before, {key: typed[key] for key in typed if key not in newer}, trades, clock.today())
        if result.form != before:
            columns = fitting(result.form)
            if not result.form.name:
                columns.pop('name', None)  # a list needs the person's name
            await Application.filter(id=application.id, status__in=EDITABLE).update(
                form=result.form.model_dump(mode='json'),
                grade=result.form.grade,
                senior=result.form.grade is Grade.ONE,
                trade=result.form.trade,
                channel=result.form.channel,
                basis=result.form.basis,
                changed_at=clock.now(),
                **columns,
            )
            news.append(FormSaved(application.id, window))
    found = [Problem(key, NEWER.format(shown(key, getattr(before, key), trades))) for key in newer]
    return Saved(result.form, (*result.problems, *found))


@use_case
async def submit(actor: Actor, application_id: int, *, seen: int, form: Form | None = None) -> Application:
    """提交: send the draft or the corrected application to the first stop of its route; ``form`` as it was shown.

    Raises NotFound, Forbidden (not the actor's own, not editable), Unmet (window, eligibility, another window saved
    something else than was shown), Invalid with everything that is missing, DecidedAlready when it changed since
    ``seen``. A refusal changes nothing.
    """
    async with unit_of_work(actor) as news:
        application = await _for_update(actor, application_id)
        if application.version != seen:
            raise await decided_already(application)
        if form not in (None, form_of(application)):
            raise Unmet('填报内容已在另一个窗口修改，请核对后再提交')
        unit, form, at = await Organisation.get(id=application.unit_id), form_of(application), clock.now()
        precheck = await precheck_of(application, form)
        year = await year_of(application.year_id)
        closed = frozenset() if may_submit_now(year, application, unit.path) else frozenset({Need.OPEN_WINDOW})
        route = await way_of(unit, form.grade or Grade.FIVE, year)
        if not route:
            raise Unmet('所在单位没有可以受理的审核机构，请联系上级管理员')
        step = move_for(application, Act.SUBMIT, actor, Facts(unmet=closed), route)
        precheck.must_hold()
        before = standing(application)
        revision = await revisions.keep(application, form, at)
        first = route[0]
        if not await applications.move(
            application,
            seen,
            at,
            status=step.status,
            stage=first.level,
            holder_id=first.id,
            route=[stop.as_json() for stop in route],
            first_submitted_at=application.first_submitted_at or at,
            submitted_at=at,
            arrived_at=at,
            submissions=revision.submission,
            precheck=precheck.report.overall,
            pins=[],
            return_reason='',
        ):
            raise await decided_already(application)
        details = {'before': before, 'after': standing(application), 'changes': len(revision.changes)}
        await journal.record(actor, Act.SUBMIT, application, details=details)
        news.append(changed(application, Act.SUBMIT, actor, unit.path, None))
    return application


def _overtaken(key: str, known: Form, stored: Form, wanted: Form) -> bool:
    """Whether another window has changed this field since, and not to the same value."""
    now = getattr(stored, key)
    return bool(getattr(known, key) != now and getattr(wanted, key) != now)


async def keys_open(application: Application, form: Form, precheck: Precheck | None = None) -> frozenset[str]:
    """The keys the applicant may change now: all of a draft; after a return with pins only the pinned ones."""
    if application.status not in EDITABLE:
        return frozenset()
    if not application.pins:
        return open_keys(())
    precheck = precheck or await precheck_of(application, form)
    return open_keys(application.pins, precheck.problems, await revisions.touched(application, form))


async def _for_update(actor: Actor, application_id: int) -> Application:
    """The row, locked where the database can, so that saving and submitting run one after the other."""
    application = await locked(actor, application_id)
    if application.applicant_id != actor.account_id:
        raise Forbidden('只有报考人员本人可以操作')
    return application
