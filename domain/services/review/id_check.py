"""添加身份证号 and 往年报考合格库: verifying an ID number on a record, and its passes of earlier years."""

from __future__ import annotations

from dataclasses import dataclass

from domain import clock
from domain.errors import Forbidden, Unmet
from domain.rules.actor import Actor
from domain.rules.application.id_number import parse_id_number
from domain.rules.application.person import Unfit
from domain.rules.vocabulary import Act, Finding, Status
from domain.services import journal
from domain.services.application_record import as_seen, changed, in_reach, move
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, ExamYear, Organisation, PriorPass


@dataclass(frozen=True, slots=True)
class IdNumberCheck:
    """The result of one check of an ID number."""

    finding: Finding
    text: str


async def checks_of(actor: Actor, application_id: int, typed: str) -> list[IdNumberCheck]:
    """Whether this number can be the person's: valid checksum, same birth date and sex, no second live application.

    The interpretation is ours (1-domain §7, 添加身份证号). Raises NotFound.
    """
    application = await in_reach(actor, application_id)
    try:
        number = parse_id_number(typed, clock.today())
    except Unfit as reason:
        return [IdNumberCheck(Finding.UNMET, str(reason))]
    agrees = number.born_on == application.born_on and number.sex is application.sex
    second = (
        await Application.filter(id_number=number.value, year_id=application.year_id)
        .exclude(id=application.id)
        .exclude(status=Status.CANCELLED)
        .exists()
    )
    same = number.value == application.id_number
    return [
        IdNumberCheck(Finding.MET, '号码位数、出生日期和校验码正确'),
        _check(agrees, '出生日期和性别与报名信息一致', '出生日期或性别与报名信息不一致'),
        _check(not second, '本年度没有第二份申报', '该号码本年度另有一份申报'),
        _check(same, '与报名时填写的号码一致', '与报名时填写的号码不一致'),
    ]


def _check(holds: bool, good: str, bad: str) -> IdNumberCheck:
    return IdNumberCheck(Finding.MET, good) if holds else IdNumberCheck(Finding.UNMET, bad)


@use_case
async def verify(actor: Actor, application_id: int, typed: str, *, seen: int) -> Application:
    """Write the number to the record and mark it 已核; 往年报考合格库 is then searched with it.

    Raises NotFound, Forbidden (not in this queue), Unmet with the checks that failed, DecidedAlready.
    """
    async with unit_of_work(actor) as news:
        application = await as_seen(actor, application_id, seen)
        here = actor.is_office and application.holder_id == actor.organisation_id
        if application.status is not Status.IN_REVIEW or not here:
            raise Forbidden('该申报不在本单位审核环节')
        if actor.id_number == application.id_number:
            raise Forbidden('不能审核本人的申报')
        bad = [check.text for check in await checks_of(actor, application_id, typed) if check.finding is Finding.UNMET]
        if bad:
            raise Unmet(*bad)
        await move(application, clock.now(), id_verified_at=clock.now())
        await journal.record(actor, Act.VERIFY_ID, application)
        unit = await Organisation.get(id=application.unit_id)
        news.append(changed(application, Act.VERIFY_ID, actor, unit.path, application.holder_id))
    return application


async def prior_passes(actor: Actor, application_id: int) -> list[PriorPass]:
    """往年报考合格库 of the person of this application, the newest year first, without the application's year.

    Raises NotFound.
    """
    application = await in_reach(actor, application_id)
    year = await ExamYear.get(id=application.year_id).only('id', 'year')
    return await PriorPass.filter(id_number=application.id_number, year__lt=year.year).order_by('-year', 'grade')
