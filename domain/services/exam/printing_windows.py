"""The printing windows that an office can choose for its sessions: those of the year for its area."""

from __future__ import annotations

from domain import clock
from domain.rules.actor import Actor
from domain.rules.permissions import City
from domain.rules.vocabulary import WindowKind
from domain.rules.year.applying import Span
from domain.rules.year.windows import of_kind
from domain.services.year.years import Year, numbered


async def printing_windows(actor: Actor, year: int) -> dict[int, str]:
    """Id to name and days of this year's printing windows for this office. Raises Forbidden."""
    City.require(actor)
    return {
        window.id: f'{window.name}（{clock.short_text(window.opens_at)} 至 {clock.short_text(window.closes_at)}）'
        for window in printings_of(actor, await numbered(year))
    }


def printings_of(actor: Actor, year: Year) -> list[Span]:
    """The printing windows for the area of this office, of every grade."""
    return of_kind(year.windows_for(None, actor.path), WindowKind.PRINTING)
