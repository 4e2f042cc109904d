"""The way an application climbs: the ancestors of its unit, from the unit up to the final level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.rules.vocabulary import RANK, Level


@dataclass(frozen=True, slots=True)
class Stop:
    """One holder of the route: the organisation and its level, which is the stage."""

    id: int
    level: Level

    def as_json(self) -> dict[str, Any]:
        return {'id': self.id, 'level': self.level.value}


def route_of(chain: Sequence[Stop], final: Level) -> tuple[Stop, ...]:
    """The stops of an application whose unit has this ``chain`` (the unit itself first, the province last).

    Levels that a branch lacks are skipped; the route ends at the last stop that is not above ``final`` (1-domain §2).

    Raises ValueError when the chain has no stop at or below the final level.
    """
    stops = tuple(stop for stop in chain if RANK[stop.level] >= RANK[final])
    if not stops:
        raise ValueError('no office of this branch stands at or below the final level')
    return stops


def stops_of(route: Sequence[dict[str, Any]]) -> tuple[Stop, ...]:
    """A stored route."""
    return tuple(Stop(stop['id'], Level(stop['level'])) for stop in route)


def after(route: Sequence[Stop], holder_id: int) -> Stop | None:
    """The stop that follows ``holder_id``; None when it is the last one."""
    ids = [stop.id for stop in route]
    place = ids.index(holder_id) + 1
    return route[place] if place < len(route) else None
