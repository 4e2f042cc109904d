"""Deciding on an application: the single entry point for buttons, keyboard, bulk actions and command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import clock, metrics
from domain.errors import Invalid, Problem
from domain.rules.actor import Actor
from domain.rules.application.pins import label_of, pinnable
from domain.rules.review.judging import Step, move_for
from domain.rules.review.route import Stop, stops_of
from domain.rules.vocabulary import Act, Status
from domain.services import journal
from domain.services.application_record import Pin, as_seen, changed, move, standing
from domain.services.review import consequences, drafts, facts
from domain.services.review.consequences import Moved
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, Organisation, Ruling

LONGEST_REMARK = 200
DECISIONS = (Act.APPROVE, Act.RETURN, Act.REJECT, Act.REOPEN, Act.CANCEL)
RULED_AS = {Act.APPROVE: Act.APPROVE, Act.RETURN: Act.RETURN, Act.REJECT: Act.REJECT, Act.REOPEN: Act.RETURN}


@dataclass(frozen=True, slots=True)
class Opinion:
    """A reviewer's text with a decision: a reason of 2–500 characters where the table requires one, and pins."""

    reason: str = ''
    pins: tuple[Pin, ...] = field(default=())


@use_case
async def decide(actor: Actor, application_id: int, act: Act, opinion: Opinion, *, seen: int) -> Application:
    """Record one decision on the version ``seen`` and move the application as the workflow's table says.

    Raises NotFound when it is out of reach, Forbidden when the actor may not, Unmet with the needs that do not hold,
    DecidedAlready when somebody decided first, SignedOut when the actor's session ended. A refusal changes nothing.
    """
    if act not in DECISIONS:
        raise ValueError(f'{act} is not a decision')
    _check_pins(opinion)
    with metrics.DECISIONS.time():
        async with unit_of_work(actor) as news:
            application = await as_seen(actor, application_id, seen)
            unit, from_holder = await Organisation.get(id=application.unit_id), application.holder_id
            known = await facts.of_decision(actor, application, act, opinion.reason, unit.path)
            step = move_for(application, act, actor, known, stops_of(application.route))
            moved = Moved(application, actor, clock.now(), news)
            await _record(moved, step, opinion)
            await consequences.carry_out(moved)
            news.append(changed(application, act, actor, unit.path, from_holder))
    return application


def _check_pins(opinion: Opinion) -> None:
    """Raises Invalid for a pin on an unknown key, two pins on the same key, or a remark that is too long."""
    if len({pin.key for pin in opinion.pins}) != len(opinion.pins):
        raise Invalid([Problem('pins', '同一项内容不能重复标注')])
    wrong = [Problem(pin.key, '标注的内容不存在') for pin in opinion.pins if not pinnable(pin.key)]
    wrong += [
        Problem(pin.key, f'“{label_of(pin.key)}”的标注说明最多 {LONGEST_REMARK} 字')
        for pin in opinion.pins
        if pinnable(pin.key) and len(pin.remark) > LONGEST_REMARK
    ]
    if wrong:
        raise Invalid(wrong)


async def _record(moved: Moved, step: Step, opinion: Opinion) -> None:
    """Move the application and record who decided what; the texts kept for it as drafts are then deleted."""
    application, actor, act = moved.application, moved.actor, step.move.act
    before, reason = standing(application), opinion.reason.strip()
    await move(application, moved.at, **changes_of(step, opinion, moved.at))
    await journal.record(actor, act, application, reason=reason, details=details_of(before, application, opinion))
    if act in RULED_AS:
        await _rule(moved, act, reason)
    await drafts.forget(actor, application)


def changes_of(step: Step, opinion: Opinion, at: datetime) -> dict[str, Any]:
    """What a step writes to the application's row."""
    stop: Stop | None = step.stop
    changes: dict[str, Any] = {
        'status': step.status,
        'stage': stop.level if stop else None,
        'holder_id': stop.id if stop else None,
        'arrived_at': at if stop else None,
    }
    if step.status is Status.APPROVED:
        changes['approved_at'] = at
    if step.status is Status.RETURNED:
        changes['return_reason'] = opinion.reason.strip()
        changes['pins'] = [{'key': pin.key, 'remark': pin.remark.strip()} for pin in opinion.pins]
    return changes


def details_of(before: dict[str, Any], application: Application, opinion: Opinion) -> dict[str, Any]:
    """What the journal keeps of a decision besides its reason; ``application`` is already in its new state."""
    details: dict[str, Any] = {'before': before, 'after': standing(application)}
    if opinion.pins:
        details['pins'] = [{'key': pin.key, 'remark': pin.remark.strip()} for pin in opinion.pins]
    return details


async def _rule(moved: Moved, act: Act, reason: str) -> None:
    """Store this organisation's latest decision; a reopened rejection also counts as returned by who rejected it."""
    application, actor, at = moved.application, moved.actor, moved.at
    values = {
        'act': RULED_AS[act],
        'reason': reason,
        'senior': application.senior,
        'account_id': actor.account_id,
        'at': at,
        'version': application.version,
    }
    if act is Act.REOPEN:
        await Ruling.filter(application_id=application.id, act=Act.REJECT).update(
            act=Act.RETURN, version=application.version, at=at
        )
    await Ruling.update_or_create(defaults=values, application_id=application.id, organisation_id=actor.organisation_id)
