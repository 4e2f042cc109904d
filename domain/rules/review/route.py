"""The route of an application: the ancestors of its unit, from the unit up to the final level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.rules.vocabulary import RANK, Level


@dataclass(frozen=True, slots=True)
class Stop:
    """One holder on the route: the organisation and its level, which is the stage."""

    id: int
    level: Level

    def as_json(self) -> dict[str, Any]:
        return {'id': self.id, 'level': self.level.value}


def route_of(chain: Sequence[Stop], final: Level) -> tuple[Stop, ...]:
    """The stops of an application whose unit has this ``chain`` (the unit itself first, the province last).

    Levels that a branch lacks are skipped (1-domain §2). A branch without an office at the final level (省直 has no
    city) ends at the next office above it: no department gives the final approval to its own people.
    """
    route: list[Stop] = []
    for stop in chain:
        route.append(stop)
        if RANK[stop.level] <= RANK[final]:
            break
    return tuple(route)


def stops_of(route: Sequence[dict[str, Any]]) -> tuple[Stop, ...]:
    """The stops of a stored route."""
    return tuple(Stop(stop['id'], Level(stop['level'])) for stop in route)


def after(route: Sequence[Stop], holder_id: int) -> Stop | None:
    """The stop that follows ``holder_id``; None if it is the last one."""
    ids = [stop.id for stop in route]
    place = ids.index(holder_id) + 1
    return route[place] if place < len(route) else None
