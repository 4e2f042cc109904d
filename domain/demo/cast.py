"""The offices of the demonstration and their accounts, found by code and by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from domain.demo.accounts import actor_of
from domain.rules.actor import Actor
from domain.rules.review.route import Stop, route_of
from domain.rules.vocabulary import RANK, Grade, Level, Role
from domain.rules.year.parameters import Parameters
from storage.models import Account, Organisation
from storage.queries.organisations import paths_upward


@dataclass
class Cast:
    """Organisations and accounts as written, with the routes that follow from them."""

    organisations: Sequence[Organisation]
    accounts: Sequence[Account]
    random: Random
    by_code: dict[str, Organisation] = field(init=False)
    _by_path: dict[str, Organisation] = field(init=False)
    _desks: dict[int, list[Actor]] = field(init=False)
    _routes: dict[tuple[int, bool], tuple[Stop, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_code = {one.code: one for one in self.organisations}
        self._by_path = {one.path: one for one in self.organisations}
        by_id = {one.id: one for one in self.organisations}
        self._desks = {}
        for account in self.accounts:
            office = by_id[account.organisation_id or 0]
            self._desks.setdefault(office.id, []).append(actor_of(account, office))

    def above(self, office: Organisation) -> list[Organisation]:
        """The organisation itself and all above it, from the lowest to the highest."""
        return [self._by_path[path] for path in paths_upward(office.path)]

    def route(self, unit: Organisation, grade: Grade) -> tuple[Stop, ...]:
        """The route of an application of this unit."""
        key = (unit.id, grade is Grade.ONE)
        if key not in self._routes:
            chain = [Stop(office.id, office.level) for office in self.above(unit)]
            self._routes[key] = route_of(chain, Parameters().final_level_of(grade))
        return self._routes[key]

    def actor(self, account_id: int) -> Actor:
        """The official with this account."""
        return next(one for desk in self._desks.values() for one in desk if one.account_id == account_id)

    def somebody(self, organisation_id: int | None) -> Actor:
        """One of this office's officials, chosen at random."""
        return self.random.choice(self._desks[organisation_id or 0])

    def administrator(self, unit: Organisation, level: Level) -> Actor:
        """The administrator of the office at ``level`` at or above a unit, or of the next level above that exists."""
        office = next(one for one in self.above(unit) if RANK[one.level] <= RANK[level])
        return next(actor for actor in self._desks[office.id] if actor.role is Role.ADMIN)
