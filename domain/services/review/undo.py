"""撤销: undoing one's own last decision within five minutes; both acts stay in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain import clock
from domain.errors import Forbidden
from domain.rules.actor import Actor
from domain.rules.review.judging import Facts, move_for, undo_is_late
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, Level, Status
from domain.services import journal
from domain.services.application_record import as_seen, changed, move, standing
from domain.services.review import consequences
from domain.services.review.consequences import Moved
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, JournalEntry, Organisation, Ruling

UNDOABLE = (Act.APPROVE, Act.RETURN, Act.REJECT, Act.REOPEN)


@use_case
async def undo(actor: Actor, application_id: int, *, seen: int) -> Application:
    """Put the application back where it was before the actor's last decision.

    Raises NotFound, Forbidden (no decision of the actor's own), Unmet (too late, or something happened since),
    DecidedAlready.
    """
    async with unit_of_work(actor) as news:
        application = await as_seen(actor, application_id, seen)
        decision = await _last_decision(actor, application)
        move_for(application, Act.UNDO, actor, await _facts(application, decision))
        left, from_holder, before = application.status, application.holder_id, standing(application)
        moved = Moved(application, actor, clock.now(), news, decision)
        await move(application, moved.at, **_restored(decision))
        details = {'before': before, 'after': standing(application), 'of': decision.sequence}
        await journal.record(actor, Act.UNDO, application, details=details)
        await _rulings_again(application)
        await consequences.carry_out(moved, taken_back=left)
        path = (await Organisation.get(id=application.unit_id)).path
        news.append(changed(application, Act.UNDO, actor, path, from_holder))
    return application


async def undoable_until(actor: Actor, application: Application) -> datetime | None:
    """Until when the actor may undo their last decision on this application; None when they may not."""
    ruling = await Ruling.filter(application_id=application.id, account_id=actor.account_id).order_by('-at').first()
    if ruling is None or ruling.version != application.version:
        return None
    return None if undo_is_late(ruling.at, clock.now()) else ruling.at


async def _last_decision(actor: Actor, application: Application) -> JournalEntry:
    entry = (
        await JournalEntry.filter(application_id=application.id, account_id=actor.account_id, act__in=list(UNDOABLE))
        .order_by('-sequence')
        .first()
    )
    if entry is None:
        raise Forbidden('只能撤销本人最近一次的审核')
    return entry


async def _facts(application: Application, decision: JournalEntry) -> Facts:
    unmet: set[Need] = set()
    if undo_is_late(decision.at, clock.now()):
        unmet.add(Need.WITHIN_FIVE_MINUTES)
    after = int(decision.details['after']['version'])
    if after != application.version:  # a payment is a later act, too
        unmet.add(Need.NO_LATER_ACT)
    return Facts(unmet=frozenset(unmet), decider_id=decision.account_id)


def _restored(decision: JournalEntry) -> dict[str, Any]:
    before = decision.details['before']
    return {
        'status': Status(before['status']),
        'stage': Level(before['stage']) if before['stage'] else None,
        'holder_id': before['holder'],
        'arrived_at': datetime.fromisoformat(before['arrived_at']) if before['arrived_at'] else None,
        'approved_at': None,
        'return_reason': '',
        'pins': [],
    }


async def _rulings_again(application: Application) -> None:
    """Set each organisation's latest decision again from the journal, without the decisions that were undone."""
    entries = await JournalEntry.filter(application_id=application.id).order_by('sequence')
    undone = {entry.details['of'] for entry in entries if entry.act is Act.UNDO}
    latest: dict[int, JournalEntry] = {}
    for entry in entries:
        if entry.act in UNDOABLE and entry.sequence not in undone and entry.organisation_id:
            latest[entry.organisation_id] = entry
    await Ruling.filter(application_id=application.id).exclude(organisation_id__in=list(latest) or [0]).delete()
    reopened = any(entry.act is Act.REOPEN for entry in latest.values())
    for organisation_id, entry in latest.items():
        returned = entry.act is Act.REOPEN or (entry.act is Act.REJECT and reopened)
        await Ruling.filter(application_id=application.id, organisation_id=organisation_id).update(
            act=Act.RETURN if returned else entry.act,
            reason=entry.reason,
            account_id=entry.account_id,
            at=entry.at,
            version=entry.details['after']['version'],
        )
