"""容缺后补: materials that may follow later, their confirmation, and the recheck above."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain import clock
from domain.errors import Forbidden
from domain.events import Changed
from domain.rules.actor import Actor
from domain.rules.reasons import is_reason
from domain.rules.review.deferral_terms import due_on, last_day
from domain.rules.review.judging import Facts, move_for
from domain.rules.review.route import stops_of
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, DeferralState, Grade, MaterialKind
from domain.services import journal
from domain.services.application_record import as_seen, changed, move, move_attached
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import year_of
from storage.models import Application, Deferral, Material, Organisation
from storage.queries.organisations import path_of
from storage.queries.review.deferrals_and_notes import open_deferral


@use_case
async def defer(
    actor: Actor, application_id: int, items: tuple[MaterialKind, ...], note: str, promised_on: date, *, seen: int
) -> Deferral:
    """材料是否容缺后补 = 是: record what is missing and by when; changes an open deferral when there is one.

    Raises NotFound, Forbidden, Unmet (grade, note, a day in the past or after the year's window), DecidedAlready.
    """
    async with unit_of_work(actor) as news:
        application = await as_seen(actor, application_id, seen)
        unmet = set()
        year = await year_of(application.year_id)
        if not year.parameters.may_defer(Grade(application.grade or Grade.FIVE)):
            unmet.add(Need.MAY_DEFER)
        windows = year.windows_for(application.grade, await path_of(application.unit_id))
        if due_on(promised_on, last_day(windows)) < promised_on:
            unmet.add(Need.DEFERRAL_DAY)
        if not items or not is_reason(note) or promised_on < clock.today():
            unmet.add(Need.DEFERRAL_NOTE)
        move_for(application, Act.DEFER, actor, Facts(unmet=frozenset(unmet)), stops_of(application.route))
        await move(application, clock.now(), deferral_state=DeferralState.OPEN)
        deferral = await _opened(
            actor, application, items=[kind.value for kind in items], note=note.strip(), promised_on=promised_on
        )
        details = {'items': deferral.items, 'promised_on': promised_on.isoformat()}
        await journal.record(actor, Act.DEFER, application, reason=note.strip(), details=details)
        news.append(await _news(actor, application, Act.DEFER))
    return deferral


@use_case
async def confirm_supplied(actor: Actor, application_id: int, *, seen: int) -> Deferral:
    """确认材料已补 by the organisation that set it, after at least one file was uploaded since. Raises as ``defer``."""
    async with unit_of_work(actor) as news:
        application, deferral = await _with_deferral(actor, application_id, seen, DeferralState.OPEN)
        came = await Material.filter(
            application_id=application.id,
            kind__in=deferral.items,
            uploaded_at__gt=deferral.opened_at,
            removed_at__isnull=True,
        ).exists()
        unmet = frozenset() if came else frozenset({Need.FILE_CAME})
        move_for(application, Act.CONFIRM, actor, Facts(unmet=unmet, deferrer_id=deferral.organisation_id))
        await _move(application, deferral, DeferralState.SUPPLIED, supplied_at=clock.now())
        await journal.record(actor, Act.CONFIRM, application)
        news.append(await _news(actor, application, Act.CONFIRM))
    return deferral


@use_case
async def recheck(actor: Actor, application_id: int, passed: bool, opinion: str = '', *, seen: int) -> Deferral:
    """复核通过 or 复核不通过 by the county, city or province above; a failed one is open again. Raises as ``defer``."""
    act = Act.RECHECK_PASS if passed else Act.RECHECK_FAIL
    async with unit_of_work(actor) as news:
        application, deferral = await _with_deferral(actor, application_id, seen, DeferralState.SUPPLIED)
        path = (await Organisation.get(id=deferral.organisation_id)).path
        bad = not passed and not is_reason(opinion)
        unmet = frozenset({Need.REASON}) if bad else frozenset()
        move_for(application, act, actor, Facts(unmet=unmet, deferrer_path=path))
        if passed:
            await _move(application, deferral, DeferralState.CLEARED, opinion=opinion.strip(), cleared_at=clock.now())
        else:  # open again from now on: files that failed do not count as supplied
            await _move(application, deferral, DeferralState.OPEN, opinion=opinion.strip(), opened_at=clock.now())
        await journal.record(actor, act, application, reason=opinion.strip())
        news.append(await _news(actor, application, act))
    return deferral


async def latest_of(application: Application) -> Deferral | None:
    """The newest deferral of an application; the caller has checked that it is in reach."""
    return await Deferral.filter(application_id=application.id).order_by('-id').first()


async def _with_deferral(
    actor: Actor, application_id: int, seen: int, state: DeferralState
) -> tuple[Application, Deferral]:
    # The deferral first: if somebody changes both in between, the version of the application shows it.
    deferral = await open_deferral(application_id)
    application = await as_seen(actor, application_id, seen)
    if deferral is None or deferral.state is not state:
        raise Forbidden(f'容缺后补当前不是“{state.label}”状态')
    return application, deferral


async def _opened(actor: Actor, application: Application, **terms: Any) -> Deferral:
    """The open deferral with these terms: a new one, or the one there is, changed."""
    deferral = await open_deferral(application.id)
    if deferral is None:
        return await Deferral.create(
            application_id=application.id, organisation_id=actor.organisation_id, opened_at=clock.now(), **terms
        )
    await move_attached(deferral, application, state=DeferralState.OPEN, **terms)
    return deferral


async def _move(application: Application, deferral: Deferral, state: DeferralState, **changes: Any) -> None:
    """Bring both from the state that was judged to the next."""
    await move(application, clock.now(), deferral_state=state)
    await move_attached(deferral, application, state=state, **changes)


async def _news(actor: Actor, application: Application, act: Act) -> Changed:
    path = (await Organisation.get(id=application.unit_id)).path
    return changed(application, act, actor, path, application.holder_id)
