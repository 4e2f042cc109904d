"""Starting an application: its number, one draft per person and year, and the account of an entered person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from domain import clock
from domain.errors import Busy, Forbidden, Invalid, NotFound, Problem, RefusalCode, Unmet
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.application.id_number import IdNumber, parse_id_number
from domain.rules.application.numbering import registration_number
from domain.rules.application.person import MOBILE_TAKEN, Unfit, parse_mobile, parse_name
from domain.rules.review.judging import Facts, may, unmet
from domain.rules.review.workflow import MOVE, Need
from domain.rules.vocabulary import RELAXED_CHANNELS, Act, Basis, Channel, Role, Status, WindowKind
from domain.rules.year.windows import open_now
from domain.services import journal
from domain.services.application_record import changed
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import Year, current_year
from storage.models import Account, Application, Organisation
from storage.queries import organisations

ATTEMPTS = 5  # two that begin at the same moment want the same number; the loser takes the next one
WINDOWS_OF = {
    Channel.REGULAR: (WindowKind.REGISTRATION,),
    Channel.SUPPLEMENTARY: (WindowKind.LATE_ENTRY,),
    Channel.EXCEPTIONAL: (WindowKind.REGISTRATION, WindowKind.LATE_ENTRY),
    Channel.FRONTLINE: (WindowKind.REGISTRATION, WindowKind.LATE_ENTRY),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person that an office enters, as typed."""

    name: str
    id_number: str
    mobile: str


@use_case
async def register(actor: Actor) -> Application:
    """开始报名: the applicant's own draft for the current year.

    Raises Forbidden except for an applicant, Unmet when the window is closed or this year's application already exists.
    """
    if actor.role is not Role.APPLICANT:
        raise Forbidden(MOVE[Act.REGISTER].by.value)

    async def own() -> Application:
        account = await Account.get(id=actor.account_id).select_related('organisation')
        if account.organisation is None or not account.id_number:
            raise Unmet('账号没有关联单位或身份证号，请联系所在单位')
        form = Form(name=account.name, mobile=account.mobile or '')
        number = _number(account.id_number)
        return await begin(actor, account, account.organisation, number, form)

    return await _numbered(actor, own)


@use_case
async def enter(actor: Actor, person: Person, unit_id: int, form: Form, remark: str = '') -> Application:
    """Enter a person, as county or above: a draft with ``form`` (its channel is kept) and, if there is none yet, the
    applicant's account, to be activated with the initial password. ``remark``: what the office notes for the reviewers.

    Raises Invalid at ``name``, ``id_number`` or ``mobile``, NotFound for a unit out of reach, Forbidden, Unmet as
    ``register``.
    """
    number, problems = None, []
    values = {'name': person.name, 'mobile': person.mobile}
    for key, parse in (('name', parse_name), ('mobile', parse_mobile)):
        try:
            values[key] = parse(values[key])
        except Unfit as refusal:
            problems.append(Problem(key, str(refusal)))
    try:
        number = _number(person.id_number)
    except Invalid as refusal:
        problems += refusal.problems
    if problems or number is None:
        raise Invalid(problems)
    complete = form.model_copy(update=values)

    async def entered() -> Application:
        unit = await organisations.in_reach(actor, unit_id)
        if unit is None:
            raise NotFound('该单位')
        return await begin(actor, await _account(actor, complete, number, unit), unit, number, complete, remark)

    return await _numbered(actor, entered)


async def begin(
    actor: Actor, account: Account, unit: Organisation, number: IdNumber, form: Form, remark: str = ''
) -> Application:
    """Write the draft inside the caller's transaction. Raises Forbidden, Unmet (window, second application)."""
    year, now = await current_year(), clock.now()
    application = Application(
        year_id=year.id,
        applicant_id=account.id,
        unit_id=unit.id,
        name=form.name,
        id_number=number.value,
        sex=number.sex,
        born_on=number.born_on,
        mobile=form.mobile,
        grade=form.grade,
        senior=form.grade == 1,
        trade=form.trade,
        channel=form.channel,
        basis=form.basis,
        form=form.model_dump(mode='json'),
        created_at=now,
        changed_at=now,
    )
    if not may(MOVE[Act.REGISTER].by, application, actor, Facts()):
        raise Forbidden(MOVE[Act.REGISTER].by.value)
    if not unit.enabled:
        raise Unmet('该单位已停用，不能报名', code=RefusalCode.UNIT_DISABLED)
    if not is_window_open(year, form.channel, form.grade, unit.path):
        raise unmet(Need.OPEN_WINDOW)
    if await Application.filter(year_id=year.id, id_number=number.value).exclude(status=Status.CANCELLED).exists():
        raise unmet(Need.SOLE_APPLICATION)
    last = await Application.filter(year_id=year.id).order_by('-number').first().values_list('number', flat=True)
    application.number = registration_number(year.year, int(str(last)[4:]) + 1 if last else 1)
    await application.save(force_create=True)
    await journal.record(actor, Act.REGISTER, application, reason=f'备注：{remark}' if remark else '')
    return application


def is_window_open(year: Year, channel: Channel, grade: int | None, path: str) -> bool:
    """Whether an applicant of this channel, grade (None: of some grade) and area can register now."""
    windows = year.windows_for(grade, path)
    return any(open_now(windows, kind, clock.now()) for kind in WINDOWS_OF[channel])


def own_basis(channel: Channel) -> Basis | None:
    """The basis that a relaxed channel implies."""
    return Basis(channel.value) if channel in RELAXED_CHANNELS else None


async def _numbered(actor: Actor, write: Callable[[], Awaitable[Application]]) -> Application:
    for _ in range(ATTEMPTS):
        try:
            async with unit_of_work(actor) as news:
                application = await write()
                unit = await Organisation.get(id=application.unit_id)
                news.append(changed(application, Act.REGISTER, actor, unit.path, None))
        except IntegrityError:  # the number or the application was created in the meantime: check again
            continue
        return application
    raise Busy


async def _account(actor: Actor, form: Form, number: IdNumber, unit: Organisation) -> Account:
    account = await Account.get_or_none(login=number.value).select_related('organisation')
    if account is not None:
        if account.organisation is None or not actor.oversees(account.organisation.path):
            sentence = '该身份证号的账号属于其他地区的单位，请联系上级管理员'
            raise Invalid([Problem('id_number', sentence, RefusalCode.ACCOUNT_ELSEWHERE)])
        await Account.filter(id=account.id).update(organisation_id=unit.id)
        return account
    if await Account.filter(mobile=form.mobile).exists():
        raise Invalid([MOBILE_TAKEN])
    return await Account.create(
        login=number.value,
        role=Role.APPLICANT,
        organisation_id=unit.id,
        name=form.name,
        mobile=form.mobile,
        id_number=number.value,
        created_at=clock.now(),
    )


def _number(typed: str) -> IdNumber:
    try:
        return parse_id_number(typed, clock.today())
    except Unfit as refusal:
        raise Invalid([Problem('id_number', str(refusal))]) from refusal
