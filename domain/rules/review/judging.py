"""Asking the workflow's table: what an act makes of an application, who may do it, and which acts are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.errors import Forbidden, RefusalCode, Unmet
from domain.rules.actor import Actor
from domain.rules.review.route import Stop, after
from domain.rules.review.workflow import MOVE, MOVES, By, Move, Need, To
from domain.rules.vocabulary import Act, Level, Role, Status

UNDO_MINUTES = 5


class ApplicationState(Protocol):
    """What the table needs to know of an application; storage's row is one."""

    @property
    def status(self) -> Status: ...
    @property
    def holder_id(self) -> int | None: ...
    @property
    def applicant_id(self) -> int: ...
    @property
    def id_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out about this application for this act: the needs that do not hold, and who did what before."""

    unmet: frozenset[Need] = frozenset()
    rejecter_path: str = ''
    deferrer_id: int | None = None
    deferrer_path: str = ''
    unit_path: str = ''
    decider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What the table says will happen: the row, and where the application then stands."""

    move: Move
    status: Status
    stop: Stop | None = None


_CODES = {Need.OPEN_WINDOW: RefusalCode.WINDOW_CLOSED, Need.SOLE_APPLICATION: RefusalCode.HAS_APPLICATION}


def unmet(*needs: Need) -> Unmet:
    """The refusal that names these needs, one or more; its code is that of the first."""
    return Unmet(*(need.value for need in needs), code=_CODES.get(needs[0], RefusalCode.UNMET))


def move_for(application: ApplicationState, act: Act, actor: Actor, facts: Facts, route: Sequence[Stop] = ()) -> Step:
    """The step that ``act`` by ``actor`` makes of this application.

    Raises Forbidden when the actor may not, or when the act does not fit the status; Unmet with the sentences of the
    needs that do not hold. An application is decided by nobody on themselves (2-workflow §2).
    """
    move = MOVE[act]
    if application.status not in move.at:
        raise Forbidden(f'该申报当前为“{application.status.label}”，不能{act.label}')
    if not may(move.by, application, actor, facts):
        raise Forbidden(move.by.value)
    if _is_own(application, actor):
        raise Forbidden('不能审核本人的申报')
    needs = [need for need in move.needs if need in facts.unmet]
    if needs:
        raise unmet(*needs)
    return _step(move, application, route)


def may(by: By, application: ApplicationState, actor: Actor, facts: Facts) -> bool:  # noqa: C901, PLR0912 - one case per word of By
    """Whether this actor is the one the table's column ``by`` speaks of."""
    match by:
        case By.APPLICANT:
            return actor.role is Role.APPLICANT and actor.account_id == application.applicant_id
        case By.APPLICANT_OR_COUNTY:
            return actor.role is Role.APPLICANT or (actor.role is Role.ADMIN and actor.at_least(Level.COUNTY))
        case By.HOLDER:
            return actor.is_office and actor.organisation_id == application.holder_id
        case By.REJECTER:
            return actor.is_office and bool(facts.rejecter_path) and actor.oversees(facts.rejecter_path)
        case By.DEFERRER:
            return actor.is_office and actor.organisation_id == facts.deferrer_id
        case By.ABOVE_DEFERRER:
            return actor.at_least(Level.COUNTY) and actor.oversees(facts.deferrer_path)
        case By.CITY:
            return actor.role is Role.ADMIN and actor.level is Level.CITY
        case By.PROVINCE:
            return actor.role is Role.ADMIN and actor.level is Level.PROVINCE
        case By.CITY_OR_PROVINCE:
            return actor.role is Role.ADMIN and actor.at_least(Level.CITY)
        case By.COUNTY | By.SYSTEM_OR_COUNTY:
            above = bool(facts.unit_path) and actor.oversees(facts.unit_path)
            return above and actor.role is Role.ADMIN and actor.at_least(Level.COUNTY)
        case By.UNIT:
            return actor.is_office and actor.path == facts.unit_path
        case By.DECIDER:
            return actor.account_id == facts.decider_id
        case By.SYSTEM:
            return False


def _step(move: Move, application: ApplicationState, route: Sequence[Stop]) -> Step:
    match move.to:
        case To.FIRST_STAGE:
            return Step(move, Status.IN_REVIEW, route[0])
        case To.NEXT_STAGE:
            assert application.holder_id is not None  # in review always has a holder
            onward = after(route, application.holder_id)
            return Step(move, Status.IN_REVIEW, onward) if onward else Step(move, Status.APPROVED)
        case To.RETURNED:
            return Step(move, Status.RETURNED)
        case To.REJECTED:
            return Step(move, Status.REJECTED)
        case To.CANCELLED:
            return Step(move, Status.CANCELLED)
        case To.UNCHANGED | To.BACK | To.DRAFT:  # a new application is a draft already
            return Step(move, application.status)


def open_to(application: ApplicationState, actor: Actor, facts: Facts) -> frozenset[Act]:
    """The acts that status and actor allow, whatever their needs say: which buttons a page shows."""
    if _is_own(application, actor):
        return frozenset()
    return frozenset(
        move.act for move in MOVES if application.status in move.at and may(move.by, application, actor, facts)
    )


def undo_is_late(decided_at: datetime, now: datetime) -> bool:
    """Whether the five minutes of 撤销 are over (2-workflow §2, row 17)."""
    return (now - decided_at).total_seconds() > UNDO_MINUTES * 60


def _is_own(application: ApplicationState, actor: Actor) -> bool:
    """Whether an office's account belongs to the applicant in person."""
    return actor.is_office and bool(actor.id_number) and actor.id_number == application.id_number
