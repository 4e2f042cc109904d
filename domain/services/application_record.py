"""What every room needs of an application: whether it is in reach, its state, its event, and who decided first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import clock
from domain.errors import DecidedAlready, NotFound
from domain.events import Changed
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from storage.models import Application, Deferral, JournalEntry, Mark, Opinion
from storage.queries import applications
from storage.queries.review import deferrals_and_notes


@dataclass(frozen=True, slots=True)
class Pin:
    """A field or material that must be corrected, with the remark that says how."""

    key: str
    remark: str


async def in_reach(actor: Actor, application_id: int) -> Application:
    """The application, if the actor may see it. Raises NotFound, the same for out of reach and missing."""
    application = await applications.visible_to(actor).get_or_none(id=application_id)
    if application is None:
        raise NotFound('该申报')
    return application


async def locked(actor: Actor, application_id: int) -> Application:
    """As ``in_reach``, inside a transaction: until its end nobody else changes the row, where the database locks rows.

    SQLite has one writing transaction at a time anyway.
    """
    application = await applications.visible_to(actor).select_for_update().get_or_none(id=application_id)
    if application is None:
        raise NotFound('该申报')
    return application


async def as_seen(actor: Actor, application_id: int, seen: int) -> Application:
    """The application, if it is still as the actor saw it. Raises NotFound, DecidedAlready."""
    application = await in_reach(actor, application_id)
    if application.version != seen:
        raise await decided_already(application)
    return application


async def move(application: Application, at: datetime, **changes: Any) -> None:
    """Write ``changes`` if the row has not changed since its read, also to ``application``. Raises DecidedAlready."""
    if not await applications.move(application, application.version, at, **changes):
        raise await decided_already(application)


async def move_attached(row: Deferral | Opinion | Mark, application: Application, **changes: Any) -> None:
    """Write ``changes`` to a deferral or note if its state is still what was read. Raises DecidedAlready."""
    if not await deferrals_and_notes.move(row, **changes):
        raise await decided_already(application)


def standing(application: Application) -> dict[str, Any]:
    """The state of an application, as the journal keeps it; 撤销 restores it."""
    return {
        'status': application.status.value,
        'stage': application.stage.value if application.stage else None,
        'holder': application.holder_id,
        'version': application.version,
        'arrived_at': application.arrived_at.isoformat() if application.arrived_at else None,
    }


def changed(application: Application, act: Act, actor: Actor, unit_path: str, from_holder: int | None) -> Changed:
    """The event of one act on this application, as it is now."""
    return Changed(
        application_id=application.id,
        act=act,
        unit_path=unit_path,
        from_holder=from_holder,
        to_holder=application.holder_id,
        status=application.status,
        senior=application.senior,
        version=application.version,
        account_id=actor.account_id,
        office=actor.organisation if actor.is_office else '',
        who=actor.name if actor.is_office else '报考人员本人',
    )


async def decided_already(application: Application) -> DecidedAlready:
    """Who decided first, what and when, from the journal."""
    last = await JournalEntry.filter(application_id=application.id).order_by('-sequence').first()
    if last is None:
        return DecidedAlready('其他人员', '修改', '刚才')
    who = f'{last.office} {last.actor}'.strip()
    return DecidedAlready(who, last.act.label, clock.short_text(last.at))
