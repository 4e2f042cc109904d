"""演示时钟: the province moves the clock of a demonstration, so that an exam of next week can be tried today."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock
from domain.errors import Forbidden, Invalid, Problem
from domain.events import Resync, publish
from domain.rules.actor import Actor
from domain.rules.permissions import Province
from domain.rules.vocabulary import WindowKind
from domain.services.access import sessions
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year.years import all_years, forget

log = logging.getLogger(__name__)
FARTHEST = timedelta(days=400)
AFTER = timedelta(minutes=30)  # after the beginning of a window: it is certainly open
ENDS = (WindowKind.PAYMENT, WindowKind.EXAM)  # when these end, something new begins
_movable = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment worth moving to: after a window of the year opened, or a payment or exam window closed."""

    name: str
    at: datetime


def allow() -> None:
    """Allow moving the clock. Called once by the demonstration; a real installation's clock cannot be moved."""
    global _movable
    _movable = True


def movable() -> bool:
    """Whether this process serves a demonstration."""
    return _movable


async def stops(actor: Actor) -> list[Stop]:
    """The stops of all years that are still to come, in their order. Raises Forbidden."""
    _require(actor)
    windows = [window for year in (await all_years()).by_id.values() for window in year.windows]
    found = [Stop(window.name, window.opens_at + AFTER) for window in windows]
    found += [Stop(f'{window.name}结束', window.closes_at + AFTER) for window in windows if window.kind in ENDS]
    return sorted((stop for stop in found if stop.at > clock.now()), key=lambda stop: stop.at)


@use_case
async def move(actor: Actor, moment: datetime) -> None:
    """Set the clock to ``moment``; the data stays as it is, and every open page reads its content again.

    No session ends because of it. Raises Forbidden outside a demonstration and below the province, Invalid for a moment
    in the past or too far in the future: recorded acts must not lie in the future.
    """
    _require(actor)
    by = moment - clock.now()
    if not timedelta() < by <= FARTHEST:
        raise Invalid([Problem('at', f'请选择现在以后 {FARTHEST.days} 天以内的时间')])
    async with unit_of_work(actor):
        await sessions.move(by)
    clock.move_to(moment)
    forget()
    log.warning('the clock was moved', extra={'facts': {'account': actor.account_id, 'to': moment.isoformat()}})
    publish(Resync())


def _require(actor: Actor) -> None:
    Province.require(actor)
    if not _movable:
        raise Forbidden('只有演示系统可以调整时钟')
