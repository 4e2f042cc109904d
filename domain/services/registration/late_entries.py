"""A county or an office above it registers an applicant: 添加补报人员 and 添加破格人员, and when this is possible."""

from __future__ import annotations

from dataclasses import dataclass

from domain import clock
from domain.errors import Invalid, NotFound, Problem, RefusalCode, Unmet
from domain.rules.actor import Actor
from domain.rules.application.field_values import LENGTHS
from domain.rules.application.form import FIELD, Form
from domain.rules.application.id_number import parse_id_number
from domain.rules.application.person import Unfit, parse_mobile, parse_name
from domain.rules.eligibility.retirement import cutoff, is_retired, retires_on
from domain.rules.permissions import County
from domain.rules.registration.late_and_exceptional_entries import Entrance, Newcomer
from domain.rules.vocabulary import Level
from domain.rules.year.windows import left_text, next_opening, open_now
from domain.services.application.registrations import WINDOWS_OF, Person, enter, own_basis
from domain.services.eligibility.prechecks import registration_opens_on
from domain.services.year.years import Year, current_year
from storage.models import Application
from storage.queries import organisations

EMPLOYERS = (Level.DEPARTMENT, Level.UNIT)  # higher offices employ no applicants


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether an applicant can be entered now, and the sentence that says until when or from when."""

    is_open: bool
    text: str


async def opening(actor: Actor, entrance: Entrance, year: Year) -> Opening:
    """Whether this office can enter people in this year now: only in the current one, while a window of it is open."""
    current = await current_year()
    if year.id != current.id:
        return Opening(is_open=False, text=f'{entrance.label}登记到当前的 {current.year} 年度，请先切换年度')
    windows, now = year.windows_for(None, actor.path), clock.now()
    kinds = WINDOWS_OF[entrance.channels[0]]
    opened = [window for kind in kinds if (window := open_now(windows, kind, now))]
    if opened:
        last = max(opened, key=lambda window: window.closes_at)
        text = f'{entrance.label}时间至 {clock.minute_text(last.closes_at)}，{left_text(last, now)}'
        return Opening(is_open=True, text=text)
    ahead = [window for kind in kinds if (window := next_opening(windows, kind, now))]
    if ahead:
        first = min(ahead, key=lambda window: window.opens_at)
        text = f'当前不在{entrance.label}时间内，将于 {clock.minute_text(first.opens_at)} 开放'
        return Opening(is_open=False, text=text)
    return Opening(is_open=False, text=f'当前不在{entrance.label}时间内，本年度不再开放')


async def add(actor: Actor, entrance: Entrance, newcomer: Newcomer) -> Application:
    """添加补报人员 or 添加破格人员: creates the draft, and for a new person the account with the initial password.

    Raises Forbidden below an administrator of a county, Unmet outside the window, Invalid with every problem at
    ``name``, ``id_number`` (also a second application of this year, or a retired person), ``mobile``, ``unit_id``,
    ``channel``, ``category`` or ``document``. Source: 2-workflow §2 row 1, 3-screens §2.
    """
    County.require(actor)
    time = await opening(actor, entrance, await current_year())
    if not time.is_open:
        raise Unmet(time.text, code=RefusalCode.WINDOW_CLOSED)
    problems = [
        *await _wrong_person(newcomer),
        *await _wrong_place(actor, newcomer),
        *_wrong_reason(entrance, newcomer),
    ]
    if problems or newcomer.channel is None or newcomer.unit_id is None:
        raise Invalid(problems)
    form = Form(
        channel=newcomer.channel,
        basis=own_basis(newcomer.channel),
        exception_category=newcomer.category.strip() if entrance.asks_why else '',
        exception_document=newcomer.document.strip() if entrance.asks_why else '',
    )
    person = Person(newcomer.name, newcomer.id_number, newcomer.mobile)
    try:
        return await enter(actor, person, newcomer.unit_id, form)
    except Unmet as refusal:
        if refusal.code is RefusalCode.HAS_APPLICATION:
            raise Invalid([Problem('id_number', str(refusal), refusal.code)]) from refusal
        raise
    except NotFound as refusal:  # the unit was moved since it was checked
        raise Invalid([Problem('unit_id', str(refusal), refusal.code)]) from refusal


async def _wrong_person(newcomer: Newcomer) -> list[Problem]:
    problems, today = [], clock.today()
    for key, text, parse in (('name', newcomer.name, parse_name), ('mobile', newcomer.mobile, parse_mobile)):
        try:
            parse(text)
        except Unfit as refusal:
            problems.append(Problem(key, str(refusal)))
    try:
        number = parse_id_number(newcomer.id_number, today)
    except Unfit as refusal:
        return [*problems, Problem('id_number', str(refusal))]
    year = await current_year()
    last = cutoff(year.parameters, None, year.year, registration_opens_on(year))
    if is_retired(number.born_on, number.sex, year.parameters, last.day):
        day = retires_on(number.born_on, number.sex, year.parameters)
        problems.append(Problem('id_number', f'该人员已于 {day} 达到退休年龄，不能报名'))
    return problems


async def _wrong_place(actor: Actor, newcomer: Newcomer) -> list[Problem]:
    if newcomer.unit_id is None:
        return [Problem('unit_id', '请选择所在单位')]
    unit = await organisations.in_reach(actor, newcomer.unit_id)
    if unit is None:
        return [Problem('unit_id', str(NotFound('该单位')))]
    if not unit.enabled:
        return [Problem('unit_id', '该单位已停用，不能报名')]
    return [] if unit.level in EMPLOYERS else [Problem('unit_id', '请选择报考人员所在的单位或主管单位')]


def _wrong_reason(entrance: Entrance, newcomer: Newcomer) -> list[Problem]:
    problems = [] if newcomer.channel in entrance.channels else [Problem('channel', '请选择破格或一线')]
    for key in ('category', 'document') if entrance.asks_why else ():
        text, spec = getattr(newcomer, key).strip(), f'exception_{key}'
        if not text:
            problems.append(Problem(key, f'请填写{FIELD[spec].label}'))
        elif len(text) > LENGTHS[spec]:
            problems.append(Problem(key, f'{FIELD[spec].label}最多 {LENGTHS[spec]} 个字'))
    return problems
